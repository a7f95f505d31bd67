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
  const compiled = new Map<number, CompiledQuery<Out>>();
  return async (db, rows) => {
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
  let query: CompiledQuery<Out> | undefined;
  return async (db, values) => {
    if (query === undefined) {
      const [first] = slots<Values>(names, 1);
      query = build(db, first as Values).compile();
    }
    const result = await db.executeQuery(
      filled(
        query,
        names.map((name) => values[name]),
      ),
    );
    return result.rows;
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
