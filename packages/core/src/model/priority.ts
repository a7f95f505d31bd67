export const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const;
/** P1 stops the customer's business … P4 is a question or wish. */
export type Priority = (typeof PRIORITIES)[number];

/** A priority as the provider names it; `value` is null when unset and `unknown` when nobody has mapped it. */
export interface PriorityValue {
  readonly value: Priority | 'unknown' | null;
  readonly raw: string | null;
}
