import { createHash } from 'node:crypto';
import type { Decision, TicketEvent } from '@stellwerk/core';
import type { LaneOutcome, LaneRef, LaneStore, LaneWork } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { StoreContext, WorkNote } from '../context.ts';
import type { Queryable } from '../database.ts';
import { prepare, prepareRows } from '../prepared.ts';
import { LANE_OF_EFFECT, toStoredEffect } from '../rows.ts';
import { dropFinishedBodies } from './bodies.ts';
import { insertEffects, markOvertaken } from './effect-insert.ts';
import { settle } from './lane-settle.ts';
import { isAlone } from './limits.ts';
import { liveSince } from './switches.ts';
import { replaceTimers } from './timer-set.ts';

interface OpenRow {
  readonly id: number;
  readonly kind: string;
  readonly payload: string | null;
  readonly delivery_id: number | null;
  readonly attempts: number;
  readonly crashes: number;
}

/** How long to wait for a lane that others hold for a moment, as when they add an event. */
const LOCK_WAIT_MS = 2_000;
/** PostgreSQL's code for a lock that was not had in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/** The deciding transaction: the lane's lock is held from the first line to the commit. */
export function createDecide(context: StoreContext): LaneStore['decide'] {
  const steps = createSteps(context);
  return async (lane, now, decide) => {
    try {
      await context.change(async (tx, made) => {
        const state = await steps.lock(tx, lane);
        const events = await steps.openEvents(tx, lane);
        const outcome = await decide(laneWork(tx, lane, state, events));
        await steps.save(tx, lane, outcome, now, made);
        if (await steps.finish(tx, lane, events, now)) made.lanes();
      });
      return 'decided';
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE) return 'busy';
      throw error;
    }
  };
}

function createSteps({ db, keepBodies }: StoreContext) {
  const queries = createQueries(db.dialect === 'postgres');
  return {
    ...queries,
    /** Returns the cached state. On SQLite the transaction itself is the lock. */
    async lock(tx: Queryable, lane: LaneRef): Promise<string | null> {
      const [free] = await queries.lockFree(tx, { lane: lane.id });
      if (free) return free.state;
      await sql`select set_config('lock_timeout', ${String(LOCK_WAIT_MS)}, true)`.execute(tx);
      await tx.selectFrom('lane').select('id').where('id', '=', lane.id).forUpdate().execute();
      const row = await tx.selectFrom('ticket').select('state').where('lane_id', '=', lane.id).executeTakeFirst();
      return row?.state ?? null;
    },
    /** What this decision uses up: everything open but unanswered questions, or the first alone after failures. */
    async openEvents(tx: Queryable, lane: LaneRef): Promise<readonly OpenRow[]> {
      const open = await queries.open(tx, { lane: lane.id });
      const bite = isAlone(open[0]) ? open.slice(0, 1) : open;
      return bite.filter(({ kind }) => kind !== 'hint');
    },
    async save(tx: Queryable, lane: LaneRef, outcome: LaneOutcome, now: number, made: WorkNote): Promise<void> {
      await queries.ticket(tx, [ticketRow(lane, outcome)]);
      await replaceTimers(tx, lane.id, outcome.timers);
      await markOvertaken(tx, lane.id, outcome.overtaken, now);
      for (const connection of await insertEffects(tx, lane.id, outcome.effects, now)) made.delivery(connection);
      const decisions = outcome.decisions.map((decision) => decisionRow(lane, decision, outcome.policyVersion));
      await queries.decisions(tx, decisions);
    },
    /** Returns whether something is left open. */
    async finish(tx: Queryable, lane: LaneRef, events: readonly OpenRow[], now: number): Promise<boolean> {
      const [first, last] = [events[0], events.at(-1)];
      if (first && last) await queries.done(tx, { lane: lane.id, first: first.id, last: last.id, now });
      if (!keepBodies) await dropFinishedBodies(tx, events);
      return settle(tx, lane.id, now);
    },
  };
}

function createQueries(rowLocks: boolean) {
  return {
    lockFree: prepare<{ lane: number }, { state: string | null }>(['lane'], (tx, { lane }) => {
      const query = tx
        .selectFrom('lane')
        .leftJoin('ticket', 'ticket.lane_id', 'lane.id')
        .select('ticket.state')
        .where('lane.id', '=', lane);
      return rowLocks ? query.forUpdate('lane').skipLocked() : query;
    }),
    open: prepare<{ lane: number }, OpenRow>(['lane'], (tx, { lane }) =>
      tx
        .selectFrom('event')
        .select(['id', 'kind', 'payload', 'delivery_id', 'attempts', 'crashes'])
        .where('lane_id', '=', lane)
        .where('state', '=', sql.lit('new'))
        .orderBy('id'),
    ),
    // nothing can have come between them: the lane is locked
    done: prepare<{ lane: number; first: number; last: number; now: number }, object>(
      ['lane', 'first', 'last', 'now'],
      (tx, { lane, first, last, now }) =>
        tx
          .updateTable('event')
          .set({ state: sql.lit('done'), done_at: now })
          .where('lane_id', '=', lane)
          .where('state', '=', sql.lit('new'))
          .where('kind', '!=', sql.lit('hint'))
          .where('id', '>=', first)
          .where('id', '<=', last),
    ),
    ticket: prepareRows<ReturnType<typeof ticketRow>, object>(TICKET_COLUMNS, (tx, rows) =>
      tx
        .insertInto('ticket')
        .values(rows.map((row) => ({ ...row })))
        .onConflict((oc) =>
          oc
            .column('lane_id')
            .doUpdateSet((eb) =>
              Object.fromEntries(
                TICKET_COLUMNS.filter((column) => column !== 'lane_id').map((c) => [c, eb.ref(`excluded.${c}`)]),
              ),
            ),
        ),
    ),
    decisions: prepareRows<ReturnType<typeof decisionRow>, object>(
      ['lane_id', 'decision_key', 'at', 'cause', 'reason', 'policy_version'],
      (tx, rows) =>
        tx
          .insertInto('decision')
          .values(rows.map((row) => ({ ...row })))
          .onConflict((oc) => oc.columns(['lane_id', 'decision_key']).doNothing()),
    ),
  };
}

const TICKET_COLUMNS = [
  'lane_id',
  'state',
  'number',
  'status',
  'priority',
  'plan',
  'tier',
  'group_name',
  'created_at',
  'finished_at',
  'next_due_at',
  'breaches',
] as const;

function laneWork(tx: Queryable, lane: LaneRef, state: string | null, events: readonly OpenRow[]): LaneWork {
  const fresh = events.flatMap(({ payload }) => (payload === null ? [] : [JSON.parse(payload) as TicketEvent]));
  return {
    lane,
    state,
    fresh,
    history: () => readHistory(tx, lane.id, new Set(events.map(({ id }) => id))),
    effects: () => effectsOf(tx, lane.id),
    liveSince: (connection, writeClass) => liveSince(tx, connection, writeClass),
  };
}

/** The ticket's story: what is done, and of what is open only what this decision takes. */
async function readHistory(tx: Queryable, lane: number, taken: ReadonlySet<number>): Promise<readonly TicketEvent[]> {
  const rows = await tx
    .selectFrom('event')
    .select(['id', 'state', 'payload'])
    .where('lane_id', '=', lane)
    .where('kind', '!=', 'hint')
    .where('payload', 'is not', null)
    .where('state', '!=', 'dead')
    .orderBy('at')
    .orderBy('rank')
    .orderBy('seq')
    .orderBy('event_key')
    .execute();
  return rows
    .filter(({ id, state }) => state === 'done' || taken.has(id))
    .map(({ payload }) => JSON.parse(payload ?? '') as TicketEvent);
}

async function effectsOf(tx: Queryable, lane: number) {
  const rows = await tx
    .selectFrom('effect')
    .innerJoin('lane', 'lane.id', 'effect.lane_id')
    .selectAll('effect')
    .select(LANE_OF_EFFECT)
    .where('lane_id', '=', lane)
    .orderBy('effect.id')
    .execute();
  return rows.map(toStoredEffect);
}

function ticketRow(lane: LaneRef, { state, row }: LaneOutcome) {
  return {
    lane_id: lane.id,
    state,
    number: row.number,
    status: row.status,
    priority: row.priority,
    plan: row.plan,
    tier: row.tier,
    group_name: row.group,
    created_at: row.createdAt,
    finished_at: row.finishedAt,
    next_due_at: row.nextDueAt,
    breaches: row.breaches,
  };
}

function decisionRow(lane: LaneRef, { at, cause, reason }: Decision, policyVersion: string) {
  const facts = createHash('sha256').update(JSON.stringify(reason.facts)).digest('hex').slice(0, 16);
  return {
    lane_id: lane.id,
    decision_key: [at, cause, reason.code, reason.rule ?? '', facts].join('|'),
    at,
    cause,
    reason: JSON.stringify(reason),
    policy_version: policyVersion,
  };
}
