import type { WriteClass } from '@stellwerk/core';
import type { Change, ChangeFacts, ChangeFilter, ChangeStore, ClaimedEffect, EffectChange } from '@stellwerk/ports';
import type { Insertable, Selectable } from 'kysely';
import type { StoreContext } from '../context.ts';
import type { Queryable } from '../database.ts';
import type { ChangeTable } from '../schema.ts';
import { addAudit } from './audits.ts';
import { putSecret } from './secrets.ts';

/** The change ledger, and the plans that were reviewed. */
export function createChangeStore({ db, cipher }: StoreContext): ChangeStore {
  return {
    list: async (filter) => (await listed(db.reader, filter).execute()).map(toChange),
    get: async (id) => {
      const row = await selectChanges(db.reader).where('change.id', '=', id).executeTakeFirst();
      return row ? toChange(row) : null;
    },
    recordObject: ({ secret, ...change }, now) =>
      db.write(async (tx) => {
        if (secret !== null) await putSecret(tx, cipher, secret, now);
        const { connection, key: change_key, action, remoteRef: remote_ref, plan: plan_id, undoOf: undo_of } = change;
        const row = { at: now, connection, kind: 'object' as const, change_key, action, remote_ref, plan_id, undo_of };
        await addChange(tx, { ...row, before_facts: json(change.before), after_facts: json(change.after) });
        const target = `${connection}:${change_key}`;
        await addAudit(tx, { at: now, actor: 'stellwerk', action: `object.${action}`, target, detail: plan_id });
      }),
    savePlan: ({ id, content, createdBy: created_by }, now) =>
      db.write(async (tx) => {
        const row = { id, content, created_by, state: 'open' as const, created_at: now };
        await tx.insertInto('change_plan').values(row).execute();
      }),
    plan: async (id) => {
      const row = await db.reader.selectFrom('change_plan').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row) return null;
      return { id, content: row.content, state: row.state, createdBy: row.created_by, createdAt: row.created_at };
    },
    setPlanState: (id, state) =>
      db.write(async (tx) => {
        await tx.updateTable('change_plan').set({ state }).where('id', '=', id).execute();
      }),
  };
}

/** Writes the ledger's line of an effect, in the transaction that saves its outcome. */
export async function addEffectChange(
  tx: Queryable,
  { id: effect_id, lane, effect }: ClaimedEffect,
  { before, after, undoOf: undo_of, remoteRef: remote_ref }: EffectChange & { readonly remoteRef: string | null },
  now: number,
): Promise<void> {
  await addChange(tx, {
    at: now,
    connection: effect.connection,
    kind: 'ticket',
    lane_id: lane.id,
    effect_id,
    change_key: effect.key,
    action: effect.write.kind,
    write_class: effect.writeClass,
    rule: effect.rule,
    before_facts: json(before),
    after_facts: json(after),
    remote_ref,
    undo_of,
  });
}

async function addChange(tx: Queryable, row: Insertable<ChangeTable>): Promise<void> {
  const made = await tx
    .insertInto('change')
    .values(row)
    .onConflict((oc) => oc.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made || row.undo_of === null || row.undo_of === undefined) return;
  await tx.updateTable('change').set({ undone_by: made.id }).where('id', '=', row.undo_of).execute();
}

function selectChanges(db: Queryable) {
  return db
    .selectFrom('change')
    .leftJoin('lane', 'lane.id', 'change.lane_id')
    .selectAll('change')
    .select('lane.key as lane_key');
}

function listed(db: Queryable, { connection, rule, plan, lane, since, until, beforeId, limit }: ChangeFilter) {
  let query = selectChanges(db).orderBy('change.id', 'desc').limit(limit);
  if (connection !== undefined) query = query.where('change.connection', '=', connection);
  if (rule !== undefined) query = query.where('change.rule', '=', rule);
  if (plan !== undefined) query = query.where('change.plan_id', '=', plan);
  if (lane !== undefined) query = query.where('lane.key', '=', lane);
  if (since !== undefined) query = query.where('change.at', '>=', since);
  if (until !== undefined) query = query.where('change.at', '<', until);
  if (beforeId !== undefined) query = query.where('change.id', '<', beforeId);
  return query;
}

function toChange(row: Selectable<ChangeTable> & { lane_key: string | null }): Change {
  return {
    id: row.id,
    at: row.at,
    connection: row.connection,
    kind: row.kind,
    lane: row.lane_key,
    key: row.change_key,
    action: row.action,
    writeClass: row.write_class as WriteClass | null,
    rule: row.rule,
    before: facts(row.before_facts),
    after: facts(row.after_facts),
    remoteRef: row.remote_ref,
    plan: row.plan_id,
    undoOf: row.undo_of,
    undoneBy: row.undone_by,
  };
}

const json = (value: ChangeFacts | null): string | null => (value === null ? null : JSON.stringify(value));
const facts = (text: string | null): ChangeFacts | null => (text === null ? null : (JSON.parse(text) as ChangeFacts));
