import type { WriteClass } from '@stellwerk/core';
import type { Queryable } from '../database.ts';

/** Since when a write class of a connection is live; null in shadow. */
export async function liveSince(db: Queryable, connection: string, writeClass: WriteClass): Promise<number | null> {
  const row = await db
    .selectFrom('write_switch')
    .select('live_since')
    .where('connection', '=', connection)
    .where('write_class', '=', writeClass)
    .executeTakeFirst();
  return row?.live_since ?? null;
}
