import type { TicketEvent } from '@stellwerk/core';
import type { ClaimedEffect, EffectResult, EffectStore } from '@stellwerk/ports';
import type { Updateable } from 'kysely';
import type { StoreContext, WorkNote } from '../context.ts';
import type { Queryable } from '../database.ts';
import type { EffectTable } from '../schema.ts';
import { addEffectChange } from './changes.ts';
import { hintRow, type LaneInput, storyRow, touchOf } from './lane-input.ts';

const ERROR_LENGTH = 500;

/** Saves what sending came to. Every effect of it is in one transaction; a lost lease changes nothing. */
export function createEffectFinish({ db, change }: StoreContext, input: LaneInput): EffectStore['finish'] {
  return async (claim, result, now) => {
    const kept = await change(async (tx, made) => {
      // The lane comes first, as everywhere: two transactions never wait for each other.
      const conflict = isConflict(result);
      const touches = conflict || eventOf(result) !== null;
      if (touches) await input.touch(tx, [touchOf(claim.lane.key, now)]);
      if (!(await settleEffect(tx, claim, result, now))) return false;
      await noteAttempt(tx, claim, result, now);
      if (result.kind === 'done') await keepDone(tx, claim, result, now);
      const event = eventOf(result);
      if (event) await input.insert(tx, [storyRow(claim.lane.id, event, 'effect_result', now)]);
      if (conflict) await askAgain(tx, input, claim, now);
      note(made, claim, touches);
      return true;
    });
    await db.releaseDelivery(claim.effect.connection);
    return kept;
  };
}

/** What the ticket's story learns of the outcome. */
function eventOf(result: EffectResult): TicketEvent | null {
  return result.kind === 'done' || result.kind === 'proposed' ? result.event : null;
}

/** The provider found the ticket changed (409, 412): `error` begins with the code of that error. */
function isConflict(result: EffectResult): boolean {
  return result.kind === 'cancelled' && result.error.startsWith('CONFLICT');
}

async function settleEffect(tx: Queryable, claim: ClaimedEffect, result: EffectResult, now: number): Promise<boolean> {
  const rows = await tx
    .updateTable('effect')
    .set(columnsOf(result, now))
    .where('id', '=', claim.id)
    .where('token', '=', claim.token)
    .where('state', '=', 'sending')
    .returning(['id', 'overtaken'])
    .execute();
  // The story stopped wanting it while it was on its way and it has not arrived: nothing is left to send.
  if ((result.kind === 'retry' || result.kind === 'proposed') && rows[0]?.overtaken === 1) {
    await tx.updateTable('effect').set({ state: 'cancelled', next_at: null }).where('id', '=', claim.id).execute();
  }
  return rows.length > 0;
}

function columnsOf(result: EffectResult, now: number): Updateable<EffectTable> {
  const error = 'error' in result ? result.error.slice(0, ERROR_LENGTH) : null;
  const over = { token: null, next_at: null, error, done_at: now };
  switch (result.kind) {
    case 'done':
      return { ...over, state: 'done', remote_ref: result.remoteRef };
    case 'retry':
      return { token: null, state: 'pending', next_at: result.at, error };
    case 'unknown':
      return { token: null, state: 'unknown', next_at: result.lookUpAt, error, ambiguous: 1 };
    case 'proposed':
      return { token: null, state: 'proposed', next_at: null, error };
    case 'dead':
    case 'cancelled':
      return { ...over, state: result.kind };
  }
}

async function noteAttempt(tx: Queryable, claim: ClaimedEffect, result: EffectResult, now: number): Promise<void> {
  await tx
    .updateTable('effect_attempt')
    .set({
      finished_at: now,
      outcome: result.kind,
      error: 'error' in result ? result.error.slice(0, ERROR_LENGTH) : null,
    })
    .where('effect_id', '=', claim.id)
    .where('n', '=', claim.attempts)
    .execute();
}

async function keepDone(
  tx: Queryable,
  claim: ClaimedEffect,
  result: EffectResult & { kind: 'done' },
  now: number,
): Promise<void> {
  const connection = claim.effect.connection;
  for (const remote_ref of result.ownWrites) {
    await tx
      .insertInto('own_write')
      .values({ connection, remote_ref, lane_id: claim.lane.id, written_at: now })
      .onConflict((oc) => oc.columns(['connection', 'remote_ref']).doNothing())
      .execute();
  }
  if (result.link) {
    await tx
      .insertInto('issue_link')
      .values({ lane_id: claim.lane.id, ...result.link, effect_id: claim.id, created_at: now })
      .onConflict((oc) => oc.columns(['tracker', 'issue', 'lane_id']).doNothing())
      .execute();
  }
  if (result.change) await addEffectChange(tx, claim, { ...result.change, remoteRef: result.remoteRef }, now);
}

/** The ticket moved on under us: fetch it anew and decide from what stands there now. */
async function askAgain(tx: Queryable, input: LaneInput, claim: ClaimedEffect, now: number): Promise<void> {
  const { connection, ticketId } = claim.lane;
  const key = `hint:conflict:${claim.id}:${claim.attempts}`;
  const hint = { connection, subject: { kind: 'ticket', id: ticketId }, key, deliveryId: null, now } as const;
  await input.insert(tx, [hintRow(claim.lane.id, hint)]);
}

function note(made: WorkNote, claim: ClaimedEffect, touches: boolean): void {
  made.delivery(claim.effect.connection);
  if (touches) made.lanes();
}
