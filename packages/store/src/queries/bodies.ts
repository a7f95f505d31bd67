import { type CompiledQuery, sql } from 'kysely';
import type { Queryable } from '../database.ts';
import { prepare } from '../prepared.ts';

const dropBody = prepare<{ delivery: number }, object>(['delivery'], (tx, { delivery }) =>
  tx
    .updateTable('delivery')
    .set({ body: null, body_key: null })
    .where('id', '=', delivery)
    .where('body', 'is not', null)
    .where(
      sql<boolean>`not exists (select 1 from event where event.delivery_id = delivery.id and event.state <> 'done')`,
    ),
);

/** Takes the bodies of deliveries whose last event is done; dead events keep theirs until a person closes them. */
export function finishedBodies(
  tx: Queryable,
  events: readonly { readonly delivery_id: number | null }[],
): readonly CompiledQuery<object>[] {
  const deliveries = new Set(events.map(({ delivery_id }) => delivery_id).filter((id) => id !== null));
  return [...deliveries].flatMap((delivery) => dropBody.with(tx, { delivery }));
}
