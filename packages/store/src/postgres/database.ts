import { ConfigError } from '@stellwerk/ports';
import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import type { Database, Queryable, Work } from '../database.ts';
import type { Schema } from '../schema.ts';
import { createDeliveryLocks } from './delivery-locks.ts';
import { createPool, type PoolOptions, wrapPool } from './pool.ts';

/** Tries of a transaction that the server ended to untie two that waited for each other. */
const TRIES = 4;
const LOOSE = '-c synchronous_commit=off';
const PERSONAL_TABLES = 'delivery, event, ticket, effect, effect_attempt, decision, person, audit';

/** PostgreSQL behind our words. */
export function openPostgresDatabase(
  pool: Pool,
  options: PoolOptions,
  announce: (tx: Queryable, work: Work) => Promise<void>,
): Database {
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: wrapPool(pool, options) }) });
  // Its commits do not wait for the disk; the next durable one brings theirs along.
  const loosePool = createPool(
    { ...options, maxConnections: Math.max(2, Math.ceil(options.maxConnections / 3)) },
    LOOSE,
  );
  const loose = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: wrapPool(loosePool, options) }) });
  const locks = createDeliveryLocks(options.connectionString);
  return {
    dialect: 'postgres',
    reader: kysely,
    write: (work) => retried(() => kysely.transaction().execute(work)),
    mark: (statement) => statement(loose),
    announce,
    holdDelivery: (connection) => locks.hold(connection),
    releaseDelivery: (connection) => locks.release(connection),
    backup: async () => {
      throw new ConfigError('backup', {
        de: 'PostgreSQL wird mit eigenen Werkzeugen gesichert: pg_dump, und die Schlüsseldatei dazu aufbewahren',
        en: 'PostgreSQL is backed up with its own tools: use pg_dump, and keep the key file with it',
      });
    },
    scrub: async () => void (await pool.query(`vacuum ${PERSONAL_TABLES}`)),
    isUnavailable,
    async close() {
      await locks.close();
      await Promise.all([kysely.destroy(), loose.destroy()]);
    },
  };
}

async function retried<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= TRIES || !['40P01', '40001'].includes(codeOf(error))) throw error;
    }
  }
}

/** Lost or refused connections, shutdowns, full disks: the row is not at fault. */
function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (/^(08|53|57P|58)/.test(code) || code === '25006') return true;
  if (['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'].includes(code)) return true;
  return error instanceof Error && /connection (terminated|ended)|timeout exceeded/i.test(error.message);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
