import type { Effect } from '@stellwerk/core';
import type { LaneRef, StoredEffect } from '@stellwerk/ports';
import type { Selectable } from 'kysely';
import type { EffectTable } from './schema.ts';

export interface LaneColumns {
  readonly id: number;
  readonly key: string;
  readonly connection: string;
  readonly ticket_id: string;
}

export function toLaneRef(row: LaneColumns): LaneRef {
  return { id: row.id, key: row.key, connection: row.connection, ticketId: row.ticket_id };
}

/** Columns of a lane beside those of an effect. */
export const LANE_OF_EFFECT = ['lane.key as lane_key', 'lane.connection as lane_connection', 'lane.ticket_id'] as const;

export type EffectRow = Selectable<EffectTable> & {
  readonly lane_key: string;
  readonly lane_connection: string;
  readonly ticket_id: string;
};

export function toStoredEffect(row: EffectRow): StoredEffect {
  return {
    id: row.id,
    lane: { id: row.lane_id, key: row.lane_key, connection: row.lane_connection, ticketId: row.ticket_id },
    effect: JSON.parse(row.effect) as Effect,
    state: row.state,
    marker: row.marker,
    attempts: row.attempts,
    nextAt: row.next_at,
    sendingSince: row.sending_since,
    remoteRef: row.remote_ref,
    error: row.error,
    overtaken: row.overtaken === 1,
    createdAt: row.created_at,
  };
}
