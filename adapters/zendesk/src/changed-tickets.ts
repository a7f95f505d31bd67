import type { ChangedPage, Clock } from '@stellwerk/ports';
import type { ZendeskClient } from './client.ts';
import { ExportPage } from './schema.ts';

/** Where the export stands: at its beginning, or at a cursor with the last rows seen. */
type Position =
  | { readonly kind: 'start'; readonly seconds: number }
  | { readonly kind: 'cursor'; readonly after: string; readonly last: readonly string[] };

type Row = { readonly id: string; readonly generatedAt: number };

// the newest minute is never exported, and a start within it is refused
const HELD_BACK_SECONDS = 61;
const PER_PAGE = 1000;
const MOST_REMEMBERED = 50;

/**
 * Follows the incremental export of tickets. The cursor of the last page is kept too and goes on from there next time;
 * rows come at least once, so those at the end of the page before are remembered and left out.
 */
export async function* changedTickets(
  client: ZendeskClient,
  clock: Clock,
  cursor: string,
  signal: AbortSignal,
): AsyncGenerator<ChangedPage> {
  let position = readCursor(cursor);
  if (position.kind === 'start' && position.seconds > clock.now() / 1000 - HELD_BACK_SECONDS) return;

  let seen = new Set(position.kind === 'cursor' ? position.last : []);
  let from: number | undefined;
  for (;;) {
    const query = { ...startOf(position), per_page: PER_PAGE };
    const page = await client.readExport(['incremental', 'tickets', 'cursor'], query, ExportPage, signal);
    const fresh = page.rows.filter((row) => !seen.has(nameOf(row)));
    from ??= page.rows[0]?.generatedAt;
    const next = advance(position, page.after, page.rows);
    yield {
      ticketIds: [...new Set(fresh.map((row) => row.id))],
      cursor: writeCursor(next),
      progress: page.end ? 1 : progressOf(from, page.rows.at(-1)?.generatedAt, clock.now() / 1000),
    };
    const stuck = writeCursor(next) === writeCursor(position);
    if (page.end || stuck) return;
    seen = new Set(page.rows.map(nameOf));
    position = next;
  }
}

function startOf(position: Position): Record<string, string | number> {
  return position.kind === 'start' ? { start_time: position.seconds } : { cursor: position.after };
}

function advance(position: Position, after: string | null, rows: readonly Row[]): Position {
  if (after === null) return position;
  if (rows.length === 0 && position.kind === 'cursor') return { ...position, after };
  const latest = rows.at(-1)?.generatedAt;
  const last = rows.filter((row) => row.generatedAt === latest).map(nameOf);
  return { kind: 'cursor', after, last: last.slice(-MOST_REMEMBERED) };
}

/** A ticket in one state of it: the same ticket with a later time is news. */
function nameOf({ id, generatedAt }: Row): string {
  return `${id}@${generatedAt}`;
}

function progressOf(from: number | undefined, at: number | undefined, now: number): number | null {
  if (from === undefined || at === undefined || now <= from) return null;
  return Math.min(1, Math.max(0, (at - from) / (now - from)));
}

function readCursor(cursor: string): Position {
  const [, after, last = ''] = /^cursor:([^#]+)#?(.*)$/.exec(cursor) ?? [];
  if (after !== undefined) return { kind: 'cursor', after, last: last === '' ? [] : last.split(',') };
  const at = Date.parse(cursor.replace(/^since:/, ''));
  return { kind: 'start', seconds: Number.isNaN(at) ? 0 : Math.max(0, Math.floor(at / 1000)) };
}

function writeCursor(position: Position): string {
  if (position.kind === 'start') return `since:${new Date(position.seconds * 1000).toISOString()}`;
  return `cursor:${position.after}${position.last.length > 0 ? `#${position.last.join(',')}` : ''}`;
}
