import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { initial } from './0001-initial.ts';
import { changeLedger } from './0002-change-ledger.ts';
import { POSTGRES_WORDS, SQLITE_WORDS, type Words } from './words.ts';

/** In order; a released one is never edited. */
const MIGRATIONS: readonly { readonly name: string; readonly up: (words: Words) => readonly string[] }[] = [
  { name: '0001-initial', up: initial },
  { name: '0002-change-ledger', up: changeLedger },
];

/** Any number that nothing else locks in this database. */
const MIGRATION_LOCK = 7_385_204_411;

/** Brings the tables to the newest form in one transaction; returns the names of what was run. */
export async function migrate(db: Database, now: number): Promise<readonly string[]> {
  const words = db.dialect === 'sqlite' ? SQLITE_WORDS : POSTGRES_WORDS;
  return db.write(async (tx) => {
    if (db.dialect === 'postgres') await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx);
    const { text, int, end } = words;
    await sql
      .raw(`create table if not exists migration (name ${text} primary key, applied_at ${int} not null)${end}`)
      .execute(tx);
    const known = await sql<{ name: string }>`select name from migration`.execute(tx);
    const done = new Set(known.rows.map((row) => row.name));
    const missing = MIGRATIONS.filter(({ name }) => !done.has(name));
    for (const { name, up } of missing) {
      for (const statement of up(words)) await sql.raw(statement).execute(tx);
      await sql`insert into migration (name, applied_at) values (${name}, ${now})`.execute(tx);
    }
    return missing.map(({ name }) => name);
  });
}
