/** Why a call to a provider did not help, and what follows. */
export type Problem =
  /**
   * The source is down, asks to wait or is paused: come again, nothing is counted. `failed`: a call went out in vain.
   * `asked`: the source named the instant.
   */
  | {
      readonly kind: 'wait';
      readonly until: number;
      readonly error: string;
      readonly failed: boolean;
      readonly asked: boolean;
    }
  /** Something is wrong with this very ticket or with our code: counts as an attempt. */
  | { readonly kind: 'fault'; readonly error: string };

/** Of two problems the one that decides about the lane: a fault before a wait, a longer wait before a shorter. */
export function latestOf(a: Problem | null, b: Problem): Problem {
  if (!a) return b;
  if (a.kind === 'fault') return a;
  if (b.kind === 'fault') return b;
  return a.until >= b.until ? a : b;
}
