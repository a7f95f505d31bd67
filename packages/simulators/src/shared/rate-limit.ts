/** A limit on requests within a time window. */
export interface RateRule {
  /** Requests allowed per window. */
  readonly limit: number;
  /** Length of the window, milliseconds. */
  readonly windowMs: number;
  /** The clock the window runs on: the injected one, or the real one where a demo runs fast. */
  readonly now: () => number;
  /** `rolling` looks back from each request; `fixed` starts anew at multiples of the window. Default `rolling`. */
  readonly kind?: 'rolling' | 'fixed';
}

/** What a limiter says about one request. */
export interface RateVerdict {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until a request would be allowed again; 0 when one is allowed now. */
  readonly retryAfterMs: number;
  /** Until the window is empty or starts anew. */
  readonly resetMs: number;
}

/** Counts requests against a rule; a refused request does not count. */
export function createRateLimiter(rule: RateRule): () => RateVerdict {
  let taken: number[] = [];

  return () => {
    const now = rule.now();
    const from = rule.kind === 'fixed' ? Math.floor(now / rule.windowMs) * rule.windowMs : now - rule.windowMs + 1;
    taken = taken.filter((at) => at >= from && at <= now);

    const allowed = taken.length < rule.limit;
    if (allowed) taken.push(now);

    const first = rule.kind === 'fixed' ? from : (taken[0] ?? now);
    const resetMs = Math.max(0, first + rule.windowMs - now);
    const remaining = Math.max(0, rule.limit - taken.length);
    return { allowed, limit: rule.limit, remaining, retryAfterMs: remaining > 0 || allowed ? 0 : resetMs, resetMs };
  };
}
