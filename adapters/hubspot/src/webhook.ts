import { createHash } from 'node:crypto';
import { parseJson, signedTimeWithin, verifyHmac } from '@stellwerk/adapter-kit';
import {
  type AdapterContext,
  type Normalised,
  type RawDelivery,
  type VerifiedDelivery,
  WebhookRejected,
} from '@stellwerk/ports';
import { z } from 'zod';
import { WebhookEvent } from './schema.ts';

// these escapes, and only these, are decoded before HubSpot signs the address
const DECODED = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/**
 * Checks `X-HubSpot-Signature-v3` of a project app: HMAC-SHA256 over method, address, body and time, at most five minutes
 * old. The older v1 and v2 sign no time and are not taken.
 */
export function verifyHubspot(raw: RawDelivery, now: number, context: AdapterContext): VerifiedDelivery {
  const timestamp = raw.headers['x-hubspot-request-timestamp'];
  if (!timestamp) throw new WebhookRejected('header_missing');
  const uri = raw.url.replace(DECODED, decodeURIComponent);
  const secret = verifyHmac({
    algorithm: 'sha256',
    encoding: 'base64',
    signed: [raw.method + uri, raw.body, timestamp],
    given: raw.headers['x-hubspot-signature-v3'],
    secrets: context.webhookSecrets(),
    now,
  });
  const sourceAt = signedTimeWithin(/^\d+$/.test(timestamp) ? Number(timestamp) : Number.NaN, now);
  return { key: deliveryKey(raw.body), sourceAt, secret, headers: raw.headers, body: raw.body };
}

/** HubSpot gives no delivery id. A retry is the same batch but for its attempt numbers. */
function deliveryKey(body: Uint8Array): string {
  const text = Buffer.from(body)
    .toString('utf8')
    .replaceAll(/"attemptNumber":\s*\d+/g, '"attemptNumber":0');
  return createHash('sha256').update(text).digest('hex');
}

/** The tickets of a batch. A new message names only its conversation: the poll finds that one. */
export function normaliseHubspot(delivery: VerifiedDelivery): Normalised {
  let body: unknown;
  try {
    body = parseJson(delivery.body);
  } catch {
    return { state: 'unparsable', subjects: [] };
  }
  const events = z.array(WebhookEvent).min(1).safeParse(body);
  if (!events.success) return { state: 'unparsable', subjects: [] };

  const ids = [...new Set(events.data.flatMap(ticketIds))];
  return ids.length > 0
    ? { state: 'accepted', subjects: ids.map((id) => ({ kind: 'ticket', id })) }
    : { state: 'ignored', subjects: [] };
}

function ticketIds(event: WebhookEvent): readonly string[] {
  const ofTicket = event.subscriptionType.startsWith('ticket.') || event.objectTypeId === '0-5';
  if (!ofTicket) return [];
  const association = event.associationType?.startsWith('TICKET_') ? event.fromObjectId : event.toObjectId;
  const named = [event.objectId, event.primaryObjectId, event.newObjectId, ...(event.mergedObjectIds ?? [])];
  return [...named, event.associationType ? association : null].filter(
    (id): id is string => typeof id === 'string' && /^\d+$/.test(id),
  );
}
