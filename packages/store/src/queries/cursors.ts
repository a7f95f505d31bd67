import type { Queryable } from '../database.ts';

/** Where a stream of a connection is to be read on. */
export async function putCursor(
  tx: Queryable,
  connection: string,
  stream: string,
  value: string,
  now: number,
): Promise<void> {
  await tx
    .insertInto('sync_cursor')
    .values({ connection, stream, cursor: value, updated_at: now })
    .onConflict((oc) => oc.columns(['connection', 'stream']).doUpdateSet({ cursor: value, updated_at: now }))
    .execute();
}
