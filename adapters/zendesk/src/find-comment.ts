import { hasMarker, readPages } from '@stellwerk/adapter-kit';
import type { Found } from '@stellwerk/ports';
import type { ZendeskClient } from './client.ts';
import { isComment } from './created.ts';
import { pageQuery } from './directory.ts';
import { type Audit, AuditPage } from './schema.ts';
import { ownWriteKeys } from './update-ticket.ts';

const ABSENT: Found = { kind: 'absent' };
// our clock and Zendesk's may differ; an hour costs nothing, since few audits are that young
const MARGIN_MS = 3_600_000;

/** Looks for a comment of ours by its mark in the ticket's audits, newest first, back to before it was first sent. */
export async function findComment(
  client: ZendeskClient,
  ticketId: string,
  { marker, sendingSince }: { readonly marker: string; readonly sendingSince: number },
  signal: AbortSignal,
): Promise<Found> {
  const pages = readPages('', async (cursor: string) => {
    const query = { ...pageQuery(cursor), sort: '-created_at' };
    const { data } = await client.read(['tickets', ticketId, 'audits'], query, AuditPage, signal);
    return { items: data.audits, next: data.meta?.has_more ? data.meta.after_cursor : null };
  });
  for await (const audits of pages) {
    const found = audits.map((audit) => foundIn(audit, marker)).find((each) => each !== null);
    if (found) return found;
    // only when every audit of a page is older: an account that ignores the order must not end the search early
    if (audits.length > 0 && audits.every((audit) => audit.at < sendingSince - MARGIN_MS) && isNewestFirst(audits)) {
      return ABSENT;
    }
  }
  return ABSENT;
}

function foundIn(audit: Audit, marker: string): Found | null {
  const comment = audit.events.find((event) => isComment(event) && hasMarker(event.body ?? '', marker));
  if (!comment) return null;
  return { kind: 'present', remoteRef: comment.id ?? audit.id, ownWrites: ownWriteKeys(audit.id, audit.events) };
}

function isNewestFirst(audits: readonly Audit[]): boolean {
  const [first, last] = [audits[0]!, audits.at(-1)!];
  return audits.length > 1 && first.at > last.at;
}
