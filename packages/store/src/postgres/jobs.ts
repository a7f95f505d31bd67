import { runMigrations } from 'graphile-worker';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { Queryable, Work } from '../database.ts';

/** Task names of wake-ups in graphile-worker. */
export const LANES_TASK = 'stellwerk:lanes';
export const DELIVERY_TASK = 'stellwerk:delivery';

/** Schema in which graphile-worker keeps its jobs, beside ours. */
export function jobsSchema(schema: string): string {
  return schema === 'public' ? 'graphile_worker' : `${schema}_jobs`;
}

/** Makes graphile-worker's tables. */
export async function migrateJobs(pgPool: Pool, schema: string): Promise<void> {
  await runMigrations({ pgPool, schema: jobsSchema(schema), noHandleSignals: true } as Parameters<
    typeof runMigrations
  >[0]);
}

/** Adds wake-ups in the transaction that made the work: un-named and un-keyed, so none is lost to another's key. */
export async function addJobs(tx: Queryable, schema: string, { lanes, deliveries }: Work): Promise<void> {
  const add = sql.raw(`${jobsSchema(schema)}.add_job`);
  if (lanes) await sql`select ${add}(identifier => ${LANES_TASK})`.execute(tx);
  for (const connection of deliveries) {
    const payload = JSON.stringify({ connection });
    await sql`select ${add}(identifier => ${DELIVERY_TASK}, payload => ${payload}::json)`.execute(tx);
  }
}
