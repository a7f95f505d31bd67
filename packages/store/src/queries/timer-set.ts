import type { Timer } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { Queryable } from '../database.ts';
import { prepare } from '../prepared.ts';

/** Makes the lane's timers exactly these: a changed instant gets a new generation, so that the old one does nothing. */
export async function replaceTimers(tx: Queryable, lane: number, wanted: readonly Timer[]): Promise<void> {
  const rows = await timersOf(tx, { lane });
  const known = new Map(rows.map(({ key, due_at }) => [key, due_at]));
  const byKey = new Map(wanted.map((timer) => [timer.key, timer.dueAt]));
  const gone = [...known.keys()].filter((key) => !byKey.has(key));
  const moved = [...byKey].filter(([key, dueAt]) => known.get(key) !== dueAt);
  if (gone.length > 0) await tx.deleteFrom('timer').where('lane_id', '=', lane).where('key', 'in', gone).execute();
  for (const [key, dueAt] of moved) await setTimer(tx, lane, key, dueAt);
}

const timersOf = prepare<{ lane: number }, { key: string; due_at: number }>(['lane'], (tx, { lane }) =>
  tx.selectFrom('timer').select(['key', 'due_at']).where('lane_id', '=', lane),
);
const nextGeneration = prepare<{ lane: number }, { timer_gen: number }>(['lane'], (tx, { lane }) =>
  tx.updateTable('lane').set({ timer_gen: sql<number>`timer_gen + 1` }).where('id', '=', lane).returning('timer_gen'),
);
const putTimer = prepare<{ lane: number; key: string; dueAt: number; gen: number }, object>(
  ['lane', 'key', 'dueAt', 'gen'],
  (tx, { lane, key, dueAt, gen }) =>
    tx
      .insertInto('timer')
      .values({ lane_id: lane, key, due_at: dueAt, gen, fired_at: null })
      .onConflict((oc) => oc.columns(['lane_id', 'key']).doUpdateSet({ due_at: dueAt, gen, fired_at: null })),
);

async function setTimer(tx: Queryable, lane: number, key: string, dueAt: number): Promise<void> {
  const [row] = await nextGeneration(tx, { lane });
  if (row) await putTimer(tx, { lane, key, dueAt, gen: row.timer_gen });
}
