import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { Pool, type PoolClient, types } from 'pg';
import { bindable } from '../bindable.ts';

export interface PoolOptions {
  readonly connectionString: string;
  /** Schema of our tables. */
  readonly schema: string;
  readonly maxConnections: number;
  /** A transaction in which nothing happens for this long is ended by the server, ms. */
  readonly idleInTransactionMs: number;
}

/** Statements prepared by name per process; what lies beyond them is sent as text. */
const NAMED_STATEMENTS = 300;
/** A transaction as a whole, ms; PostgreSQL 17 and newer. */
const TRANSACTION_MS = 60_000;
/** A server that does not answer for this long is taken for gone, ms. */
const CONNECT_MS = 10_000;
const INT8 = 20;

/** The driver's pool: whole numbers as numbers, search path set. */
export function createPool({ connectionString, schema, maxConnections }: PoolOptions, settings = ''): Pool {
  const pool = new Pool({
    connectionString,
    max: maxConnections,
    application_name: 'stellwerk',
    connectionTimeoutMillis: CONNECT_MS,
    options: `-c search_path=${schema},public ${settings}`,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
    },
  });
  // A lost connection is replaced at the next query; without listeners it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
  });
  return pool;
}

/** Kysely's view of the pool: limits set on each new connection, values checked, statements prepared by name. */
export function wrapPool(pool: Pool, { idleInTransactionMs }: PoolOptions): PostgresPool {
  const ready = new WeakSet<PoolClient>();
  const wrapped = new WeakMap<PoolClient, PostgresPoolClient>();
  const names = new Map<string, string>();
  return {
    options: {},
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      if (!ready.has(client)) {
        await client.query(limits(idleInTransactionMs));
        ready.add(client);
      }
      const known = wrapped.get(client) ?? wrapClient(client, names);
      wrapped.set(client, known);
      return known;
    },
  };
}

/** A paused holder of a lane loses its transaction, not our data. */
function limits(idleInTransactionMs: number): string {
  return `select set_config('idle_in_transaction_session_timeout', '${idleInTransactionMs}', false),
    (select set_config('transaction_timeout', '${TRANSACTION_MS}', false)
     where current_setting('server_version_num')::int >= 170000)`;
}

function wrapClient(client: PoolClient, names: Map<string, string>): PostgresPoolClient {
  async function query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    const values = parameters.map(bindable);
    const name = nameOf(names, text);
    const result = await client.query(name === undefined ? { text, values } : { name, text, values });
    return result as unknown as PostgresQueryResult<R>;
  }
  return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
}

function nameOf(names: Map<string, string>, text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= NAMED_STATEMENTS || !/^(select|insert|update|delete)/.test(text))
    return known;
  const name = `s${createHash('sha256').update(text).digest('hex').slice(0, 20)}`;
  names.set(text, name);
  return name;
}
