import type { LaneRef, Store, TicketRow } from '@stellwerk/ports';
import { everyRow } from './every-row.ts';

/** All lanes with what lists show of them. */
export function everyLane({ lanes }: Store, connection?: string): AsyncGenerator<LaneRef & TicketRow> {
  const filter = connection === undefined ? {} : { connection };
  return everyRow((limit, last) => lanes.list({ ...filter, limit, after: last?.id ?? 0 }));
}
