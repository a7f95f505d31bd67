import { parseJson } from '@stellwerk/adapter-kit';
import type { Normalised, Subject, VerifiedDelivery } from '@stellwerk/ports';
import { z } from 'zod';

const Id = z.union([z.string().regex(/^[1-9]\d*$/), z.int().positive()]).transform(String);

/** Payload of an event subscription: `subject` says which ticket; ids are texts here. */
const EventPayload = z.object({
  type: z.string(),
  subject: z.string().optional(),
  detail: z
    .object({ id: Id.optional().catch(undefined) })
    .optional()
    .catch(undefined),
  event: z
    .object({ target_ticket_id: Id.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** Body of our trigger template. */
const TriggerPayload = z.object({ ticket_id: Id });

const IGNORED: Normalised = { state: 'ignored', subjects: [] };
const UNPARSABLE: Normalised = { state: 'unparsable', subjects: [] };

/** Makes of a delivery the ticket it is about. Never throws. */
export function normaliseDelivery(delivery: VerifiedDelivery): Normalised {
  const body = readBody(delivery.body);
  const trigger = TriggerPayload.safeParse(body);
  if (trigger.success) return accepted([trigger.data.ticket_id]);

  const event = EventPayload.safeParse(body);
  if (!event.success) return UNPARSABLE;
  if (!event.data.type.startsWith('zen:event-type:ticket.')) return IGNORED;
  const id = /^zen:ticket:([1-9]\d*)$/.exec(event.data.subject ?? '')?.[1] ?? event.data.detail?.id;
  if (id === undefined) return UNPARSABLE;
  // a merge changes both tickets, but only the source is told of
  const target = event.data.event?.target_ticket_id;
  return accepted(target === undefined ? [id] : [id, target]);
}

function accepted(ids: readonly string[]): Normalised {
  return { state: 'accepted', subjects: ids.map((id): Subject => ({ kind: 'ticket', id })) };
}

function readBody(body: Uint8Array): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}
