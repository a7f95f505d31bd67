import { randomUUID } from 'node:crypto';
import type { ClaimedEffect, EffectStore } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { prepare } from '../prepared.ts';
import { type EffectRow, LANE_OF_EFFECT, toStoredEffect } from '../rows.ts';

/** In flight or of unknown outcome: until it is settled the lane's other effects on this connection wait. */
const UNSETTLED = sql<string[]>`('sending', 'unknown')`;

/** Takes the next due effect and commits `sending` before anything leaves. */
export function createEffectClaim({ db }: StoreContext): EffectStore['claim'] {
  const due = createDueQuery(db.dialect === 'postgres');

  async function take(tx: Queryable, connection: string, now: number, leaseMs: number): Promise<ClaimedEffect | null> {
    const [row] = await due(tx, { connection, now });
    if (!row) return null;
    const unclear = row.ambiguous === 1 || row.state !== 'pending';
    const token = randomUUID();
    const changed = {
      state: 'sending' as const,
      token,
      attempts: row.attempts + 1,
      next_at: now + leaseMs,
      sending_since: row.sending_since ?? now,
      ambiguous: unclear ? (1 as const) : (0 as const),
    };
    await tx.updateTable('effect').set(changed).where('id', '=', row.id).execute();
    await tx
      .insertInto('effect_attempt')
      .values({
        effect_id: row.id,
        n: changed.attempts,
        started_at: now,
        finished_at: null,
        outcome: null,
        error: null,
      })
      .onConflict((oc) => oc.columns(['effect_id', 'n']).doUpdateSet({ started_at: now, finished_at: null }))
      .execute();
    return { ...toStoredEffect({ ...row, ...changed }), token, lookUp: unclear && row.repeatable === 0 };
  }

  return async (connection, now, leaseMs) => {
    if (!(await db.holdDelivery(connection))) return null;
    const claim = await db.write((tx) => take(tx, connection, now, leaseMs));
    if (claim === null) await db.releaseDelivery(connection);
    return claim;
  };
}

/**
 * Due and alone in its lane: an effect that has begun may always go on; one that waits goes only when nothing of its lane
 * is unsettled and no older one waits, so the order of the story is kept.
 */
function createDueQuery(rowLocks: boolean) {
  return prepare<{ connection: string; now: number }, EffectRow>(['connection', 'now'], (tx, { connection, now }) => {
    const query = tx
      .selectFrom('effect')
      .innerJoin('lane', 'lane.id', 'effect.lane_id')
      .selectAll('effect')
      .select(LANE_OF_EFFECT)
      .where('effect.connection', '=', connection)
      .where('effect.next_at', '<=', now)
      .where('lane.paused_reason', 'is', null)
      .where(
        sql<boolean>`not exists (select 1 from connection c where c.name = effect.connection and c.status = 'paused')`,
      )
      .where(sql<boolean>`(effect.state in ${UNSETTLED} or not exists (
        select 1 from effect other where other.lane_id = effect.lane_id and other.connection = effect.connection
        and other.next_at is not null and other.id <> effect.id
        and (other.id < effect.id or other.state in ${UNSETTLED})))`)
      .orderBy('effect.next_at')
      .orderBy('effect.id')
      .limit(1);
    return rowLocks ? query.forUpdate('effect').skipLocked() : query;
  });
}
