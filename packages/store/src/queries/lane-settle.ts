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

interface Settled {
  readonly ready_at: number | null;
}

interface Settling {
  readonly lane: number;
  readonly ready: number;
  readonly failures: number;
  /** The last generation of its timers; null leaves it as it is. */
  readonly generation: number | null;
}

const settleLane = prepare<Settling, Settled>(
  ['ready', 'failures', 'generation', 'lane'],
  (tx, { ready, failures, generation, lane }) =>
    tx
      .updateTable('lane')
      .set({
        claimed_by: null,
        claimed_at: null,
        failures,
        timer_gen: sql<number>`coalesce(cast(${generation} as bigint), timer_gen)`,
        ready_at: sql<number | null>`case when exists (
          select 1 from event where event.lane_id = lane.id and event.state = 'new'
        ) then cast(${ready} as bigint) end`,
      })
      .where('id', '=', lane)
      .returning('ready_at'),
);

/** Takes the mark off and makes the lane ready again at `ready` where events are left; `isLeft` reads from its row whether any are. */
export const settleStatements = settleLane.with;

/** Whether a settled lane is ready again. */
export function isLeft([row]: readonly Settled[]): boolean {
  return row !== undefined && row.ready_at !== null;
}

/** The same alone. */
export async function settle(tx: Queryable, lane: number, ready: number, failures: number): Promise<void> {
  await settleLane(tx, { ready, failures, lane, generation: null });
}

/** Takes the mark off and makes the lane ready at the instant, whatever is open in it. */
export async function release(tx: Queryable, lane: number, readyAt: number): Promise<void> {
  await tx
    .updateTable('lane')
    .set({ claimed_by: null, claimed_at: null, ready_at: readyAt })
    .where('id', '=', lane)
    .execute();
}
