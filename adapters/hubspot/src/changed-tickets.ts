import { changedByTime } from '@stellwerk/adapter-kit';
import type { ChangedPage } from '@stellwerk/ports';
import { type HubspotClient, SEARCH_PAGE } from './client.ts';

/** The search index is seconds behind, at times longer. */
const OVERLAP_MS = 5 * 60_000;

/** Tickets whose properties changed, oldest change first, and at the end those with new messages alone. */
export async function* changedTickets(
  client: HubspotClient,
  cursor: string,
  now: () => number,
  signal: AbortSignal,
): AsyncGenerator<ChangedPage> {
  const read = (since: string, page: number) => client.changed(since, page, signal);
  const seen = new Set<string>();
  let last: ChangedPage | undefined;
  for await (const page of changedByTime({ pageSize: SEARCH_PAGE, overlapMs: OVERLAP_MS, read, now }, cursor)) {
    for (const id of page.ticketIds) seen.add(id);
    last = page;
    yield page;
  }

  const since = /^since:([^#]+)/.exec(cursor)?.[1] ?? '';
  const threads = await client.threadsSince(since, signal);
  const spoken = threads.map((thread) => thread.threadAssociations?.associatedTicketId);
  const more = [...new Set(spoken)].filter((id): id is string => typeof id === 'string' && !seen.has(id));
  if (more.length > 0) yield { ticketIds: more, cursor: last?.cursor ?? cursor, progress: 1 };
}
