import { type ChangedPage, ConfigError } from '@stellwerk/ports';
import { PAGE_SIZE, type ZammadClient } from './client.ts';

/** A change may carry a time a little before the moment at which its transaction shows it. */
const OVERLAP_MS = 60_000;

interface Position {
  /** Instant from which we look, as Zammad writes it. */
  readonly since: string;
  /** Page within that instant, from 1: only where more than a page of tickets changed in the same millisecond. */
  readonly page: number;
}

/** Tickets that changed, oldest change first. The cursor moves along instead of deep pages, which search engines refuse. */
export async function* changedTickets(
  client: ZammadClient,
  cursor: string,
  now: () => number,
  signal: AbortSignal,
): AsyncGenerator<ChangedPage> {
  const start = parseCursor(cursor);
  let position: Position | null = start;
  while (position) {
    const tickets = await client.changed(position.since, position.page, signal);
    const last = tickets.at(-1);
    if (!last) return;

    const next: Position | null = tickets.length < PAGE_SIZE ? null : afterPage(position, last.updated_at);
    yield {
      ticketIds: [...new Set(tickets.map((ticket) => ticket.id))],
      cursor: formatCursor(next ?? restingPlace(start, last.updated_at)),
      progress: next ? share(start.since, last.updated_at, now()) : 1,
    };
    position = next;
  }
}

function afterPage(at: Position, newest: string): Position {
  return newest === at.since ? { since: at.since, page: at.page + 1 } : { since: newest, page: 1 };
}

/** Where the next run begins: a little before the newest change, but never before where this one began. */
function restingPlace(start: Position, newest: string): Position {
  const at = Math.max(Date.parse(start.since), Date.parse(newest) - OVERLAP_MS);
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
