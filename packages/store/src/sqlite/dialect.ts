import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { statementsOf } from '../batch.ts';
import { bindable } from '../bindable.ts';

/** Statements kept per connection; ours are a few dozen, reports and the API add some. */
const KEPT_STATEMENTS = 500;

/** Kysely on one connection of `node:sqlite`. Transactions are begun by whoever owns the connection. */
export function createSqliteDialect(db: DatabaseSync): Dialect {
  const connection = createConnection(db);
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => createDriver(connection),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function createDriver(connection: DatabaseConnection): Driver {
  const run = (text: string) => connection.executeQuery(CompiledQuery.raw(text));
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: async () => void (await run('begin immediate')),
    commitTransaction: async () => void (await run('commit')),
    rollbackTransaction: async () => void (await run('rollback')),
    destroy: async () => {},
  };
}

function createConnection(db: DatabaseSync): DatabaseConnection {
  const statements = new Map<string, Prepared>();
  function execute<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const { statement, reader } = prepared(db, statements, sql);
    const values = parameters.map(bindable);
    // the empty object keeps a stray object from being taken as named parameters
    if (reader) return { rows: statement.all({}, ...values) as R[] };
    const { changes, lastInsertRowid } = statement.run({}, ...values);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const several = statementsOf(query.sql, query.parameters);
      return several ? { rows: several.map((one) => execute(one).rows) as R[] } : execute(query);
    },
    // biome-ignore lint/correctness/useYield: an interface of Kysely that nothing here uses
    async *streamQuery() {
      throw new Error('Streaming is not used: read in pages.');
    },
  };
}

interface Prepared {
  readonly statement: StatementSync;
  readonly reader: boolean;
}

function prepared(db: DatabaseSync, statements: Map<string, Prepared>, sql: string): Prepared {
  const known = statements.get(sql);
  if (known) return known;
  const statement = db.prepare(sql);
  const made = { statement, reader: statement.columns().length > 0 };
  if (statements.size >= KEPT_STATEMENTS) statements.delete(statements.keys().next().value ?? '');
  statements.set(sql, made);
  return made;
}
