import type { Decision, IssueRef, Reason, Tier } from '@stellwerk/core';
import type { LaneKey, LaneRef, LaneStore, TicketRow } from '@stellwerk/ports';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { toLaneRef } from '../rows.ts';
import { createClaim, WORKER_DEAD_MS } from './lane-claim.ts';
import { createDecide } from './lane-decide.ts';
import { createDefer, createFail } from './lane-fail.ts';
import type { LaneInput } from './lane-input.ts';
import { createIntake } from './lane-intake.ts';
import { eventsInOrder } from './lane-story.ts';

const LANE = ['lane.id', 'lane.key', 'lane.connection', 'lane.ticket_id'] as const;

/** Lanes: one queue per ticket, one worker in it at a time. */
export function createLaneStore(context: StoreContext, input: LaneInput): LaneStore {
  const { reader } = context.db;
  return {
    claim: createClaim(context),
    decide: createDecide(context),
    fail: createFail(context),
    defer: createDefer(context),
    ...createIntake(context, input),
    nextReadyAt: () => nextReadyAt(reader),
    get: async (lane) => {
      const row = await reader.selectFrom('lane').select(LANE).where('key', '=', lane).executeTakeFirst();
      return row ? toLaneRef(row) : null;
    },
    pause: (lane, reason) =>
      context.change(async (tx, made) => {
        await tx.updateTable('lane').set({ paused_reason: reason }).where('key', '=', lane).execute();
        if (reason === null) made.lanes();
      }),
    events: (lane) => eventsInOrder(reader, lane),
    state: (lane) => stateOf(reader, lane),
    list: (filter) => listTickets(reader, filter),
    decisions: (lane) => decisionsOf(reader, lane),
    invalidate: (lane) => invalidate(context, lane),
    linkedTo: (issue) => linkedTo(reader, issue),
    linked: (filter) => linked(reader, filter),
  };
}

/** A lane that is being worked on is ready again when its worker would be taken for dead, at once where that one is gone. */
async function nextReadyAt(db: Queryable): Promise<number | null> {
  const waiting = db.selectFrom('lane').where('paused_reason', 'is', null);
  const free = await waiting
    .select('ready_at')
    .where('ready_at', 'is not', null)
    .where('claimed_by', 'is', null)
    .orderBy('ready_at')
    .limit(1)
    .executeTakeFirst();
  const taken = await waiting
    .select('claimed_at')
    .where('ready_at', 'is not', null)
    .where('claimed_by', 'is not', null)
    .orderBy('claimed_at')
    .limit(1)
    .executeTakeFirst();
  const orphaned = await waiting
    .leftJoin('worker', 'worker.id', 'lane.claimed_by')
    .select('ready_at')
    .where('ready_at', 'is not', null)
    .where('claimed_by', 'is not', null)
    .where('worker.id', 'is', null)
    .orderBy('ready_at')
    .limit(1)
    .executeTakeFirst();
  const instants = [
    free?.ready_at ?? null,
    orphaned?.ready_at ?? null,
    taken?.claimed_at == null ? null : taken.claimed_at + WORKER_DEAD_MS,
  ];
  const known = instants.filter((at) => at !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

async function stateOf(db: Queryable, lane: LaneKey): Promise<string | null> {
  const row = await db
    .selectFrom('ticket')
    .innerJoin('lane', 'lane.id', 'ticket.lane_id')
    .select('state')
    .where('lane.key', '=', lane)
    .executeTakeFirst();
  return row?.state ?? null;
}

async function listTickets(
  db: Queryable,
  { connection, limit, after }: Parameters<LaneStore['list']>[0],
): Promise<readonly (LaneRef & TicketRow)[]> {
  let query = db
    .selectFrom('ticket')
    .innerJoin('lane', 'lane.id', 'ticket.lane_id')
    .selectAll('ticket')
    .select(LANE)
    .orderBy('lane.id')
    .limit(limit);
  if (connection !== undefined) query = query.where('lane.connection', '=', connection);
  if (after !== undefined) query = query.where('lane.id', '>', after);
  const rows = await query.execute();
  return rows.map((row) => ({
    ...toLaneRef(row),
    number: row.number,
    status: row.status,
    priority: row.priority,
    plan: row.plan,
    tier: row.tier as Tier | null,
    group: row.group_name,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    nextDueAt: row.next_due_at,
    breaches: row.breaches,
  }));
}

async function decisionsOf(
  db: Queryable,
  lane: LaneKey,
): Promise<readonly (Decision & { readonly policyVersion: string })[]> {
  const rows = await db
    .selectFrom('decision')
    .innerJoin('lane', 'lane.id', 'decision.lane_id')
    .select(['at', 'cause', 'reason', 'policy_version'])
    .where('lane.key', '=', lane)
    .orderBy('at')
    .orderBy('decision.id')
    .execute();
  return rows.map(({ at, cause, reason, policy_version }) => ({
    at,
    cause,
    reason: JSON.parse(reason) as Reason,
    policyVersion: policy_version,
  }));
}

async function invalidate(context: StoreContext, lane: LaneKey | undefined): Promise<number> {
  return context.change(async (tx, made) => {
    let query = tx
      .updateTable('lane')
      .set((eb) => ({ ready_at: eb.fn.coalesce('ready_at', eb.val(context.clock.now())) }));
    if (lane !== undefined) query = query.where('key', '=', lane);
    const rows = await query.returning('id').execute();
    let tickets = tx.updateTable('ticket').set({ state: null });
    if (lane !== undefined) {
      tickets = tickets.where('lane_id', 'in', (eb) => eb.selectFrom('lane').select('id').where('key', '=', lane));
    }
    await tickets.execute();
    if (rows.length > 0) made.lanes();
    return rows.length;
  });
}

async function linkedTo(db: Queryable, { tracker, issue }: IssueRef): Promise<readonly LaneRef[]> {
  const rows = await db
    .selectFrom('issue_link')
    .innerJoin('lane', 'lane.id', 'issue_link.lane_id')
    .select(LANE)
    .where('tracker', '=', tracker)
    .where('issue', '=', issue)
    .orderBy('lane.id')
    .execute();
  return rows.map(toLaneRef);
}

async function linked(
  db: Queryable,
  { limit, after = 0 }: { readonly limit: number; readonly after?: number },
): Promise<readonly LaneRef[]> {
  const rows = await db
    .selectFrom('lane')
    .select(LANE)
    .where('lane.id', '>', after)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('issue_link').select('issue').whereRef('issue_link.lane_id', '=', 'lane.id')),
    )
    .orderBy('lane.id')
    .limit(limit)
    .execute();
  return rows.map(toLaneRef);
}
