import { CompiledQuery } from 'kysely';

/** Stands where the text of a statement stands; no database ever sees it. */
const BATCH = 'several statements';

/** Several statements as one of Kysely's queries; its rows are the rows of each. The drivers below it take it apart. */
export function batchOf(queries: readonly CompiledQuery[]): CompiledQuery<unknown[]> {
  return CompiledQuery.raw(BATCH, [...queries]) as CompiledQuery<unknown[]>;
}

/** The statements of a batch, or null for a plain statement. */
export function statementsOf(text: string, parameters: readonly unknown[]): readonly CompiledQuery[] | null {
  return text === BATCH ? (parameters as readonly CompiledQuery[]) : null;
}
