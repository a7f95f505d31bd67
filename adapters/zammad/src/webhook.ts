import { parseJson, verifyHmac } from '@stellwerk/adapter-kit';
import {
  type AdapterContext,
  type Normalised,
  type RawDelivery,
  type VerifiedDelivery,
  WebhookRejected,
} from '@stellwerk/ports';
import { Delivery } from './schema.ts';

/**
 * Checks `X-Hub-Signature`: HMAC-SHA1 over the raw body, the only kind Zammad makes. There is no signed time; a replay is
 * found by `X-Zammad-Delivery`, which stays the same for all five tries of one delivery.
 */
export function verifyZammad(raw: RawDelivery, now: number, context: AdapterContext): VerifiedDelivery {
  const secret = verifyHmac({
    algorithm: 'sha1',
    encoding: 'hex',
    prefix: 'sha1=',
    signed: [raw.body],
    given: raw.headers['x-hub-signature'],
    secrets: context.webhookSecrets(),
    now,
  });
  const key = raw.headers['x-zammad-delivery'];
  if (!key) throw new WebhookRejected('header_missing');
  return { key, sourceAt: null, secret, headers: raw.headers, body: raw.body };
}

/** Says which ticket a delivery is about. */
export function normaliseZammad(delivery: VerifiedDelivery): Normalised {
  let body: unknown;
  try {
    body = parseJson(delivery.body);
  } catch {
    return { state: 'unparsable', subjects: [] };
  }
  const ticketId = Delivery.safeParse(body);
  // a custom payload prints an unknown variable as “… / no such method”
  if (!ticketId.success || !/^\d+$/.test(ticketId.data)) return { state: 'unparsable', subjects: [] };
  return { state: 'accepted', subjects: [{ kind: 'ticket', id: ticketId.data }] };
}
