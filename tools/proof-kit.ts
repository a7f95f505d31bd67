/** One figure of a proof. */
export interface ProofRow {
  /** What was counted: `acknowledged webhooks lost`. */
  readonly name: string;
  readonly value: number | string;
  /** What must hold, for people: `0`, `>= 1`. */
  readonly expected: number | string;
  /** Whether it holds. */
  readonly ok: boolean;
}

/** How much of a proof to run. */
export interface ProofOptions {
  /** True for the full numbers of `npm run proof`; false for the short form of `npm test`. */
  readonly full: boolean;
}

/** What one proof found. */
export interface ProofResult {
  readonly rows: readonly ProofRow[];
}

/**
 * A promise of the product that is shown by trying to break it. A module `test/chaos/NAME.proof.ts` exports one as
 * `proof`; `npm run proof` runs them all in full, and a test beside it runs the short form.
 */
export interface Proof {
  readonly name: string;
  run(options: ProofOptions): Promise<ProofResult>;
}
