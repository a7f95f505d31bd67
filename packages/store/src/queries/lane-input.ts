import { eventOrder, type TicketEvent } from '@stellwerk/core';
import { ConfigError, type EventKind, type LaneKey, type Subject } from '@stellwerk/ports';
import { sql } from 'kysely';
import type { Queryable } from '../database.ts';
import { prepareRows } from '../prepared.ts';
import { cleanText } from '../text.ts';

/** A lane to be touched. */
export interface LaneTouch {
  readonly key: LaneKey;
  readonly connection: string;
  readonly ticket_id: string;
  readonly ready_at: number;
}

export interface EventRow {
  readonly lane_id: number;
  readonly delivery_id: number | null;
  readonly kind: EventKind;
  readonly event_key: string;
  readonly at: number;
  readonly rank: number;
  readonly seq: number;
  readonly payload: string | null;
  readonly state: 'new';
  readonly created_at: number;
}

/** The only way in which events enter a lane: the lane row first, then the events. */
export type LaneInput = ReturnType<typeof createLaneInput>;

/**
 * On PostgreSQL the touched row is locked to the end of the transaction, so that ids of events follow the order of commits
 * inside a lane; without it a sequence is no order. Lanes are touched in the order of their keys, so that two batches
 * never wait for each other.
 */
export function createLaneInput() {
  const upsert = prepareRows<LaneTouch, { id: number; key: string; claimed_by: string | null }>(
    ['key', 'connection', 'ticket_id', 'ready_at'],
    (db, rows) =>
      db
        .insertInto('lane')
        .values(rows.map((row) => ({ ...row })))
        .onConflict((oc) =>
          oc.column('key').doUpdateSet({
            ready_at: sql<number>`case when lane.ready_at is null or lane.ready_at > excluded.ready_at
              then excluded.ready_at else lane.ready_at end`,
          }),
        )
        .returning(['id', 'key', 'claimed_by']),
  );
  const insert = prepareRows<EventRow, { id: number }>(
    ['lane_id', 'delivery_id', 'kind', 'event_key', 'at', 'rank', 'seq', 'payload', 'state', 'created_at'],
    (db, rows) =>
      db
        .insertInto('event')
        .values(rows.map((row) => ({ ...row })))
        .onConflict((oc) => oc.columns(['lane_id', 'event_key']).doNothing())
        .returning('id'),
  );
  return {
    /** Makes the lanes ready, new ones included; returns the ids that belong to the keys. */
    async touch(tx: Queryable, lanes: readonly LaneTouch[]): Promise<(key: LaneKey) => number> {
      const byKey = new Map(lanes.map((lane) => [cleanText(lane.key), lane]));
      const sorted = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
      const ids = new Map((await upsert(tx, sorted)).map((row) => [row.key, row.id]));
      return (key) => {
        const id = ids.get(cleanText(key));
        if (id === undefined) throw new Error(`Lane ${key} was not touched`);
        return id;
      };
    },
    /** Touches one lane. `isTaken`: a worker has it and will look at it again before it lets go. */
    async touchOne(tx: Queryable, lane: LaneTouch): Promise<{ readonly id: number; readonly isTaken: boolean }> {
      const [row] = await upsert(tx, [lane]);
      if (!row) throw new Error(`Lane ${lane.key} was not touched`);
      return { id: row.id, isTaken: row.claimed_by !== null };
    },
    /** Returns how many were new. */
    async insert(tx: Queryable, events: readonly EventRow[]): Promise<number> {
      return (await insert(tx, events)).length;
    },
  };
}

/** The touch of a lane known by its key alone. */
export function touchOf(key: LaneKey, readyAt: number): LaneTouch {
  const cut = key.indexOf(':ticket:');
  if (cut < 1) throw new ConfigError('lane', `${key} is not of the form <connection>:ticket:<id>`);
  return { key, connection: key.slice(0, cut), ticket_id: key.slice(cut + ':ticket:'.length), ready_at: readyAt };
}

/** A question to a connection about a ticket or issue. */
export function hintRow(
  laneId: number,
  hint: { connection: string; subject: Subject; key: string; deliveryId: number | null; now: number },
): EventRow {
  return {
    lane_id: laneId,
    delivery_id: hint.deliveryId,
    kind: 'hint',
    event_key: hint.key,
    at: hint.now,
    rank: 1,
    seq: 0,
    payload: JSON.stringify({ connection: hint.connection, subject: hint.subject }),
    state: 'new',
    created_at: hint.now,
  };
}

/** An event that carries its story. */
export function storyRow(laneId: number, event: TicketEvent, kind: EventKind, now: number): EventRow {
  const [at, rank, seq, key] = eventOrder(event);
  const place = { lane_id: laneId, delivery_id: null, event_key: key, at, rank, seq };
  return { ...place, kind, payload: JSON.stringify(event), state: 'new', created_at: now };
}

/** An event that only makes the lane decide again. */
export function wakeRow(laneId: number, kind: EventKind, key: string, at: number, now: number): EventRow {
  const place = { lane_id: laneId, delivery_id: null, event_key: key, at, rank: 1, seq: 0 };
  return { ...place, kind, payload: null, state: 'new', created_at: now };
}
