import type { TicketRecord } from '../record/ticket-record.ts';

/** By what tickets can be told apart. No person is among them. */
export const DIMENSIONS = [
  'tier',
  'plan',
  'touch',
  'group',
  'category',
  'channel',
  'brand',
  'connection',
  'priority',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Tickets that are like each other in one dimension; null for those that have no value in it. */
export function splitBy(
  dimension: Dimension,
  records: Iterable<TicketRecord>,
): ReadonlyMap<string | null, readonly TicketRecord[]> {
  return Map.groupBy(records, (record) => record[dimension]);
}
