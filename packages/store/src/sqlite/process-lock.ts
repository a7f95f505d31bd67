import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '@stellwerk/ports';

/**
 * Keeps a second process off the same file: two writers work, but starve each other. The lock is the operating system's
 * on a small file beside the database, so it ends with its process at once, even by `kill -9`, and needs no clock.
 */
export function takeProcessLock(path: string): { release(): void } {
  const db = new DatabaseSync(`${path}.lock`, { timeout: 0 });
  try {
    db.exec('begin immediate');
    db.exec('create table if not exists holder (pid integer, host text)');
    db.exec('delete from holder');
    db.prepare('insert into holder values (?, ?)').run(process.pid, hostname());
    db.exec('commit');
    db.exec('begin immediate'); // held for life; others may read who it is
  } catch (error) {
    const holder = whoHolds(db);
    db.close();
    throw new ConfigError(
      'store.path',
      {
        de: `${path} wird schon von ${holder} benutzt. SQLite bedient einen Prozess: diesen zuerst beenden oder für mehrere PostgreSQL nehmen.`,
        en: `${path} is in use by ${holder}. SQLite serves one process: stop that one first, or use PostgreSQL for several.`,
      },
      { cause: error },
    );
  }
  return { release: () => db.close() };
}

function whoHolds(db: DatabaseSync): string {
  try {
    const row = db.prepare('select pid, host from holder').get();
    return row ? `process ${row.pid} on ${row.host}` : 'another process';
  } catch {
    return 'another process';
  }
}
