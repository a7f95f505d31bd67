import type { TicketEvent } from '@stellwerk/core';
import type { LaneKey } from '@stellwerk/ports';
import type { Queryable } from '../database.ts';

/** The ticket's events in story order; dead ones and questions are no part of it. */
export async function eventsInOrder(db: Queryable, lane: LaneKey): Promise<readonly TicketEvent[]> {
  const rows = await db
    .selectFrom('event')
    .innerJoin('lane', 'lane.id', 'event.lane_id')
    .select('payload')
    .where('lane.key', '=', lane)
    .where('kind', '!=', 'hint')
    .where('payload', 'is not', null)
    .where('state', '!=', 'dead')
    .orderBy('at')
    .orderBy('rank')
    .orderBy('seq')
    .orderBy('event_key')
    .execute();
  return rows.map(({ payload }) => JSON.parse(payload ?? '') as TicketEvent);
}
