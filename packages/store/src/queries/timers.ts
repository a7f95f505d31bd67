import type { TimerStore } from '@stellwerk/ports';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { type LaneInput, wakeRow } from './lane-input.ts';

interface DueTimer {
  readonly lane_id: number;
  readonly key: string;
  readonly due_at: number;
  readonly gen: number;
}

/** Timers: the rows are the truth; a fired one becomes an event in its lane, which then decides with what stands there. */
export function createTimerStore({ db, change }: StoreContext, input: LaneInput): TimerStore {
  const waiting = () => db.reader.selectFrom('timer').where('fired_at', 'is', null);
  return {
    fireDue: (now, limit) =>
      change(async (tx, made) => {
        const due = await dueTimers(tx, now, limit, db.dialect === 'postgres');
        let fired = 0;
        for (const timer of due) fired += (await fire(tx, input, timer, now)) ? 1 : 0;
        if (fired > 0) made.lanes();
        return fired;
      }),
    nextDueAt: async () => {
      const row = await waiting().select('due_at').orderBy('due_at').limit(1).executeTakeFirst();
      return row?.due_at ?? null;
    },
    pending: async () => {
      const row = await waiting()
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return Number(row.n);
    },
  };
}

/** Due timers, earliest first, of lanes that nobody decides at this moment: their lock comes before that of the timer. */
async function dueTimers(tx: Queryable, now: number, limit: number, rowLocks: boolean): Promise<readonly DueTimer[]> {
  const query = tx
    .selectFrom('timer')
    .innerJoin('lane', 'lane.id', 'timer.lane_id')
    .select(['lane_id', 'timer.key', 'due_at', 'gen'])
    .where('fired_at', 'is', null)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('lane_id')
    .limit(limit);
  return (rowLocks ? query.forUpdate('lane').skipLocked() : query).execute();
}

async function fire(tx: Queryable, input: LaneInput, timer: DueTimer, now: number): Promise<boolean> {
  const { lane_id, key, gen, due_at } = timer;
  const fired = await tx
    .updateTable('timer')
    .set({ fired_at: now })
    .where('lane_id', '=', lane_id)
    .where('key', '=', key)
    .where('gen', '=', gen)
    .where('fired_at', 'is', null)
    .returning('gen')
    .execute();
  if (fired.length === 0) return false;
  await tx
    .updateTable('lane')
    .set((eb) => ({
      ready_at: eb
        .case()
        .when('ready_at', '<', now)
        .then(eb.ref('ready_at'))
        .else(eb.cast<number>(eb.val(now), 'bigint'))
        .end(),
    }))
    .where('id', '=', lane_id)
    .execute();
  await input.insert(tx, [wakeRow(lane_id, 'timer', `timer:${key}:${gen}`, due_at, now)]);
  return true;
}
