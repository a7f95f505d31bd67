import type { WebhookRules } from '../shared/retry-rules.ts';
import { hmacSha256Base64, sha256Hex } from '../shared/signatures.ts';
import type { WebhookSender } from '../shared/webhooks.ts';
import type { CrmObject, Json, Source, Thread, ThreadMessage } from './model.ts';
import { APP_ID, PORTAL_ID, type Portal } from './portal.ts';

/** Up to ten retries within 24 h, the whole batch again; an answer must come within 5 s. How the waits are spread is not
 * published: these are ours. */
export const HUBSPOT_WEBHOOK_RULES: WebhookRules = {
  timeoutMs: 5_000,
  retries: (['any_status', 'timeout', 'network'] as const).map((when) => ({
    when,
    waitsMs: [1, 5, 15, 30, 60, 120, 180, 240, 300, 420].map((minutes) => minutes * 60_000),
  })),
};

/** Properties there is a subscription for: one for each. */
const SUBSCRIBED_PROPERTIES: readonly string[] = [
  'subject',
  'hs_pipeline_stage',
  'hs_ticket_priority',
  'hubspot_owner_id',
  'support_group',
  'support_tier',
  'stellwerk_tags',
];

const SUBSCRIPTIONS: readonly string[] = [
  'ticket.creation',
  'ticket.deletion',
  'ticket.merge',
  'conversation.newMessage',
];
const FIRST_SUBSCRIPTION = 7_001;
const BATCH_SIZE = 100;

/** Takes what happens and sends it as the subscriptions say. */
export interface EventSink {
  created(ticket: CrmObject, source: Source): void;
  changed(ticket: CrmObject, property: string, value: string, source: Source): void;
  deleted(ticket: CrmObject, source: Source): void;
  merged(primary: CrmObject, other: CrmObject, result: CrmObject, source: Source): void;
  message(thread: Thread, message: ThreadMessage): void;
  /** Where to send; null for nowhere. */
  target: { readonly url: string; readonly secret: string } | null;
}

/** Collects events into batches while deliveries are on their way. */
export class HubspotEvents implements EventSink {
  target: { readonly url: string; readonly secret: string } | null = null;
  readonly #portal: Portal;
  readonly #sender: WebhookSender;
  /** The batch that still takes events: the last one enqueued, until it is sent. */
  #open: Json[] | undefined;

  constructor(portal: Portal, sender: WebhookSender) {
    this.#portal = portal;
    this.#sender = sender;
  }

  created(ticket: CrmObject, source: Source): void {
    this.#emit('ticket.creation', Number(ticket.id), { changeFlag: 'NEW', ...sourceOf(source) });
  }

  changed(ticket: CrmObject, property: string, value: string, source: Source): void {
    const at = SUBSCRIBED_PROPERTIES.indexOf(property);
    if (at < 0) return;
    const change = { propertyName: property, propertyValue: value, ...sourceOf(source) };
    this.#emit('ticket.propertyChange', Number(ticket.id), change, FIRST_SUBSCRIPTION + SUBSCRIPTIONS.length + at);
  }

  deleted(ticket: CrmObject, source: Source): void {
    this.#emit('ticket.deletion', Number(ticket.id), { changeFlag: 'DELETED', ...sourceOf(source) });
  }

  merged(primary: CrmObject, other: CrmObject, result: CrmObject, source: Source): void {
    this.#emit('ticket.merge', Number(primary.id), {
      primaryObjectId: Number(primary.id),
      mergedObjectIds: [Number(other.id)],
      newObjectId: Number(result.id),
      numberOfPropertiesMoved: result.values.size,
      ...sourceOf(source),
    });
  }

  message(thread: Thread, message: ThreadMessage): void {
    const more = { messageId: message.id, messageType: message.type, changeFlag: 'NEW_MESSAGE' };
    this.#emit('conversation.newMessage', Number(thread.id), more);
  }

  #emit(subscriptionType: string, objectId: number, more: Json, subscriptionId?: number): void {
    if (!this.target) return;
    const event = {
      eventId: this.#portal.nextNumber('event', 101),
      subscriptionId: subscriptionId ?? FIRST_SUBSCRIPTION + SUBSCRIPTIONS.indexOf(subscriptionType),
      portalId: PORTAL_ID,
      appId: APP_ID,
      occurredAt: this.#portal.now(),
      subscriptionType,
      attemptNumber: 0,
      objectId,
      ...more,
    };
    if (this.#open && this.#open.length < BATCH_SIZE) this.#open.push(event);
    else this.#enqueue([event]);
  }

  #enqueue(batch: Json[]): void {
    this.#open = batch;
    const accepted = this.#sender.enqueue({
      render: (attempt) => {
        if (this.#open === batch) this.#open = undefined;
        if (!this.target) return null;
        const body = JSON.stringify(batch.map((event) => ({ ...event, attemptNumber: attempt })));
        return { url: this.target.url, body, headers: signedHeaders(this.target, body, this.#portal.now()) };
      },
    });
    // a batch lost by chaos must not swallow the events that come after it
    if (!accepted && this.#open === batch) this.#open = undefined;
  }
}

const sourceOf = ({ sourceType, sourceId }: Source): Json => ({
  changeSource: sourceType,
  ...(sourceId === undefined ? {} : { sourceId }),
});

function signedHeaders(
  target: { readonly url: string; readonly secret: string },
  body: string,
  at: number,
): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'HubSpot Connect 2.0 (http://dev.hubspot.com/) - WebhookExecutor',
    'X-HubSpot-Signature': signatureV1(target.secret, body),
    'X-HubSpot-Signature-Version': 'v1',
    'X-HubSpot-Signature-v3': signatureV3(target.secret, {
      method: 'POST',
      uri: target.url,
      body,
      timestamp: String(at),
    }),
    'X-HubSpot-Request-Timestamp': String(at),
  };
}

/** v1: hex SHA-256 of secret and body. */
const signatureV1 = (secret: string, body: string): string => sha256Hex(secret + body);

/** The escapes, and only these, that are decoded before v3 is worked out. */
const DECODED = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/** v3: base64 HMAC-SHA256 of method, URI, body and timestamp (epoch milliseconds as text). */
export function signatureV3(
  secret: string,
  request: { readonly method: string; readonly uri: string; readonly body: string; readonly timestamp: string },
): string {
  const uri = request.uri.replace(DECODED, decodeURIComponent);
  return hmacSha256Base64(secret, request.method + uri + request.body + request.timestamp);
}
