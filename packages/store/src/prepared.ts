import type { Compilable, CompiledQuery } from 'kysely';
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

/**
 * A statement over any number of equal rows, built by Kysely once per size and filled in afterwards: building and
 * compiling costs more than SQLite needs to run it.
 */
export function prepareRows<Row extends object, Out>(
  columns: readonly (keyof Row & string)[],
  build: (db: Queryable, rows: readonly Row[]) => Compilable<Out>,
): (db: Queryable, rows: readonly Row[]) => Promise<Out[]> {
  const texts = perDialect<Map<number, CompiledQuery<Out>>>(() => new Map());
  return async (db, rows) => {
    if (rows.length === 0) return [];
    const compiled = texts(db);
    const out: Out[] = [];
    for (let from = 0; from < rows.length; ) {
      const size = SIZES.find((n) => n <= rows.length - from) ?? 1;
      let query = compiled.get(size);
      if (query === undefined) {
        query = build(db, slots<Row>(columns, size)).compile();
        compiled.set(size, query);
      }
      const chunk = rows.slice(from, from + size);
      const values = chunk.flatMap((row) => columns.map((column) => row[column]));
      const result = await db.executeQuery(filled(query, values));
      if (result.rows.length > 0) out.push(...result.rows);
      from += size;
    }
    return out;
  };
}

/** A statement with named values, built once. */
export function prepare<Values extends object, Out>(
  names: readonly (keyof Values & string)[],
  build: (db: Queryable, values: Values) => Compilable<Out>,
): (db: Queryable, values: Values) => Promise<Out[]> {
  const text = perDialect((db) => build(db, slots<Values>(names, 1)[0] as Values).compile());
  return async (db, values) => {
    const given = names.map((name) => values[name]);
    const result = await db.executeQuery(filled(text(db), given));
    return result.rows;
  };
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
