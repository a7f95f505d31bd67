import type { Timer } from '@stellwerk/ports';
import type { CompiledQuery } from 'kysely';
import type { Queryable } from '../database.ts';
import { prepare, prepareRows } from '../prepared.ts';

/** A timer of the lane as it stands, whether it fired or not. */
export interface StandingTimer {
  readonly key: string;
  readonly due_at: number;
}

interface TimerRow {
  readonly lane_id: number;
  readonly key: string;
  readonly due_at: number;
  readonly gen: number;
  readonly fired_at: null;
}

export const timersOf = prepare<{ lane: number }, StandingTimer>(['lane'], (tx, { lane }) =>
  tx.selectFrom('timer').select(['key', 'due_at']).where('lane_id', '=', lane),
);
const dropTimer = prepare<{ lane: number; key: string }, object>(['lane', 'key'], (tx, { lane, key }) =>
  tx.deleteFrom('timer').where('lane_id', '=', lane).where('key', '=', key),
);
const putTimers = prepareRows<TimerRow, object>(['lane_id', 'key', 'due_at', 'gen', 'fired_at'], (tx, rows) =>
  tx
    .insertInto('timer')
    .values(rows.map((row) => ({ ...row })))
    .onConflict((oc) =>
      oc.columns(['lane_id', 'key']).doUpdateSet((eb) => ({
        due_at: eb.ref('excluded.due_at'),
        gen: eb.ref('excluded.gen'),
        fired_at: null,
      })),
    ),
);

/** What makes the lane's timers exactly the wanted ones. */
export interface TimerChange {
  readonly statements: readonly CompiledQuery<object>[];
  /** The generation of the lane afterwards. */
  readonly generation: number;
}

/** A changed instant gets the next generation, so that the old one does nothing. `lane.generation` was read under the lane's lock. */
export function changeTimers(
  tx: Queryable,
  lane: { readonly id: number; readonly generation: number },
  standing: readonly StandingTimer[],
  wanted: readonly Timer[],
): TimerChange {
  const known = new Map(standing.map(({ key, due_at }) => [key, due_at]));
  const byKey = new Map(wanted.map((timer) => [timer.key, timer.dueAt]));
  const gone = [...known.keys()].filter((key) => !byKey.has(key));
  const gen = lane.generation + 1;
  const moved = [...byKey]
    .filter(([key, dueAt]) => known.get(key) !== dueAt)
    .map(([key, due_at]) => ({ lane_id: lane.id, key, due_at, gen, fired_at: null }));
  return {
    statements: [...gone.flatMap((key) => dropTimer.with(tx, { lane: lane.id, key })), ...putTimers.with(tx, moved)],
    generation: moved.length > 0 ? gen : lane.generation,
  };
}
