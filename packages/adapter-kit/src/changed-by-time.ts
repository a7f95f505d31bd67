import { type ChangedPage, ConfigError } from '@stellwerk/ports';

/** A source whose tickets can be listed by the time of their last change, oldest first, from an instant on (inclusive). */
export interface ChangeSource {
  /** Most tickets in one page: a full page means that there may be more. */
  readonly pageSize: number;
  /** How far a change may show up behind its own time stamp, ms: the next run begins so much earlier. */
  readonly overlapMs: number;
  /** Page `page` (from 1) of the tickets changed at or after `since` (ISO, UTC). */
  read(since: string, page: number): Promise<readonly { readonly id: string; readonly changedAt: string }[]>;
  /** Epoch ms, for the progress. */
  now(): number;
}

interface Position {
  readonly since: string;
  /** From 1; above 1 only where more than a page of tickets changed in the same millisecond. */
  readonly page: number;
}

/**
 * Tickets that changed since a cursor `since:<ISO>`, oldest change first. The instant moves along with each page instead of
 * the page number: searches refuse deep pages (HubSpot, Elasticsearch), and a ticket changed meanwhile moves to the end.
 */
export async function* changedByTime(source: ChangeSource, cursor: string): AsyncGenerator<ChangedPage> {
  const start = parseCursor(cursor);
  let position: Position | null = start;
  while (position) {
    const tickets = await source.read(position.since, position.page);
    const last = tickets.at(-1);
    if (!last) return;

    const next: Position | null = tickets.length < source.pageSize ? null : afterPage(position, last.changedAt);
    yield {
      ticketIds: [...new Set(tickets.map((ticket) => ticket.id))],
      cursor: formatCursor(next ?? restingPlace(start, last.changedAt, source.overlapMs)),
      progress: next ? share(start.since, last.changedAt, source.now()) : 1,
    };
    position = next;
  }
}

function afterPage(at: Position, newest: string): Position {
  const since = new Date(newest).toISOString();
  return since === at.since ? { since, page: at.page + 1 } : { since, page: 1 };
}

/** Where the next run begins: a little before the newest change, but never before where this one began. */
function restingPlace(start: Position, newest: string, overlapMs: number): Position {
  const at = Math.max(Date.parse(start.since), Date.parse(newest) - overlapMs);
  return { since: new Date(at).toISOString(), page: 1 };
}

function share(from: string, to: string, now: number): number | null {
  const whole = now - Date.parse(from);
  return whole > 0 ? Math.min(1, Math.max(0, (Date.parse(to) - Date.parse(from)) / whole)) : null;
}

function formatCursor({ since, page }: Position): string {
  return page === 1 ? `since:${since}` : `since:${since}#${page}`;
}

function parseCursor(cursor: string): Position {
  const match = /^since:([^#]+)(?:#(\d{1,6}))?$/.exec(cursor);
  const at = Date.parse(match?.[1] ?? '');
  if (!match || Number.isNaN(at)) throw new ConfigError('cursor', 'must look like since:2026-01-01T00:00:00Z');
  return { since: new Date(at).toISOString(), page: Number(match[2] ?? 1) };
}
