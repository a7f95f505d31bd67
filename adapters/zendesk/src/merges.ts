import type { EventBody } from '@stellwerk/core';
import type { Audit } from './schema.ts';

/** What a merge says in one of the two tickets' audits, with the part of the key. */
export interface MergeFact {
  readonly part: string;
  readonly body: EventBody;
}

/**
 * Reads a merge from an audit's `via.source`: `rel: merge`, with the other ticket at one end. Where the source tells no
 * number the note that Zendesk writes does, in any language: the tag `closed_by_merge` and `#123`.
 */
export function mergeFacts(audit: Audit): readonly MergeFact[] {
  if (audit.via?.rel !== 'merge') return [];
  const sources = ticketIds(audit.via.from);
  if (sources.length > 0) {
    return sources.map((source) => ({ part: `absorbed:${source}`, body: { type: 'absorbed', source } }));
  }
  const into = ticketIds(audit.via.to)[0] ?? targetInNote(audit);
  return into === undefined ? [] : [{ part: 'merged', body: { type: 'merged', into } }];
}

function ticketIds(end: Readonly<Record<string, unknown>>): readonly string[] {
  const many = Array.isArray(end.ticket_ids) ? end.ticket_ids : [end.ticket_id];
  return many.filter((id) => typeof id === 'number' || typeof id === 'string').map(String);
}

function targetInNote({ events }: Audit): string | undefined {
  const closes = events.some(
    (event) => event.field === 'tags' && JSON.stringify(event.value).includes('closed_by_merge'),
  );
  const note = events.find((event) => event.type === 'Comment')?.body ?? '';
  return closes ? /#(\d+)/.exec(note)?.[1] : undefined;
}
