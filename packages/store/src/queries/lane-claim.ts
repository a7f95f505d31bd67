import type { Hint, LaneClaim, LaneStore } from '@stellwerk/ports';
import { type SqlBool, sql } from 'kysely';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { prepare } from '../prepared.ts';
import { type LaneColumns, toLaneRef } from '../rows.ts';
import { type OpenRow, openEvents } from './lane-hold.ts';
import { parkDead } from './lane-settle.ts';
import { isAlone, MAX_CRASHES } from './limits.ts';

/** A worker not heard of for this long no longer lives. */
export const WORKER_DEAD_MS = 30_000;
/** A live worker that neither decides nor fails for this long hangs in this lane, for all that others can tell. */
const CLAIM_MS = 300_000;
/** A claim writes the worker's sign of life at most this often. */
const HEARTBEAT_MS = 5_000;

/** Takes ready lanes, oldest first, and leaves a mark by which a crash of the worker is found. */
export function createClaim({ db }: StoreContext): LaneStore['claim'] {
  const take = createTake(db.dialect === 'postgres');
  const beats = new Map<string, number>();

  return async (now, worker, except = null) => {
    if (now - (beats.get(worker) ?? Number.NEGATIVE_INFINITY) >= HEARTBEAT_MS) {
      await db.mark((tx) => beat(tx, worker, now));
      beats.set(worker, now);
    }
    for (;;) {
      const instants = { worker, now, alive: now - WORKER_DEAD_MS, hung: now - CLAIM_MS, except: except ?? '' };
      const [lane] = await db.mark((tx) => take(tx, instants));
      if (!lane) return null;
      const crashed = lane.claimed_before !== null;
      if (crashed && (await db.write((tx) => countCrash(tx, lane.id, now))) === 'paused') continue;
      const looked = crashed || lane.has_hint || (lane.first_crashes ?? 0) > 0;
      return toClaim(lane, looked ? await openEvents(db.reader, { lane: lane.id }) : []);
    }
  };
}

interface TakenLane extends LaneColumns {
  readonly claimed_before: string | null;
  /** Crashes in its first open event; with none and no question there is nothing to be looked up. */
  readonly first_crashes: number | null;
  readonly has_hint: SqlBool;
}

function toClaim(lane: TakenLane, events: readonly OpenRow[]): LaneClaim {
  const [first] = events;
  const bite = isAlone(first) ? events.slice(0, 1) : events;
  const hints = bite.filter(({ kind }) => kind === 'hint').map(toHint);
  return { lane: toLaneRef(lane), hints, crashes: first?.crashes ?? 0 };
}

interface Instants {
  readonly worker: string;
  readonly now: number;
  /** Workers heard of since then live. */
  readonly alive: number;
  /** Claims from before then are given up. */
  readonly hung: number;
  /** Connection whose lanes are left out; no connection has an empty name. */
  readonly except: string;
}

const INSTANTS = ['worker', 'now', 'alive', 'hung', 'except'] as const;

/** Chooses and marks in one statement; the mark found there is kept beside, for `returning` shows only what is new. */
function createTake(rowLocks: boolean) {
  return prepare<Instants, TakenLane>(INSTANTS, (tx, { worker, now, alive, hung, except }) => {
    const next = tx
      .selectFrom('lane')
      .select('id')
      .where('ready_at', '<=', now)
      .where('paused_reason', 'is', null)
      .where('connection', '!=', except)
      .where(({ eb, or, and, not, exists, selectFrom }) =>
        or([
          eb('claimed_by', 'is', null),
          and([eb('claimed_at', '<', hung), eb('claimed_by', '!=', worker)]),
          not(
            exists(
              selectFrom('worker')
                .select('worker.id')
                .whereRef('worker.id', '=', 'lane.claimed_by')
                .where('heartbeat_at', '>=', alive),
            ),
          ),
        ]),
      )
      .orderBy('ready_at')
      .orderBy('id')
      .limit(1);
    return tx
      .updateTable('lane')
      .set({ claimed_before: sql.ref('claimed_by'), claimed_by: worker, claimed_at: now })
      .where('id', '=', rowLocks ? next.forUpdate('lane').skipLocked() : next)
      .returning(['id', 'key', 'connection', 'ticket_id', 'claimed_before'])
      .returning([
        sql<number | null>`(select crashes from event where event.lane_id = lane.id and event.state = 'new'
          order by event.id limit 1)`.as('first_crashes'),
        sql<SqlBool>`exists (select 1 from event where event.lane_id = lane.id and event.state = 'new'
          and event.kind = 'hint')`.as('has_hint'),
      ]);
  });
}

/** The worker that took this lane died in it (or hangs): counts it, and parks what has killed too often. */
async function countCrash(tx: Queryable, lane: number, now: number): Promise<'go on' | 'paused'> {
  const first = await tx
    .selectFrom('event')
    .select(['id', 'attempts', 'crashes'])
    .where('lane_id', '=', lane)
    .where('state', '=', 'new')
    .orderBy('id')
    .executeTakeFirst();
  if (!first) return countCrashOfFold(tx, lane);
  let counted = tx
    .updateTable('event')
    .set((eb) => ({ crashes: eb('crashes', '+', 1), last_error: 'The process ended while it worked on this event' }))
    .where('lane_id', '=', lane)
    .where('state', '=', 'new');
  if (isAlone(first)) counted = counted.where('id', '=', first.id);
  await counted.execute();
  await parkDead(tx, lane, now);
  return 'go on';
}

/** No event is open: the fold of the history itself kills the process. Such a lane waits for a person. */
async function countCrashOfFold(tx: Queryable, lane: number): Promise<'go on' | 'paused'> {
  const row = await tx
    .updateTable('lane')
    .set((eb) => ({ failures: eb('failures', '+', 1) }))
    .where('id', '=', lane)
    .returning('failures')
    .executeTakeFirstOrThrow();
  if (row.failures < MAX_CRASHES) return 'go on';
  const paused_reason = 'The process ended each time this ticket was folded';
  await tx
    .updateTable('lane')
    .set({ paused_reason, claimed_by: null, claimed_at: null })
    .where('id', '=', lane)
    .execute();
  return 'paused';
}

export async function beat(tx: Queryable, worker: string, now: number): Promise<void> {
  await tx
    .insertInto('worker')
    .values({ id: worker, heartbeat_at: now })
    .onConflict((oc) => oc.column('id').doUpdateSet({ heartbeat_at: now }))
    .execute();
}

function toHint(event: OpenRow): Hint {
  const { connection, subject } = JSON.parse(event.payload ?? '{}') as Pick<Hint, 'connection' | 'subject'>;
  return { eventId: event.id, connection, subject };
}
