import { isRepeatable } from '@stellwerk/core';
import type { NewEffect } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { Queryable } from '../database.ts';

/** What a newer wanted end may still take the place of. */
const NOT_YET_SENT = ['pending', 'proposed'] as const;

/** Enters effects under their keys; returns the connections that have something to send. */
export async function insertEffects(
  tx: Queryable,
  lane: number,
  effects: readonly NewEffect[],
  now: number,
): Promise<ReadonlySet<string>> {
  const due = new Set<string>();
  for (const wanted of effects) {
    const entered = await enter(tx, lane, wanted, now);
    if (entered === null) continue;
    if (wanted.entry === 'pending') due.add(wanted.effect.connection);
    if (wanted.entry !== 'past') await supersede(tx, lane, wanted, entered);
  }
  return due;
}

/** The story had dropped it, or a newer end had its place that the story has dropped since. */
const wantedAgain = sql<boolean>`(effect.overtaken = 1 or exists (
  select 1 from effect newer where newer.id = effect.superseded_by and newer.overtaken = 1))`;

/** The new row's id; a cancelled one that is wanted again comes back; null for a key that stands already. */
async function enter(tx: Queryable, lane: number, wanted: NewEffect, now: number): Promise<number | null> {
  const { effect, entry, marker } = wanted;
  const next_at = entry === 'pending' ? now : null;
  const row = await tx
    .insertInto('effect')
    .values({
      lane_id: lane,
      connection: effect.connection,
      effect_key: effect.key,
      coalesce_key: effect.coalesceKey,
      effect: JSON.stringify(effect),
      marker,
      repeatable: isRepeatable(effect.write.kind) ? 1 : 0,
      state: entry,
      next_at,
      token: null,
      sending_since: null,
      remote_ref: null,
      error: null,
      superseded_by: null,
      created_at: now,
      done_at: null,
    })
    .onConflict((oc) =>
      oc
        .columns(['lane_id', 'effect_key'])
        .doUpdateSet({ state: entry, next_at, overtaken: 0, superseded_by: null, error: null, done_at: null })
        .where('effect.state', '=', 'cancelled')
        .where(wantedAgain),
    )
    .returning('id')
    .executeTakeFirst();
  if (row) return row.id;
  await tx
    .updateTable('effect')
    .set({ overtaken: 0 })
    .where('lane_id', '=', lane)
    .where('effect_key', '=', effect.key)
    .where('overtaken', '=', 1)
    .execute();
  return null;
}

async function supersede(tx: Queryable, lane: number, { effect }: NewEffect, by: number): Promise<void> {
  if (effect.coalesceKey === null) return;
  await tx
    .updateTable('effect')
    .set({ state: 'cancelled', next_at: null, superseded_by: by, error: 'A newer wanted end took its place' })
    .where('lane_id', '=', lane)
    .where('connection', '=', effect.connection)
    .where('coalesce_key', '=', effect.coalesceKey)
    .where('id', '!=', by)
    .where('state', 'in', NOT_YET_SENT)
    .execute();
}

/** Ends what the story no longer wants where it was not sent, and marks it where it was or where it was only recorded. */
export async function markOvertaken(tx: Queryable, lane: number, keys: readonly string[], now: number): Promise<void> {
  if (keys.length === 0) return;
  await tx
    .updateTable('effect')
    .set({ overtaken: 1 })
    .where('lane_id', '=', lane)
    .where('effect_key', 'in', keys)
    .where('state', 'in', ['pending', 'proposed', 'past', 'sending', 'unknown', 'done'])
    .execute();
  await tx
    .updateTable('effect')
    .set({ state: 'cancelled', next_at: null, done_at: now, error: 'The story no longer wants it' })
    .where('lane_id', '=', lane)
    .where('effect_key', 'in', keys)
    .where('state', 'in', NOT_YET_SENT)
    .execute();
}
