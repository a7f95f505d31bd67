import { changedByTime } from '@stellwerk/adapter-kit';
import type { ChangedPage } from '@stellwerk/ports';
import { PAGE_SIZE, type ZammadClient } from './client.ts';

/** A change carries the time at which its transaction began, and shows only when that one ends. */
const OVERLAP_MS = 60_000;

/** Tickets that changed, oldest change first. */
export function changedTickets(
  client: ZammadClient,
  cursor: string,
  now: () => number,
  signal: AbortSignal,
): AsyncGenerator<ChangedPage> {
  const read = async (since: string, page: number) => {
    const tickets = await client.changed(since, page, signal);
    return tickets.map(({ id, updated_at }) => ({ id, changedAt: updated_at }));
  };
  return changedByTime({ pageSize: PAGE_SIZE, overlapMs: OVERLAP_MS, read, now }, cursor);
}
