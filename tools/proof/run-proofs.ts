import { performance } from 'node:perf_hooks';
import type { Proof, ProofOptions, ProofRow } from '../proof-kit.ts';

/** One proof that was run; a proof that threw has one row that says so. */
export interface ProvenRow extends ProofRow {
  readonly proof: string;
  readonly seconds: number;
}

/** Runs proofs one after the other (they load the machine) and goes on when one throws. */
export async function runProofs(
  proofs: readonly Proof[],
  options: ProofOptions,
  done: (rows: readonly ProvenRow[]) => void = () => {},
): Promise<readonly ProvenRow[]> {
  const all: ProvenRow[] = [];
  for (const proof of proofs) {
    const startedAt = performance.now();
    const rows = await rowsOf(proof, options);
    const seconds = (performance.now() - startedAt) / 1000;
    const proven = rows.map((row) => ({ ...row, proof: proof.name, seconds }));
    done(proven);
    all.push(...proven);
  }
  return all;
}

async function rowsOf(proof: Proof, options: ProofOptions): Promise<readonly ProofRow[]> {
  try {
    const { rows } = await proof.run(options);
    if (rows.length > 0) return rows;
    return [{ name: 'figures', value: 'none', expected: 'at least one', ok: false }];
  } catch (error) {
    return [{ name: 'ran to its end', value: String(error), expected: 'yes', ok: false }];
  }
}
