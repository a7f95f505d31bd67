const CAPACITY = 10;
const SHARE_OF_CALLS = 0.1;
const REGAIN_MS = 10_000;

/** Keeps repeats at about a tenth of the calls, so that an outage is not answered with a storm. */
export interface RetryBudget {
  /** Reports a first attempt. */
  called(): void;
  /** Whether a repeat may go out now; takes its share when it may. */
  take(now: number): boolean;
}

/** Makes a full budget: 10 repeats at once, then 10 % of the calls plus one each 10 s, so that few effects do not starve. */
export function createRetryBudget(): RetryBudget {
  let tokens = CAPACITY;
  let regainedAt: number | null = null;

  return {
    called() {
      tokens = Math.min(CAPACITY, tokens + SHARE_OF_CALLS);
    },
    take(now) {
      const elapsed = Math.max(0, now - (regainedAt ?? now));
      tokens = Math.min(CAPACITY, tokens + elapsed / REGAIN_MS);
      regainedAt = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
