import type { Timer } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { Queryable } from '../database.ts';

/** Makes the lane's timers exactly these: a changed instant gets a new generation, so that the old one does nothing. */
export async function replaceTimers(tx: Queryable, lane: number, wanted: readonly Timer[]): Promise<void> {
  const rows = await tx.selectFrom('timer').select(['key', 'due_at']).where('lane_id', '=', lane).execute();
  const known = new Map(rows.map(({ key, due_at }) => [key, due_at]));
  const byKey = new Map(wanted.map((timer) => [timer.key, timer.dueAt]));
  const gone = [...known.keys()].filter((key) => !byKey.has(key));
  const moved = [...byKey].filter(([key, dueAt]) => known.get(key) !== dueAt);
  if (gone.length > 0) await tx.deleteFrom('timer').where('lane_id', '=', lane).where('key', 'in', gone).execute();
  for (const [key, dueAt] of moved) await setTimer(tx, lane, key, dueAt);
}

async function setTimer(tx: Queryable, lane: number, key: string, dueAt: number): Promise<void> {
  const { timer_gen: gen } = await tx
    .updateTable('lane')
    .set({ timer_gen: sql<number>`timer_gen + 1` })
    .where('id', '=', lane)
    .returning('timer_gen')
    .executeTakeFirstOrThrow();
  const row = { due_at: dueAt, gen, fired_at: null };
  await tx
    .insertInto('timer')
    .values({ lane_id: lane, key, ...row })
    .onConflict((oc) => oc.columns(['lane_id', 'key']).doUpdateSet(row))
    .execute();
}
