import { sql } from 'kysely';
import type { Queryable } from '../database.ts';

/** Takes the bodies of deliveries whose last event is done; dead events keep theirs until a person closes them. */
export async function dropFinishedBodies(
  tx: Queryable,
  events: readonly { readonly delivery_id: number | null }[],
): Promise<void> {
  const deliveries = [...new Set(events.map(({ delivery_id }) => delivery_id).filter((id) => id !== null))];
  if (deliveries.length === 0) return;
  await tx
    .updateTable('delivery')
    .set({ body: null, body_key: null })
    .where('id', 'in', deliveries)
    .where('body', 'is not', null)
    .where(
      sql<boolean>`not exists (select 1 from event where event.delivery_id = delivery.id and event.state <> 'done')`,
    )
    .execute();
}
