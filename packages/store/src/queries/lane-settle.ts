import { sql } from 'kysely';
import type { Queryable } from '../database.ts';
import { prepare } from '../prepared.ts';
import { MAX_ATTEMPTS, MAX_CRASHES } from './limits.ts';

/** Open events that failed or killed too often are dead; the lane goes on without them. Returns how many. */
export async function parkDead(tx: Queryable, lane: number, now: number): Promise<number> {
  const dead = await tx
    .updateTable('event')
    .set({ state: 'dead', done_at: now })
    .where('lane_id', '=', lane)
    .where('state', '=', 'new')
    .where((eb) => eb.or([eb('attempts', '>=', MAX_ATTEMPTS), eb('crashes', '>=', MAX_CRASHES)]))
    .returning('id')
    .execute();
  return dead.length;
}

const settleLane = prepare<{ ready: number; failures: number; lane: number }, { ready_at: number | null }>(
  ['ready', 'failures', 'lane'],
  (tx, { ready, failures, lane }) =>
    tx
      .updateTable('lane')
      .set({
        claimed_by: null,
        claimed_at: null,
        failures,
        ready_at: sql<number | null>`case when exists (
          select 1 from event where event.lane_id = lane.id and event.state = 'new'
        ) then cast(${ready} as bigint) end`,
      })
      .where('id', '=', lane)
      .returning('ready_at'),
);

/** Takes the mark off and makes the lane ready again at `readyAt` where events are left. Returns whether any are. */
export async function settle(tx: Queryable, lane: number, readyAt: number, failures = 0): Promise<boolean> {
  const [row] = await settleLane(tx, { ready: readyAt, failures, lane });
  return row !== undefined && row.ready_at !== null;
}

/** Takes the mark off and makes the lane ready at the instant, whatever is open in it. */
export async function release(tx: Queryable, lane: number, readyAt: number): Promise<void> {
  await tx
    .updateTable('lane')
    .set({ claimed_by: null, claimed_at: null, ready_at: readyAt })
    .where('id', '=', lane)
    .execute();
}
