import type { Meaning } from '../mapping/mapping.ts';

/** One value of a column, what it means, and in how many rows it stands. */
export interface ValueCount {
  readonly value: string;
  /** Null: nobody has mapped it. */
  readonly means: string | null;
  readonly rows: number;
}

/** Values by what they are: `status`, `priority`, `tier`, … */
export type ValueCounts = Readonly<Record<string, readonly ValueCount[]>>;

/** More different values than this are no vocabulary; the rest is counted under `…`. Keeps memory flat. */
const MAX_VALUES = 500;

/** Counts the values of a file. */
export interface Tally {
  meaning(name: string, meaning: NonNullable<Meaning<string>>): void;
  /** Most frequent first. */
  counts(): ValueCounts;
}

/** An empty tally. */
export function createTally(): Tally {
  const byName = new Map<string, Map<string, { means: string | null; rows: number }>>();
  return {
    meaning(name, meaning) {
      const values = byName.get(name) ?? new Map<string, { means: string | null; rows: number }>();
      byName.set(name, values);
      const value = values.has(meaning.raw) || values.size < MAX_VALUES ? meaning.raw : '…';
      const means = meaning.kind === 'known' ? meaning.value : meaning.kind === 'keep' ? 'keep' : null;
      const count = values.get(value) ?? { means, rows: 0 };
      count.rows += 1;
      values.set(value, count);
    },
    counts: () =>
      Object.fromEntries(
        [...byName].map(([name, values]) => [
          name,
          [...values]
            .map(([value, count]) => ({ value, ...count }))
            .sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1)),
        ]),
      ),
  };
}
