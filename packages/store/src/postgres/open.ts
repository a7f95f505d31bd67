import { type Clock, ConfigError, type Store } from '@stellwerk/ports';
import { createStore } from '../create-store.ts';
import { createCipher } from '../secrets/cipher.ts';
import { type KeySource, loadKey } from '../secrets/key-file.ts';
import { bindToKey, sealedBy } from '../secrets/seal-check.ts';
import { openPostgresDatabase } from './database.ts';
import { addJobs, migrateJobs } from './jobs.ts';
import { createPool } from './pool.ts';

/** How to open a store on PostgreSQL. */
export type PostgresStoreOptions = KeySource & {
  /** `postgres://user:password@host:5432/database`. */
  readonly connectionString: string;
  readonly clock: Clock;
  /** Schema of the tables, made when missing. Default `public`. */
  readonly schema?: string;
  /** Connections of this process; one more holds the locks of deliveries. Default 10. */
  readonly maxConnections?: number;
  /** After so many ms without a query the server ends a transaction, and with it the hold on a ticket. Default 30,000. */
  readonly idleInTransactionMs?: number;
  /** Keep the raw bodies of deliveries after their events are done, sealed. Default false. */
  readonly keepBodies?: boolean;
  /** 0 ≤ x < 1, spreads retries. Default `Math.random`. */
  readonly random?: () => number;
};

const NAME = /^[a-z_][a-z0-9_]{0,50}$/;

/** Connects; call `migrate()` before use. Throws ConfigError when the key is not the database's own. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { clock, schema = 'public', keepBodies = false, random = Math.random } = options;
  if (!NAME.test(schema)) throw new ConfigError('store.schema', `${schema} is no plain name in lower case`);
  const { connectionString, maxConnections = 10, idleInTransactionMs = 30_000 } = options;
  const poolOptions = { connectionString, schema, maxConnections, idleInTransactionMs, pipeline: true };
  const pool = createPool(poolOptions);
  const db = openPostgresDatabase(pool, poolOptions, (tx, work) => addJobs(tx, schema, work));
  try {
    if (schema !== 'public') await pool.query(`create schema if not exists ${schema}`);
    const owner = await sealedBy(db);
    const cipher = createCipher(loadKey(options, owner));
    if (owner !== null) await bindToKey(db, cipher);
    return createStore({ db, clock, cipher, random, keepBodies }, async () => {
      await bindToKey(db, cipher);
      await migrateJobs(pool, schema);
    });
  } catch (error) {
    await db.close();
    throw error;
  }
}
