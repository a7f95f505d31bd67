import type { LogCase, LogRow } from './rows.ts';

/** Amounts in seconds. Median and p90 are nearest rank: the ⌈p·n⌉-th smallest. */
export interface Spread {
  readonly cases: number;
  readonly mean: number;
  readonly median_nearest_rank: number;
  readonly p90_nearest_rank: number;
  readonly max: number;
}

/** Mean and ranks of some amounts. */
export function spreadOf(amounts: readonly number[]): Spread {
  const sorted = amounts.toSorted((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return {
    cases: sorted.length,
    mean: sum(sorted) / sorted.length,
    median_nearest_rank: rank(0.5),
    p90_nearest_rank: rank(0.9),
    max: sorted.at(-1) ?? Number.NaN,
  };
}

/** The sum of some numbers. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** How often each value occurs. */
export function countBy<T>(values: readonly T[], name: (value: T) => string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[name(value)] = (counts[name(value)] ?? 0) + 1;
  return counts;
}

/** Every row with the one that follows it. */
export function steps({ rows }: LogCase): readonly (readonly [LogRow, LogRow])[] {
  return rows.slice(1).map((row, index) => [rows[index] ?? row, row] as const);
}

/** Seconds a case was in rows that fit: a row lasts until the next one, the last one has no length. */
export function secondsIn(log: LogCase, fits: (row: LogRow) => boolean): number {
  return sum(steps(log).map(([row, next]) => (fits(row) ? (next.at - row.at) / 1_000 : 0)));
}

/** Seconds between two instants where both are there. */
export function secondsBetween(from: number | undefined, to: number | undefined): readonly number[] {
  return from === undefined || to === undefined ? [] : [(to - from) / 1_000];
}
