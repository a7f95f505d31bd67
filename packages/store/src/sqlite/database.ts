import { backup, DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '@stellwerk/ports';
import { Kysely } from 'kysely';
import type { Database, Queryable } from '../database.ts';
import type { Schema } from '../schema.ts';
import { createSqliteDialect } from './dialect.ts';
import { takeProcessLock } from './process-lock.ts';
import { createWriteQueue } from './write-queue.ts';

/**
 * `serve`: the one process that works on the file. `admin`: a short command beside it, which may write. `read`: a report
 * or `explain` beside it.
 */
export type SqliteAccess = 'serve' | 'admin' | 'read';

/** SQLite result codes that say the file cannot take a write now: busy, read-only, I/O, damaged, full, cannot open. */
const UNAVAILABLE = new Set([5, 8, 10, 11, 13, 14, 26]);

/** Opens the file with the settings that lose nothing (`synchronous = full`) and trust nothing inside it. */
export function openSqliteDatabase(path: string, access: SqliteAccess): Database {
  const lock = access === 'serve' ? takeProcessLock(path) : null;
  const writable = access !== 'read';
  const main = writable ? openWriter(path) : null;
  const side = openReader(path);
  const queue = main ? createWriteQueue(main) : null;
  const writer = main ? new Kysely<Schema>({ dialect: createSqliteDialect(main) }) : null;
  const reader = new Kysely<Schema>({ dialect: createSqliteDialect(side) });

  async function run<T>(work: (tx: Queryable) => Promise<T>, durable: boolean): Promise<T> {
    if (!queue || !writer) throw new StoreUnavailable('The database was opened for reading only');
    return queue.run(() => work(writer), durable);
  }

  return {
    dialect: 'sqlite',
    reader,
    write: (work) => run(work, true),
    mark: (statement) => run(statement, false),
    announce: async () => {},
    holdDelivery: async () => true,
    releaseDelivery: async () => {},
    backup: async (to) => void (await backup(side, to)),
    scrub: async () => void main?.exec('pragma wal_checkpoint(truncate)'),
    isUnavailable: (error) => UNAVAILABLE.has(resultCode(error)),
    async close() {
      await queue?.idle();
      side.close();
      main?.close();
      lock?.release();
    },
  };
}

function openWriter(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5_000, enableForeignKeyConstraints: true });
  db.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma trusted_schema = off;
    pragma journal_size_limit = 67108864; pragma wal_autocheckpoint = 16000; pragma cache_size = -16000`);
  db.enableDefensive(true);
  return db;
}

function openReader(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5_000, readOnly: true });
  db.exec('pragma trusted_schema = off');
  db.enableDefensive(true);
  return db;
}

/** The primary result code; extended ones carry it in their low byte. */
function resultCode(error: unknown): number {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return 0;
  return error.errcode & 0xff;
}
