/** Full-jitter backoff: anything from 0 to base × 2^(attempts − 1), capped. Spreads those who failed together. */
export function backoffMs(
  attempts: number,
  random: () => number,
  { backoffBaseMs, backoffCapMs }: { readonly backoffBaseMs: number; readonly backoffCapMs: number },
): number {
  const ceiling = Math.min(backoffCapMs, backoffBaseMs * 2 ** Math.max(0, attempts - 1));
  return Math.round(random() * ceiling);
}
