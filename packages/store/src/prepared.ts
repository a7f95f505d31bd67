import type { Compilable, CompiledQuery } from 'kysely';
import { batchOf } from './batch.ts';
import type { Queryable } from './database.ts';

/** Stands in a query for a value that comes later. */
class Slot {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
}

/** Rows of one statement; larger batches are cut. Few sizes, so that few statements are kept. */
const SIZES = [64, 16, 4, 1] as const;

/** A statement that is built once and filled in at each use: building and compiling costs more than SQLite needs to run it. */
export interface Prepared<Given, Out> {
  /** Runs it alone. */
  (db: Queryable, given: Given): Promise<Out[]>;
  /** With its values, to be run with others by `together`. */
  with(db: Queryable, given: Given): readonly CompiledQuery<Out>[];
}

/** A statement over any number of equal rows, built once per size. */
export function prepareRows<Row extends object, Out>(
  columns: readonly (keyof Row & string)[],
  build: (db: Queryable, rows: readonly Row[]) => Compilable<Out>,
): Prepared<readonly Row[], Out> {
  const texts = perDialect<Map<number, CompiledQuery<Out>>>(() => new Map());
  return runnable((db, rows) => {
    const compiled = texts(db);
    return chunks(rows).map((chunk) => {
      let query = compiled.get(chunk.length);
      if (query === undefined) {
        query = build(db, slots<Row>(columns, chunk.length)).compile();
        compiled.set(chunk.length, query);
      }
      return filled(
        query,
        chunk.flatMap((row) => columns.map((column) => row[column])),
      );
    });
  });
}

/** A statement with named values, built once. */
export function prepare<Values extends object, Out>(
  names: readonly (keyof Values & string)[],
  build: (db: Queryable, values: Values) => Compilable<Out>,
): Prepared<Values, Out> {
  const text = perDialect((db) => build(db, slots<Values>(names, 1)[0] as Values).compile());
  return runnable((db, values) => {
    const given = names.map((name) => values[name]);
    return [filled(text(db), given)];
  });
}

/** Statements by the name under which their rows are wanted. */
type Groups = Readonly<Record<string, readonly CompiledQuery<unknown>[]>>;
type RowsOf<G extends Groups> = { [K in keyof G]: G[K] extends readonly CompiledQuery<infer Out>[] ? Out[] : never };

/**
 * Runs statements in the order in which they stand here; on PostgreSQL they share one way to the server and back, which
 * costs more than most of them. One that fails fails all.
 */
export async function together<G extends Groups>(db: Queryable, groups: G): Promise<RowsOf<G>> {
  const { rows } = await db.executeQuery(batchOf(Object.values(groups).flat()));
  let taken = 0;
  const named = Object.entries(groups).map(([name, queries]) => {
    const own = rows.slice(taken, taken + queries.length);
    taken += queries.length;
    return [name, own.flat()] as const;
  });
  return Object.fromEntries(named) as RowsOf<G>;
}

function runnable<Given, Out>(
  fill: (db: Queryable, given: Given) => readonly CompiledQuery<Out>[],
): Prepared<Given, Out> {
  const run = async (db: Queryable, given: Given): Promise<Out[]> => {
    const out: Out[] = [];
    for (const query of fill(db, given)) out.push(...(await db.executeQuery(query)).rows);
    return out;
  };
  return Object.assign(run, { with: fill });
}

function chunks<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const cut: (readonly Row[])[] = [];
  for (let from = 0; from < rows.length; ) {
    const size = SIZES.find((n) => n <= rows.length - from) ?? 1;
    cut.push(rows.slice(from, from + size));
    from += size;
  }
  return cut;
}

/** One value for each database in use: their SQL differs. */
function perDialect<T>(make: (db: Queryable) => T): (db: Queryable) => T {
  const made = new WeakMap<object, T>();
  return (db) => {
    const { adapter } = db.getExecutor();
    const known = made.get(adapter) ?? make(db);
    made.set(adapter, known);
    return known;
  };
}

function slots<Row>(columns: readonly (keyof Row & string)[], size: number): readonly Row[] {
  return Array.from(
    { length: size },
    (_, row) => Object.fromEntries(columns.map((column, i) => [column, new Slot(row * columns.length + i)])) as Row,
  );
}

function filled<Out>(query: CompiledQuery<Out>, values: readonly unknown[]): CompiledQuery<Out> {
  const parameters = query.parameters.map((p) => (p instanceof Slot ? values[p.index] : p));
  return { ...query, parameters };
}
