import type { Hint, LaneClaim, LaneStore } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { prepare } from '../prepared.ts';
import { toLaneRef } from '../rows.ts';
import { parkDead } from './lane-settle.ts';
import { isAlone, MAX_CRASHES } from './limits.ts';

/** A worker not heard of for this long no longer lives. */
export const WORKER_DEAD_MS = 30_000;
/** A live worker that neither decides nor fails for this long hangs in this lane. */
const CLAIM_MS = 300_000;
/** A claim writes the worker's sign of life at most this often. */
const HEARTBEAT_MS = 5_000;
interface OpenEvent {
  readonly id: number;
  readonly kind: string;
  readonly payload: string | null;
  readonly attempts: number;
  readonly crashes: number;
}

/** Takes ready lanes, oldest first, and leaves a mark by which a crash of the worker is found. */
export function createClaim({ db }: StoreContext): LaneStore['claim'] {
  const ready = createReadyQuery(db.dialect === 'postgres');
  const open = prepare<{ lane: number }, OpenEvent>(['lane'], (tx, { lane }) =>
    tx
      .selectFrom('event')
      .select(['id', 'kind', 'payload', 'attempts', 'crashes'])
      .where('lane_id', '=', lane)
      .where('state', '=', sql.lit('new'))
      .orderBy('id'),
  );
  const mark = prepare<{ lane: number; worker: string; now: number }, object>(
    ['lane', 'worker', 'now'],
    (tx, { lane, worker, now }) =>
      tx.updateTable('lane').set({ claimed_by: worker, claimed_at: now }).where('id', '=', lane),
  );
  const beats = new Map<string, number>();

  async function take(tx: Queryable, now: number, worker: string): Promise<LaneClaim | 'again' | null> {
    const [lane] = await ready(tx, { now, alive: now - WORKER_DEAD_MS, hung: now - CLAIM_MS });
    if (!lane) return null;
    if (lane.claimed_by !== null && (await countCrash(tx, lane.id, now)) === 'paused') return 'again';
    const events = await open(tx, { lane: lane.id });
    await mark(tx, { lane: lane.id, worker, now });
    const [first] = events;
    const bite = isAlone(first) ? events.slice(0, 1) : events;
    return {
      lane: toLaneRef(lane),
      hints: bite.filter(({ kind }) => kind === 'hint').map(toHint),
      crashes: first?.crashes ?? 0,
    };
  }

  return async (now, worker) => {
    if (now - (beats.get(worker) ?? Number.NEGATIVE_INFINITY) >= HEARTBEAT_MS) {
      await db.write((tx) => beat(tx, worker, now), { durable: false });
      beats.set(worker, now);
    }
    for (;;) {
      // A mark that a power cut takes back costs one uncounted crash; it need not wait for the disk.
      const claim = await db.write((tx) => take(tx, now, worker), { durable: false });
      if (claim !== 'again') return claim;
    }
  };
}

function createReadyQuery(rowLocks: boolean) {
  return prepare<
    { now: number; alive: number; hung: number },
    { id: number; key: string; connection: string; ticket_id: string; claimed_by: string | null }
  >(['now', 'alive', 'hung'], (tx, { now, alive, hung }) => {
    const query = tx
      .selectFrom('lane')
      .select(['id', 'key', 'connection', 'ticket_id', 'claimed_by'])
      .where('ready_at', '<=', now)
      .where('paused_reason', 'is', null)
      .where(({ eb, or, not, exists, selectFrom }) =>
        or([
          eb('claimed_by', 'is', null),
          eb('claimed_at', '<', hung),
          not(
            exists(
              selectFrom('worker')
                .select(sql`1`.as('one'))
                .whereRef('worker.id', '=', 'lane.claimed_by')
                .where('heartbeat_at', '>=', alive),
            ),
          ),
        ]),
      )
      .orderBy('ready_at')
      .orderBy('id')
      .limit(1);
    return rowLocks ? query.forUpdate('lane').skipLocked() : query;
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

function toHint(event: OpenEvent): Hint {
  const { connection, subject } = JSON.parse(event.payload ?? '{}') as Pick<Hint, 'connection' | 'subject'>;
  return { eventId: event.id, connection, subject };
}
