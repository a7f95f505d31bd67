import type { TicketRecord, ZendeskCase } from '@stellwerk/core';

/** Why a value differs and rightly so; each is explained in docs/kpi/deviations.md. */
export type Deviation = 'zero_touch' | 'no_person' | 'cancelled_by_solving';

/** One value that is not the expected one. */
export interface MetricDifference {
  readonly ticket: string;
  readonly where: string;
  readonly expected: string;
  readonly actual: string;
  /** Null: not explained, so a failure. */
  readonly cause: Deviation | null;
}

export type Value = ZendeskCase['expected']['metrics'][string] | undefined;

/** Minutes by which a fraction may differ: the expected ones are rounded to four digits. */
const TOLERANCE_MINUTES = 0.01;

/** Whole numbers, flags and instants must be equal; fractions may differ by the tolerance. */
export function sameValue(expected: Value, actual: Value): boolean {
  if (typeof expected !== 'number' || typeof actual !== 'number') return expected === actual;
  if (Number.isInteger(expected) && Number.isInteger(actual)) return expected === actual;
  return Math.abs(expected - actual) <= TOLERANCE_MINUTES;
}

/** When people answered the customer in public. */
export function answersOf({ firstReply, updates }: TicketRecord): readonly number[] {
  return [...(firstReply ? [firstReply.at] : []), ...updates.map(({ to }) => to)];
}
