import type { AdminStore } from '@stellwerk/ports';
import type { StoreContext } from '../context.ts';
import { addAudit } from './audits.ts';
import { type LaneInput, touchOf } from './lane-input.ts';

/** Events that failed or killed too often, kept until a person looks. */
export function createDeadEvents(
  { db, change }: StoreContext,
  input: LaneInput,
): Pick<AdminStore, 'deadEvents' | 'replayEvent'> {
  return {
    deadEvents: async (limit) => {
      const rows = await db.reader
        .selectFrom('event')
        .innerJoin('lane', 'lane.id', 'event.lane_id')
        .select(['event.id', 'lane.key as lane', 'kind', 'last_error', 'done_at', 'created_at'])
        .where('event.state', '=', 'dead')
        .orderBy('event.id')
        .limit(limit)
        .execute();
      return rows.map(({ id, lane, kind, last_error, done_at, created_at }) => ({
        id,
        lane,
        kind,
        error: last_error,
        at: done_at ?? created_at,
      }));
    },
    replayEvent: (id, by, now) =>
      change(async (tx, made) => {
        const found = await tx
          .selectFrom('event')
          .innerJoin('lane', 'lane.id', 'event.lane_id')
          .select('lane.key')
          .where('event.id', '=', id)
          .executeTakeFirst();
        if (!found) return false;
        await input.touch(tx, [touchOf(found.key, now)]);
        const rows = await tx
          .updateTable('event')
          .set({ state: 'new', attempts: 0, crashes: 0, done_at: null })
          .where('id', '=', id)
          .where('state', '=', 'dead')
          .returning('id')
          .execute();
        if (rows.length === 0) return false;
        await addAudit(tx, { at: now, actor: by, action: 'event.replay', target: `event:${id}`, detail: null });
        made.lanes();
        return true;
      }),
  };
}
