import { createHash } from 'node:crypto';
import type { CompiledQuery, PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool, type PoolClient, type QueryResult, types } from 'pg';
import { statementsOf } from '../batch.ts';
import { bindable } from '../bindable.ts';

export interface PoolOptions {
  readonly connectionString: string;
  /** Schema of our tables. */
  readonly schema: string;
  readonly maxConnections: number;
  /** A transaction in which nothing happens for this long is ended by the server, ms. */
  readonly idleInTransactionMs: number;
  /** Statements given in one turn are sent without waiting for each other. Default false. */
  readonly pipeline?: boolean;
}

/** Statements prepared by name per process; what lies beyond them is sent as text. */
const NAMED_STATEMENTS = 300;
/** A transaction as a whole, ms; PostgreSQL 17 and newer. */
const TRANSACTION_MS = 60_000;
/** A server that does not answer for this long is taken for gone, ms. */
const CONNECT_MS = 10_000;
const INT8 = 20;

/** The driver's pool: whole numbers as numbers, search path set. */
export function createPool(options: PoolOptions, settings = ''): Pool {
  const { connectionString, schema, maxConnections, pipeline = false } = options;
  const pool = new Pool({
    connectionString,
    pipeline,
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

/**
 * Statements of a batch are sent without waiting for each other's answers. `begin` waits for the first statement and
 * goes with it; a transaction in which nothing happened is never begun.
 */
function wrapClient(client: PoolClient, names: Map<string, string>): PostgresPoolClient {
  let isBeginDue = false;

  function message({ sql: text, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>) {
    const values = parameters.map(bindable);
    const name = nameOf(names, text);
    return name === undefined ? { text, values } : { name, text, values };
  }

  async function send(queries: readonly Pick<CompiledQuery, 'sql' | 'parameters'>[]): Promise<readonly QueryResult[]> {
    const messages = queries.map(message);
    const begin = isBeginDue ? [{ text: 'begin' }] : [];
    isBeginDue = false;
    const results = await Promise.all(
      inOneWrite(client, () => [...begin, ...messages].map((each) => client.query(each))),
    );
    return results.slice(begin.length);
  }

  async function query(text: string, parameters: readonly unknown[]): Promise<unknown> {
    if (text === 'begin' || (isBeginDue && ['commit', 'rollback'].includes(text))) {
      isBeginDue = text === 'begin';
      return { command: text.toUpperCase(), rowCount: 0, rows: [] };
    }
    const several = statementsOf(text, parameters);
    if (several === null) return (await send([{ sql: text, parameters }]))[0];
    return { command: 'SELECT', rowCount: 0, rows: (await send(several)).map(({ rows }) => rows) };
  }
  return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
}

/** What is sent meanwhile goes to the socket at once: a system call costs more than most statements. */
function inOneWrite<T>(client: PoolClient, send: () => T): T {
  const { stream } = client.connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

function nameOf(names: Map<string, string>, text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= NAMED_STATEMENTS || !/^(select|insert|update|delete)/.test(text))
    return known;
  const name = `s${createHash('sha256').update(text).digest('hex').slice(0, 20)}`;
  names.set(text, name);
  return name;
}
