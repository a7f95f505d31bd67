import { z } from 'zod';

/** A number compared with a bound: `">=3"`, `"<50"`, or a bare number for equality. */
export interface Comparison {
  readonly operator: '>=' | '>' | '<=' | '<' | '=';
  readonly bound: number;
}

const COMPARISON = /^\s*(>=|<=|>|<|=)?\s*(-?\d+(?:\.\d+)?)\s*$/;

/** A comparison of the policy file. */
export const ComparisonText = z.union([z.number(), z.string()]).transform((value, context): Comparison => {
  const [, operator = '=', bound] = COMPARISON.exec(String(value)) ?? [];
  if (bound !== undefined) return { operator: operator as Comparison['operator'], bound: Number(bound) };

  context.addIssue({ code: 'custom', message: 'expected a comparison such as ">=3", "<50" or 2' });
  return z.NEVER;
});

/** Whether the value meets the comparison. */
export function compares(value: number, { operator, bound }: Comparison): boolean {
  if (operator === '>=') return value >= bound;
  if (operator === '>') return value > bound;
  if (operator === '<=') return value <= bound;
  if (operator === '<') return value < bound;
  return value === bound;
}
