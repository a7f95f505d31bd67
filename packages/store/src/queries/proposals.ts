import type { TicketEvent } from '@stellwerk/core';
import type { EffectStore } from '@stellwerk/ports';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { addAudit } from './audits.ts';
import { type LaneInput, storyRow, touchOf } from './lane-input.ts';

type Proposals = Pick<EffectStore, 'resolveProposal' | 'expireProposals' | 'replay'>;

/** What people do with effects that wait for them. */
export function createProposals({ db, change }: StoreContext, input: LaneInput): Proposals {
  return {
    resolveProposal: (id, verdict, by, now) =>
      change(async (tx, made) => {
        const found = await laneOf(tx, id);
        if (!found) return false;
        await input.touch(tx, [touchOf(found.lane_key, now)]);
        const to = verdict === 'accept' ? { state: 'pending' as const, next_at: now } : dismissed(now);
        if (!(await move(tx, id, 'proposed', to))) return false;
        await input.insert(tx, [storyRow(found.lane_id, verdictEvent({ id, ...found }, verdict, now), 'manual', now)]);
        await addAudit(tx, { at: now, actor: by, action: `proposal.${verdict}`, target: `effect:${id}`, detail: null });
        made.lanes();
        if (verdict === 'accept') made.delivery(found.connection);
        return true;
      }),
    expireProposals: (olderThan, now) =>
      db.write(async (tx) => {
        const rows = await tx
          .updateTable('effect')
          .set({ state: 'expired', done_at: now })
          .where('state', '=', 'proposed')
          .where('created_at', '<', olderThan)
          .returning('id')
          .execute();
        return rows.length;
      }),
    replay: (id, by, now) =>
      change(async (tx, made) => {
        const found = await laneOf(tx, id);
        if (!found || !(await move(tx, id, 'dead', { state: 'pending', next_at: now, done_at: null }))) return false;
        await addAudit(tx, { at: now, actor: by, action: 'effect.replay', target: `effect:${id}`, detail: null });
        made.delivery(found.connection);
        return true;
      }),
  };
}

const dismissed = (now: number) => ({ state: 'dismissed' as const, next_at: null, done_at: now });

async function laneOf(tx: Queryable, id: number) {
  return tx
    .selectFrom('effect')
    .innerJoin('lane', 'lane.id', 'effect.lane_id')
    .select(['lane.key as lane_key', 'lane_id', 'effect_key', 'effect.connection', 'attempts'])
    .where('effect.id', '=', id)
    .executeTakeFirst();
}

async function move(
  tx: Queryable,
  id: number,
  from: 'proposed' | 'dead',
  to: { state: 'pending' | 'dismissed'; next_at: number | null; done_at?: number | null },
): Promise<boolean> {
  const rows = await tx
    .updateTable('effect')
    .set(to)
    .where('id', '=', id)
    .where('state', '=', from)
    .returning('id')
    .execute();
  return rows.length > 0;
}

interface Decided {
  readonly id: number;
  readonly effect_key: string;
  /** How often it was sent or held before: each time a person decides anew. */
  readonly attempts: number;
}

function verdictEvent(
  { id, effect_key: effectKey, attempts }: Decided,
  verdict: 'accept' | 'dismiss',
  now: number,
): TicketEvent {
  return {
    type: verdict === 'accept' ? 'proposal_accepted' : 'proposal_dismissed',
    effectKey,
    key: `proposal:${id}:${verdict}${attempts === 0 ? '' : `:${attempts}`}`,
    at: now,
    seq: 0,
    observedAt: now,
    actor: { kind: 'agent', ref: null },
    channel: 'api',
    provenance: 'manual',
  };
}
