import { createHash } from 'node:crypto';
import type { Decision } from '@stellwerk/core';
import type { LaneOutcome, LaneRef } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { StoreContext, WorkNote } from '../context.ts';
import type { Queryable } from '../database.ts';
import { prepare, prepareRows, together } from '../prepared.ts';
import { finishedBodies } from './bodies.ts';
import { dueConnections, enteredStatements, enterStatements, markOvertaken } from './effect-insert.ts';
import type { Held, OpenRow } from './lane-hold.ts';
import { isLeft, settleStatements } from './lane-settle.ts';
import { changeTimers } from './timer-set.ts';

/** A decision on its way into the tables. */
export interface Decided {
  readonly lane: LaneRef;
  readonly held: Held;
  readonly outcome: LaneOutcome;
  readonly now: number;
}

/** Writes what was decided, in as few steps as its parts depend on each other. */
export function createSave({ keepBodies }: StoreContext) {
  return async (tx: Queryable, { lane, held, outcome, now }: Decided, made: WorkNote): Promise<void> => {
    const { generation, events } = held;
    const { effects, policyVersion } = outcome;
    const timers = changeTimers(tx, { id: lane.id, generation }, held.timers, outcome.timers);
    await markOvertaken(tx, lane.id, outcome.overtaken, now);
    const { entered, left } = await together(tx, {
      ticket: putTickets.with(tx, [ticketRow(lane, outcome)]),
      timers: timers.statements,
      entered: enterStatements(tx, lane.id, effects, now),
      decisions: putDecisions.with(
        tx,
        outcome.decisions.map((decision) => decisionRow(lane, decision, policyVersion)),
      ),
      done: doneStatements(tx, lane, events, now),
      bodies: keepBodies ? [] : finishedBodies(tx, events),
      left: settleStatements(tx, { lane: lane.id, ready: now, failures: 0, generation: timers.generation }),
    });
    const after = enteredStatements(tx, lane.id, { effects, entered, standing: held.effects });
    if (after.length > 0) await together(tx, { after });
    for (const connection of dueConnections(effects, entered)) made.delivery(connection);
    if (isLeft(left)) made.lanes();
  };
}

const markDone = prepare<{ lane: number; first: number; last: number; now: number }, object>(
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
);

/** By the first and the last: nothing can have come between them, for the lane is locked. */
function doneStatements(tx: Queryable, lane: LaneRef, events: readonly OpenRow[], now: number) {
  const [first, last] = [events[0], events.at(-1)];
  return first && last ? markDone.with(tx, { lane: lane.id, first: first.id, last: last.id, now }) : [];
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

const putTickets = prepareRows<ReturnType<typeof ticketRow>, object>(TICKET_COLUMNS, (tx, rows) =>
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
);

const putDecisions = prepareRows<ReturnType<typeof decisionRow>, object>(
  ['lane_id', 'decision_key', 'at', 'cause', 'reason', 'policy_version'],
  (tx, rows) =>
    tx
      .insertInto('decision')
      .values(rows.map((row) => ({ ...row })))
      .onConflict((oc) => oc.columns(['lane_id', 'decision_key']).doNothing()),
);

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
