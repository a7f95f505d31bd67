import type { Random } from '../shared/random.ts';
import type { WebhookRules } from '../shared/retry-rules.ts';
import { hmacSha256Base64 } from '../shared/signatures.ts';
import type { Wait } from '../shared/wait.ts';
import { createWebhookSender, type WebhookSender } from '../shared/webhooks.ts';
import { stamp } from './http.ts';
import type { ZendeskAudit, ZendeskTicket, ZendeskWebhook } from './model.ts';
import type { ZendeskState } from './state.ts';
import { fillTemplate, fires, webhookAction } from './trigger-rules.ts';
import { eventBody, eventsOf } from './webhook-events.ts';

const SECOND = 1_000;

/**
 * Delivery rules of developer.zendesk.com, "Webhooks": 409 up to 3 times; 429 and 503 when `Retry-After` is below 60 s;
 * timeouts up to 5 times; nothing else. The breaker opens at more than 70 % errors or 1,000 errors in 5 minutes.
 */
const RULES: WebhookRules = {
  timeoutMs: 10 * SECOND,
  retries: [
    { when: [409], waitsMs: [SECOND, 2 * SECOND, 4 * SECOND] },
    { when: [429, 503], waitsMs: [SECOND, SECOND, SECOND], retryAfterBelowMs: 60 * SECOND },
    { when: 'timeout', waitsMs: [SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND, 16 * SECOND] },
  ],
  breaker: { windowMs: 300 * SECOND, errorShare: 0.7, minAttempts: 20, maxErrors: 1000, openMs: 30 * SECOND },
};

export const TRIGGER_SUBSCRIPTION = 'conditional_ticket_events';

export interface ZendeskWebhooks {
  readonly sender: WebhookSender;
  add(webhook: Omit<ZendeskWebhook, 'id' | 'createdAt' | 'secret'> & { readonly secret?: string }): ZendeskWebhook;
  newSecret(): string;
  /** Sends one made-up event, as `POST /webhooks/test` does. */
  test(webhook: ZendeskWebhook): void;
}

export interface ZendeskWebhooksOptions {
  readonly state: ZendeskState;
  readonly random: Random;
  readonly wait: Wait;
}

export function createZendeskWebhooks({ state, random, wait }: ZendeskWebhooksOptions): ZendeskWebhooks {
  const sender = createWebhookSender({ rules: RULES, random, now: state.now, wait });

  const send = (webhook: ZendeskWebhook, body: string): void => {
    // Kept on every retry, so that the receiver can tell a repeat.
    const invocationId = `01J${random.uuid().replaceAll('-', '').toUpperCase().slice(0, 23)}`;
    sender.enqueue({
      render: () => (state.webhooks.has(webhook.id) ? outgoing(state, webhook, invocationId, body) : null),
    });
  };

  state.emit = (ticket, audit) => {
    if (state.webhooks.size === 0) return;
    for (const webhook of state.webhooks.values()) {
      if (webhook.status !== 'active') continue;
      if (webhook.subscriptions.includes(TRIGGER_SUBSCRIPTION)) {
        for (const body of triggered(state, webhook, ticket, audit)) send(webhook, body);
      } else for (const body of subscribed(state, webhook, ticket, audit, random)) send(webhook, body);
    }
  };

  const newSecret = (): string => Buffer.from(random.uuid() + random.uuid()).toString('base64');

  return {
    sender,
    newSecret,
    add(input) {
      const id = `01J${random.uuid().replaceAll('-', '').toUpperCase().slice(0, 23)}`;
      const webhook = { ...input, id, createdAt: state.now(), secret: input.secret ?? newSecret() };
      state.webhooks.set(id, webhook);
      return webhook;
    },
    test: (webhook) =>
      send(webhook, JSON.stringify({ type: 'test', account_id: state.accountId, time: stamp(state.now()) })),
  };
}

function subscribed(
  state: ZendeskState,
  webhook: ZendeskWebhook,
  ticket: ZendeskTicket,
  audit: ZendeskAudit,
  random: Random,
): string[] {
  const events = eventsOf(state, ticket, audit);
  const sequenceId = `01J${random.uuid().replaceAll('-', '').toUpperCase().slice(0, 23)}`;
  // The position counts all events of the update, also those nobody subscribed to.
  return events.flatMap((event, at) => {
    if (!webhook.subscriptions.includes(event.type)) return [];
    return [eventBody(state, ticket, audit, event, { sequenceId, position: at + 1, total: events.length }, random)];
  });
}

function triggered(state: ZendeskState, webhook: ZendeskWebhook, ticket: ZendeskTicket, audit: ZendeskAudit): string[] {
  const bodies: string[] = [];
  for (const trigger of state.triggers.values()) {
    const action = webhookAction(trigger);
    if (action?.webhookId !== webhook.id || !fires(trigger, ticket, audit)) continue;
    bodies.push(fillTemplate(state, action.template, ticket, audit));
  }
  return bodies;
}

function outgoing(state: ZendeskState, webhook: ZendeskWebhook, invocationId: string, body: string) {
  const timestamp = stamp(state.now());
  return {
    url: webhook.endpoint,
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Zendesk Webhook',
      'x-zendesk-account-id': String(state.accountId),
      'x-zendesk-webhook-id': webhook.id,
      'x-zendesk-webhook-invocation-id': invocationId,
      'x-zendesk-webhook-signature': hmacSha256Base64(webhook.secret, timestamp + body),
      'x-zendesk-webhook-signature-timestamp': timestamp,
    },
  };
}
