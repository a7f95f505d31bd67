/** The ⌈p·n⌉-th smallest of sorted values: always one that was measured. Null of none. */
export function nearestRank(sorted: ArrayLike<number>, p: number): number | null {
  const { length } = sorted;
  if (length === 0) return null;
  // a product such as 0.9 · 10 may come out just above a whole number
  const rank = Math.ceil(p * length - 1e-9);
  return sorted[Math.min(length, Math.max(1, rank)) - 1] ?? null;
}

/** Values in ascending order, as the rank needs them. */
export function sortedValues(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
