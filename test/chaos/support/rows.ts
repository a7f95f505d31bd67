import type { ProofRow } from '../../../tools/proof-kit.ts';

/** A count that must be exactly this. */
export function exactly(name: string, value: number, expected: number): ProofRow {
  return { name, value, expected, ok: value === expected };
}

/** A count that must be at least this: a run that did nothing proves nothing, a control must fail. */
export function atLeast(name: string, value: number, least: number): ProofRow {
  return { name, value, expected: `>= ${least}`, ok: value >= least };
}

/** A count that must not exceed this. */
export function atMost(name: string, value: number, most: number): ProofRow {
  return { name, value, expected: `<= ${most}`, ok: value <= most };
}

/** A figure that only tells what the run was like. */
export function told(name: string, value: number | string): ProofRow {
  return { name, value, expected: 'told', ok: true };
}
