import type { LaneStore } from '@stellwerk/ports';
import type { StoreContext } from '../context.ts';
import { parkDead, release, settle } from './lane-settle.ts';
import { isAlone, MAX_ATTEMPTS } from './limits.ts';

/** Full jitter between 0 and this, doubled with each failure up to the cap. */
const BACKOFF_BASE_MS = 2_000;
const BACKOFF_CAP_MS = 300_000;
/** Longer texts are cut: an error is a hint for a person, not an archive. */
const ERROR_LENGTH = 500;

/** A failed attempt: counts it on what was tried, waits, and parks what has failed too often. */
export function createFail({ change, random }: StoreContext): LaneStore['fail'] {
  return (lane, error, now) =>
    change(async (tx, made) => {
      const { failures } = await tx
        .updateTable('lane')
        .set((eb) => ({ failures: eb('failures', '+', 1) }))
        .where('id', '=', lane.id)
        .returning('failures')
        .executeTakeFirstOrThrow();
      const open = tx.updateTable('event').where('lane_id', '=', lane.id).where('state', '=', 'new');
      const first = await tx
        .selectFrom('event')
        .select(['id', 'attempts', 'crashes'])
        .where('lane_id', '=', lane.id)
        .where('state', '=', 'new')
        .orderBy('id')
        .executeTakeFirst();
      const tried = first && isAlone(first) ? open.where('id', '=', first.id) : open;
      await tried
        .set((eb) => ({ attempts: eb('attempts', '+', 1), last_error: error.slice(0, ERROR_LENGTH) }))
        .execute();
      const wait = Math.floor(random() * Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** (failures - 1)));
      // A fold begun anew has no open event: it is tried as often, then left until something happens.
      if (!first && failures < MAX_ATTEMPTS) {
        await release(tx, lane.id, now + wait);
        return 'later';
      }
      const dead = first ? await parkDead(tx, lane.id, now) : 1;
      await settle(tx, lane.id, dead > 0 ? now : now + wait, dead > 0 ? 0 : failures);
      if (dead > 0) made.lanes();
      return dead > 0 ? 'dead' : 'later';
    });
}

/** Puts a lane aside until its source can be asked again. */
export function createDefer({ change }: StoreContext): LaneStore['defer'] {
  return (lane, until, reason) =>
    change(async (tx) => {
      await release(tx, lane.id, until);
      await tx
        .updateTable('event')
        .set({ last_error: reason.slice(0, ERROR_LENGTH) })
        .where('lane_id', '=', lane.id)
        .where('state', '=', 'new')
        .execute();
    });
}
