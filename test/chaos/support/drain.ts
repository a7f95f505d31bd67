import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { pause } from './random.ts';

/** What still waits in a database that somebody else works on. */
export interface Waiting {
  readonly events: number;
  readonly effects: number;
}

const QUERY = `select (select count(*) from event where state = 'new') as events,
  (select count(*) from effect where state in ('pending', 'sending', 'unknown')) as effects`;

/** Looks into a SQLite file beside its process. */
export function waitingInSqlite(path: string): Waiting {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    const row = db.prepare(QUERY).get() as { events: number; effects: number };
    return { events: Number(row.events), effects: Number(row.effects) };
  } finally {
    db.close();
  }
}

/** Looks into a PostgreSQL database. */
export async function waitingInPostgres(connectionString: string): Promise<Waiting> {
  const client = new Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ events: string; effects: string }>(QUERY);
    return { events: Number(rows[0]?.events), effects: Number(rows[0]?.effects) };
  } finally {
    await client.end();
  }
}

/** Resolves when nothing has waited for a moment. Throws with what is left when that takes longer than `limitMs`. */
export async function untilDrained(look: () => Waiting | Promise<Waiting>, limitMs: number): Promise<void> {
  const until = Date.now() + limitMs;
  let quiet = 0;
  let last: Waiting = { events: -1, effects: -1 };
  while (quiet < 5) {
    last = await look();
    quiet = last.events + last.effects === 0 ? quiet + 1 : 0;
    if (Date.now() > until) throw new Error(`Not drained: ${JSON.stringify(last)}`);
    await pause(50);
  }
}
