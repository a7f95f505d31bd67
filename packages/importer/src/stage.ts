import { chmodSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Moment } from './rows/moment.ts';
import type { TicketRows } from './story/story.ts';

/**
 * Rows between reading and telling: a file may mix its tickets as it likes, and a story is told in order. Holds no names
 * and no texts. Lives in a file, so that memory stays flat however long the history is.
 */
export interface Stage {
  add(ticket: string, moment: Moment): void;
  /** Number of tickets; sorts the rows at its first call. */
  tickets(): number;
  /** Each ticket with its rows, in the order of their ids, behind one. */
  after(ticket: string | null): Iterable<TicketRows>;
  /** Removes the file. */
  remove(): void;
}

/** Makes a stage in a new file. */
export function createStage(path: string): Stage {
  rmSync(path, { force: true });
  const db = new DatabaseSync(path);
  chmodSync(path, 0o600);
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;');
  db.exec('CREATE TABLE moment (ticket TEXT NOT NULL, at INTEGER NOT NULL, line INTEGER NOT NULL, body TEXT NOT NULL)');
  db.exec('BEGIN');
  const insert = db.prepare('INSERT INTO moment VALUES (?, ?, ?, ?)');
  return {
    add: (ticket, moment) => void insert.run(ticket, moment.at, moment.line, JSON.stringify(moment)),
    tickets() {
      db.exec('CREATE INDEX IF NOT EXISTS story ON moment (ticket, at, line)');
      return Number(db.prepare('SELECT count(DISTINCT ticket) AS tickets FROM moment').get()?.tickets);
    },
    after: (ticket) => grouped(rowsAfter(db, ticket ?? '')),
    remove() {
      db.close();
      rmSync(path, { force: true });
    },
  };
}

interface StagedRow {
  readonly ticket: string;
  readonly body: string;
}

function rowsAfter(db: DatabaseSync, ticket: string): Iterable<StagedRow> {
  const rows = db.prepare('SELECT ticket, body FROM moment WHERE ticket > ? ORDER BY ticket, at, line');
  return rows.iterate(ticket) as Iterable<unknown> as Iterable<StagedRow>;
}

function* grouped(rows: Iterable<StagedRow>): Generator<TicketRows> {
  let ticket: string | null = null;
  let moments: Moment[] = [];
  for (const row of rows) {
    if (ticket !== null && row.ticket !== ticket) {
      yield { ticket, moments };
      moments = [];
    }
    ticket = row.ticket;
    moments.push(JSON.parse(row.body) as Moment);
  }
  if (ticket !== null) yield { ticket, moments };
}
