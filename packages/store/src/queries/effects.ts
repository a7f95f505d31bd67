import type { EffectStore } from '@stellwerk/ports';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import { LANE_OF_EFFECT, toStoredEffect } from '../rows.ts';
import { createEffectClaim } from './effect-claim.ts';
import { createEffectFinish } from './effect-finish.ts';
import type { LaneInput } from './lane-input.ts';
import { createProposals } from './proposals.ts';

/** Effects: wanted changes outside, rows first, calls later. */
export function createEffectStore(context: StoreContext, input: LaneInput): EffectStore {
  const { reader } = context.db;
  return {
    claim: createEffectClaim(context),
    finish: createEffectFinish(context, input),
    ...createProposals(context, input),
    connectionsDue: (now) => connectionsDue(reader, now),
    nextDueAt: async (connection) => {
      const row = await reader
        .selectFrom('effect')
        .select('next_at')
        .where('connection', '=', connection)
        .where('next_at', 'is not', null)
        .orderBy('next_at')
        .limit(1)
        .executeTakeFirst();
      return row?.next_at ?? null;
    },
    list: async (filter) => (await listEffects(reader, filter)).map(toStoredEffect),
    get: async (id) => {
      const row = await selectEffects(reader).where('effect.id', '=', id).executeTakeFirst();
      return row ? toStoredEffect(row) : null;
    },
    sentSince: async (lane, since) => {
      const row = await reader
        .selectFrom('effect')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('lane_id', '=', lane.id)
        .where('state', '=', 'done')
        .where('done_at', '>=', since)
        .executeTakeFirstOrThrow();
      return Number(row.n);
    },
    isOwnWrite: async (connection, remoteRef) => {
      const row = await reader
        .selectFrom('own_write')
        .select('lane_id')
        .where('connection', '=', connection)
        .where('remote_ref', '=', remoteRef)
        .executeTakeFirst();
      return row !== undefined;
    },
    counts: async () => {
      const rows = await reader
        .selectFrom('effect')
        .select((eb) => ['state', eb.fn.countAll<number>().as('n')])
        .groupBy('state')
        .execute();
      return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]));
    },
  };
}

function selectEffects(db: Queryable) {
  return db
    .selectFrom('effect')
    .innerJoin('lane', 'lane.id', 'effect.lane_id')
    .selectAll('effect')
    .select(LANE_OF_EFFECT);
}

async function listEffects(
  db: Queryable,
  { states, connection, lane, limit, after }: Parameters<EffectStore['list']>[0],
) {
  let query = selectEffects(db).orderBy('effect.id').limit(limit);
  if (states !== undefined) query = query.where('effect.state', 'in', states);
  if (connection !== undefined) query = query.where('effect.connection', '=', connection);
  if (lane !== undefined) query = query.where('lane.key', '=', lane);
  if (after !== undefined) query = query.where('effect.id', '>', after);
  return states?.length === 0 ? [] : query.execute();
}

/** Connections with something due, those that wait for renewed credentials left out. */
async function connectionsDue(db: Queryable, now: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('effect')
    .leftJoin('connection', 'connection.name', 'effect.connection')
    .select('effect.connection')
    .distinct()
    .where('next_at', '<=', now)
    .where((eb) => eb.or([eb('status', 'is', null), eb('status', '!=', 'paused')]))
    .orderBy('effect.connection')
    .execute();
  return rows.map(({ connection }) => connection);
}
