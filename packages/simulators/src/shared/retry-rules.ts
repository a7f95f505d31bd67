/** How one attempt to deliver a webhook ended. */
export type AttemptOutcome =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs?: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'network' };

/** One row of a product's retry rules. The first row that matches an outcome decides. */
export interface RetryRule {
  /** Outcomes it is for: listed statuses, every failed status, a timeout, or no connection. */
  readonly when: readonly number[] | 'any_status' | 'timeout' | 'network';
  /** Wait before each further attempt, milliseconds after the attempt before; as many retries as entries. */
  readonly waitsMs: readonly number[];
  /** Retry only when the answer carried `Retry-After` shorter than this, and wait that long instead. */
  readonly retryAfterBelowMs?: number;
}

/** Switches a product's webhook off for a while when too much fails. Deliveries made meanwhile are lost. */
export interface BreakerRule {
  readonly windowMs: number;
  /** Opens when more than this share of the attempts in the window failed, once there were `minAttempts`. */
  readonly errorShare: number;
  readonly minAttempts: number;
  /** Opens when more than this many attempts in the window failed. */
  readonly maxErrors: number;
  readonly openMs: number;
}

/** A product's delivery rules, as data. */
export interface WebhookRules {
  /** How long the product waits for an answer, real milliseconds. */
  readonly timeoutMs: number;
  readonly retries: readonly RetryRule[];
  readonly breaker?: BreakerRule;
  /** Deliveries on their way at once. Default 1: they leave in order. */
  readonly concurrency?: number;
}

/** True for any 2xx: all products here count that as delivered. */
export function isDelivered(outcome: AttemptOutcome): boolean {
  return outcome.kind === 'status' && outcome.status >= 200 && outcome.status < 300;
}

/** The wait before the next attempt, or undefined when the delivery is given up. `attempt` counts from 0. */
export function retryWait(rules: readonly RetryRule[], outcome: AttemptOutcome, attempt: number): number | undefined {
  const rule = rules.find(({ when }) => matches(when, outcome));
  const wait = rule?.waitsMs[attempt];
  if (!rule || wait === undefined || rule.retryAfterBelowMs === undefined) return wait;

  const asked = outcome.kind === 'status' ? outcome.retryAfterMs : undefined;
  return asked !== undefined && asked < rule.retryAfterBelowMs ? asked : undefined;
}

function matches(when: RetryRule['when'], outcome: AttemptOutcome): boolean {
  if (when === 'timeout' || when === 'network') return outcome.kind === when;
  if (outcome.kind !== 'status') return false;
  return when === 'any_status' || when.includes(outcome.status);
}

/** Says whether deliveries go out now; fed with the end of each attempt. */
export interface Breaker {
  isOpen(): boolean;
  record(failed: boolean): void;
}

/** A breaker on the given clock; without a rule it never opens. */
export function createBreaker(rule: BreakerRule | undefined, now: () => number): Breaker {
  let attempts: { readonly at: number; readonly failed: boolean }[] = [];
  let openUntil = Number.NEGATIVE_INFINITY;

  return {
    isOpen: () => now() < openUntil,
    record(failed) {
      if (!rule) return;
      attempts = [...attempts.filter(({ at }) => at > now() - rule.windowMs), { at: now(), failed }];

      const errors = attempts.filter((attempt) => attempt.failed).length;
      const tooMany = errors > rule.maxErrors;
      const tooLarge = attempts.length >= rule.minAttempts && errors / attempts.length > rule.errorShare;
      if (!tooMany && !tooLarge) return;
      openUntil = now() + rule.openMs;
      attempts = [];
    },
  };
}
