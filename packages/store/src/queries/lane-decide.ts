import { compareOrder, eventOrder, type TicketEvent } from '@stellwerk/core';
import type { LaneRef, LaneStore, LaneWork } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { prepare } from '../prepared.ts';
import { toStoredEffect } from '../rows.ts';
import { createHold, type Held } from './lane-hold.ts';
import { createSave } from './lane-save.ts';
import { liveSinceIn } from './switches.ts';

/** PostgreSQL's code for a lock that was not had in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/** The deciding transaction: the lane's lock is held from the first line to the commit. */
export function createDecide(context: StoreContext): LaneStore['decide'] {
  const hold = createHold(context);
  const save = createSave(context);
  return async (lane, now, decide) => {
    try {
      await context.change(async (tx, made) => {
        const held = await hold(tx, lane);
        const outcome = await decide(laneWork(tx, lane, held));
        await save(tx, { lane, held, outcome, now }, made);
      });
      return 'decided';
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE) return 'busy';
      throw error;
    }
  };
}

function laneWork(tx: Queryable, lane: LaneRef, held: Held): LaneWork {
  const { state, events, effects, switches } = held;
  const fresh = events.flatMap(({ payload }) => (payload === null ? [] : [JSON.parse(payload) as TicketEvent]));
  return {
    lane,
    state,
    fresh,
    history: () => (held.hasPast ? readHistory(tx, lane.id, new Set(events.map(({ id }) => id))) : inStoryOrder(fresh)),
    effects: async () => effects.map(toStoredEffect),
    liveSince: async (connection, writeClass) => liveSinceIn(switches, connection, writeClass),
  };
}

/** Nothing was decided before: what is taken now is the whole story. */
async function inStoryOrder(fresh: readonly TicketEvent[]): Promise<readonly TicketEvent[]> {
  return fresh.toSorted((a, b) => compareOrder(eventOrder(a), eventOrder(b)));
}

const storyOf = prepare<{ lane: number }, { id: number; state: string; payload: string | null }>(
  ['lane'],
  (tx, { lane }) =>
    tx
      .selectFrom('event')
      .select(['id', 'state', 'payload'])
      .where('lane_id', '=', lane)
      .where('kind', '!=', sql.lit('hint'))
      .where('payload', 'is not', null)
      .where('state', '!=', sql.lit('dead'))
      .orderBy('at')
      .orderBy('rank')
      .orderBy('seq')
      .orderBy('event_key'),
);

/** The ticket's story: what is done, and of what is open only what this decision takes. */
async function readHistory(tx: Queryable, lane: number, taken: ReadonlySet<number>): Promise<readonly TicketEvent[]> {
  const rows = await storyOf(tx, { lane });
  return rows
    .filter(({ id, state }) => state === 'done' || taken.has(id))
    .map(({ payload }) => JSON.parse(payload ?? '') as TicketEvent);
}
