import { isRepeatable } from '@stellwerk/core';
import type { NewEffect } from '@stellwerk/ports';
import { type CompiledQuery, sql } from 'kysely';
import type { Queryable } from '../database.ts';
import { prepare, prepareRows } from '../prepared.ts';
import type { EffectRow } from '../rows.ts';

/** What a newer wanted end may still take the place of. */
const NOT_YET_SENT = ['pending', 'proposed'] as const;

/** A row that entered the table, or came back in it. */
export interface EnteredEffect {
  readonly id: number;
  readonly effect_key: string;
}

/** The story had dropped it, or a newer end had its place that the story has dropped since. */
const wantedAgain = sql<boolean>`(effect.overtaken = 1 or exists (
  select 1 from effect newer where newer.id = effect.superseded_by and newer.overtaken = 1))`;

const COLUMNS = [
  'lane_id',
  'connection',
  'effect_key',
  'coalesce_key',
  'effect',
  'marker',
  'repeatable',
  'state',
  'next_at',
  'token',
  'sending_since',
  'remote_ref',
  'error',
  'superseded_by',
  'created_at',
  'done_at',
] as const;

const enter = prepareRows<ReturnType<typeof effectRow>, EnteredEffect>(COLUMNS, (tx, rows) =>
  tx
    .insertInto('effect')
    .values(rows.map((row) => ({ ...row })))
    .onConflict((oc) =>
      oc
        .columns(['lane_id', 'effect_key'])
        .doUpdateSet((eb) => ({
          state: eb.ref('excluded.state'),
          next_at: eb.ref('excluded.next_at'),
          overtaken: 0,
          superseded_by: null,
          error: null,
          done_at: null,
        }))
        .where('effect.state', '=', 'cancelled')
        .where(wantedAgain),
    )
    .returning(['id', 'effect_key']),
);

const supersede = prepare<{ by: number; lane: number; connection: string; coalesce: string }, object>(
  ['by', 'lane', 'connection', 'coalesce'],
  (tx, { by, lane, connection, coalesce }) =>
    tx
      .updateTable('effect')
      .set({
        state: sql.lit('cancelled'),
        next_at: null,
        superseded_by: by,
        error: 'A newer wanted end took its place',
      })
      .where('lane_id', '=', lane)
      .where('connection', '=', connection)
      .where('coalesce_key', '=', coalesce)
      .where('id', '!=', by)
      .where('state', 'in', NOT_YET_SENT),
);

const standsAgain = prepare<{ lane: number; key: string }, object>(['lane', 'key'], (tx, { lane, key }) =>
  tx
    .updateTable('effect')
    .set({ overtaken: 0 })
    .where('lane_id', '=', lane)
    .where('effect_key', '=', key)
    .where('overtaken', '=', 1),
);

/** The statements that enter effects under their keys; a cancelled one that is wanted again comes back. */
export function enterStatements(
  tx: Queryable,
  lane: number,
  effects: readonly NewEffect[],
  now: number,
): readonly CompiledQuery<EnteredEffect>[] {
  return enter.with(
    tx,
    [...firstByKey(effects).values()].map((wanted) => effectRow(lane, wanted, now)),
  );
}

/** What a decision wanted, what of it entered the table, and what stood there before. */
interface Entering {
  readonly effects: readonly NewEffect[];
  readonly entered: readonly EnteredEffect[];
  readonly standing: readonly Pick<EffectRow, 'connection' | 'coalesce_key'>[];
}

/** What follows from those that entered: older ends make room, and what stood there already is wanted again. */
export function enteredStatements(
  tx: Queryable,
  lane: number,
  { effects, entered, standing }: Entering,
): readonly CompiledQuery<object>[] {
  const ids = new Map(entered.map(({ id, effect_key }) => [effect_key, id]));
  const places = new Set(standing.map((row) => placeOf(row.connection, row.coalesce_key)));
  const last = new Map<string, readonly CompiledQuery<object>[]>();
  const again: CompiledQuery<object>[] = [];
  for (const [key, { effect, entry }] of firstByKey(effects)) {
    const { connection, coalesceKey: coalesce } = effect;
    const by = ids.get(key);
    if (by === undefined) again.push(...standsAgain.with(tx, { lane, key }));
    else if (coalesce !== null) {
      const place = placeOf(connection, coalesce);
      // alone in its place, it has nothing to take it from
      if (entry !== 'past' && places.has(place))
        last.set(place, supersede.with(tx, { by, lane, connection, coalesce }));
      places.add(place);
    }
  }
  return [...again, ...[...last.values()].flat()];
}

function placeOf(connection: string, coalesceKey: string | null): string {
  return `${connection} ${coalesceKey}`;
}

/** Connections that have something to send now. */
export function dueConnections(effects: readonly NewEffect[], entered: readonly EnteredEffect[]): ReadonlySet<string> {
  const keys = new Set(entered.map(({ effect_key }) => effect_key));
  const due = effects.filter(({ effect, entry }) => entry === 'pending' && keys.has(effect.key));
  return new Set(due.map(({ effect }) => effect.connection));
}

function firstByKey(effects: readonly NewEffect[]): ReadonlyMap<string, NewEffect> {
  const byKey = new Map<string, NewEffect>();
  for (const wanted of effects) if (!byKey.has(wanted.effect.key)) byKey.set(wanted.effect.key, wanted);
  return byKey;
}

function effectRow(lane: number, { effect, entry, marker }: NewEffect, now: number) {
  return {
    lane_id: lane,
    connection: effect.connection,
    effect_key: effect.key,
    coalesce_key: effect.coalesceKey,
    effect: JSON.stringify(effect),
    marker,
    repeatable: isRepeatable(effect.write.kind) ? (1 as const) : (0 as const),
    state: entry,
    next_at: entry === 'pending' ? now : null,
    token: null,
    sending_since: null,
    remote_ref: null,
    error: null,
    superseded_by: null,
    created_at: now,
    done_at: null,
  };
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
