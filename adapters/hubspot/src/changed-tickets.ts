import { changedByTime } from '@stellwerk/adapter-kit';
import type { ChangedPage } from '@stellwerk/ports';
import { type HubspotClient, SEARCH_PAGE } from './client.ts';

/** The search index is seconds behind, at times longer. */
const OVERLAP_MS = 5 * 60_000;

/** Tickets whose properties changed, oldest change first, with those merged into them, and at the end those with new messages alone. */
export async function* changedTickets(
  client: HubspotClient,
  cursor: string,
  now: () => number,
  signal: AbortSignal,
): AsyncGenerator<ChangedPage> {
  const mergedInto = new Map<string, readonly string[]>();
  const read = async (since: string, page: number) => {
    const tickets = await client.changed(since, page, signal);
    for (const { id, mergedIds } of tickets) mergedInto.set(id, mergedIds);
    return tickets;
  };
  const seen = new Set<string>();
  let last: ChangedPage | undefined;
  for await (const page of changedByTime({ pageSize: SEARCH_PAGE, overlapMs: OVERLAP_MS, read, now }, cursor)) {
    const ticketIds = [...new Set(page.ticketIds.flatMap((id) => [id, ...(mergedInto.get(id) ?? [])]))];
    for (const id of ticketIds) seen.add(id);
    last = { ...page, ticketIds };
    yield last;
  }

  const since = /^since:([^#]+)/.exec(cursor)?.[1] ?? '';
  const threads = await client.threadsSince(since, signal);
  const spoken = threads.map((thread) => thread.threadAssociations?.associatedTicketId);
  const more = [...new Set(spoken)].filter((id): id is string => typeof id === 'string' && !seen.has(id));
  if (more.length > 0) yield { ticketIds: more, cursor: last?.cursor ?? cursor, progress: 1 };
}
