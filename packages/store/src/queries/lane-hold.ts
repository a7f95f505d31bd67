import type { LaneRef } from '@stellwerk/ports';
import { type SqlBool, sql } from 'kysely';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { prepare, together } from '../prepared.ts';
import { type EffectRow, LANE_OF_EFFECT } from '../rows.ts';
import { isAlone } from './limits.ts';
import { allSwitches, type LiveSwitch } from './switches.ts';
import { type StandingTimer, timersOf } from './timer-set.ts';

/** An event of the lane that nobody has decided on. */
export interface OpenRow {
  readonly id: number;
  readonly kind: string;
  readonly payload: string | null;
  readonly delivery_id: number | null;
  readonly attempts: number;
  readonly crashes: number;
}

/** How long to wait for a lane that others hold for a moment, as when they add an event. */
const LOCK_WAIT_MS = 2_000;

/** What a decision finds in its lane. */
export interface Held {
  readonly state: string | null;
  /** Whether events of the ticket were decided on before. */
  readonly hasPast: boolean;
  /** Last generation of the lane's timers. */
  readonly generation: number;
  /** What this decision uses up: everything open but unanswered questions, or the first alone after failures. */
  readonly events: readonly OpenRow[];
  readonly effects: readonly EffectRow[];
  readonly timers: readonly StandingTimer[];
  readonly switches: readonly LiveSwitch[];
}

/** Locks the lane, then reads: each statement sees what was committed when it began. On SQLite the transaction is the lock. */
export function createHold({ db }: StoreContext) {
  const lock = createLock(db.dialect === 'postgres');
  return async (tx: Queryable, lane: LaneRef): Promise<Held> => {
    const given = { lane: lane.id };
    const reads = () => ({
      lane: laneState.with(tx, given),
      open: openEvents.with(tx, given),
      effects: effectsOf.with(tx, given),
      timers: timersOf.with(tx, given),
      switches: allSwitches.with(tx, {}),
    });
    const { free, ...found } = await together(tx, { free: lock.with(tx, given), ...reads() });
    if (free.length > 0) return toHeld(found);
    await sql`select set_config('lock_timeout', ${String(LOCK_WAIT_MS)}, true)`.execute(tx);
    await tx.selectFrom('lane').select('id').where('id', '=', lane.id).forUpdate().execute();
    return toHeld(await together(tx, reads()));
  };
}

interface LaneState {
  readonly state: string | null;
  readonly timer_gen: number;
  readonly has_past: SqlBool;
}

interface Found extends Omit<Held, 'state' | 'hasPast' | 'generation' | 'events'> {
  readonly lane: readonly LaneState[];
  readonly open: readonly OpenRow[];
}

function toHeld({ lane: [row], open, ...rest }: Found): Held {
  const bite = isAlone(open[0]) ? open.slice(0, 1) : open;
  const events = bite.filter(({ kind }) => kind !== 'hint');
  return {
    state: row?.state ?? null,
    hasPast: Boolean(row?.has_past),
    generation: row?.timer_gen ?? 0,
    events,
    ...rest,
  };
}

function createLock(rowLocks: boolean) {
  return prepare<{ lane: number }, { id: number }>(['lane'], (tx, { lane }) => {
    const query = tx.selectFrom('lane').select('id').where('id', '=', lane);
    return rowLocks ? query.forUpdate().skipLocked() : query;
  });
}

const laneState = prepare<{ lane: number }, LaneState>(['lane'], (tx, { lane }) =>
  tx
    .selectFrom('lane')
    .leftJoin('ticket', 'ticket.lane_id', 'lane.id')
    .select(['ticket.state', 'lane.timer_gen'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('event')
          .select('event.id')
          .where('event.lane_id', '=', lane)
          .where('event.state', '=', sql.lit('done')),
      ).as('has_past'),
    )
    .where('lane.id', '=', lane),
);

/** What is open in a lane, oldest first. */
export const openEvents = prepare<{ lane: number }, OpenRow>(['lane'], (tx, { lane }) =>
  tx
    .selectFrom('event')
    .select(['id', 'kind', 'payload', 'delivery_id', 'attempts', 'crashes'])
    .where('lane_id', '=', lane)
    .where('state', '=', sql.lit('new'))
    .orderBy('id'),
);

const effectsOf = prepare<{ lane: number }, EffectRow>(['lane'], (tx, { lane }) =>
  tx
    .selectFrom('effect')
    .innerJoin('lane', 'lane.id', 'effect.lane_id')
    .selectAll('effect')
    .select(LANE_OF_EFFECT)
    .where('lane_id', '=', lane)
    .orderBy('effect.id'),
);
