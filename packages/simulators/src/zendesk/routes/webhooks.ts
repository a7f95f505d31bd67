import { Hono } from 'hono';
import {
  type JsonObject,
  notFound,
  part,
  readObject,
  stamp,
  texts,
  type ZendeskContext,
  type ZendeskEnv,
  ZendeskError,
} from '../http.ts';
import type { ZendeskWebhook } from '../model.ts';
import { cursorPage } from '../paging.ts';
import type { ZendeskState } from '../state.ts';
import { TRIGGER_SUBSCRIPTION, type ZendeskWebhooks } from '../webhooks.ts';

/** Webhook administration (developer.zendesk.com, "Creating and monitoring webhooks"). */
export function webhookRoutes(state: ZendeskState, webhooks: ZendeskWebhooks, ticketEvents: boolean): Hono<ZendeskEnv> {
  const app = new Hono<ZendeskEnv>();
  const json = (webhook: ZendeskWebhook): JsonObject => webhookJson(state, webhook);

  app.get('/', (c) => {
    const name = c.req.query('filter[name_contains]')?.toLowerCase() ?? '';
    const found = [...state.webhooks.values()].filter((webhook) => webhook.name.toLowerCase().includes(name));
    return c.json(cursorPage(c, 'webhooks', found, json));
  });

  app.post('/', async (c) => {
    const input = part(await readObject(c), 'webhook');
    if (typeof input.name !== 'string' || typeof input.endpoint !== 'string') throw incomplete();
    const subscriptions = texts(input.subscriptions);
    if (subscriptions.includes(TRIGGER_SUBSCRIPTION) && subscriptions.length > 1) throw incomplete();
    if (!ticketEvents && subscriptions.some((each) => each.startsWith('zen:event-type:ticket.'))) throw incomplete();
    const status = input.status === 'inactive' ? 'inactive' : 'active';
    const webhook = webhooks.add({ name: input.name, endpoint: input.endpoint, status, subscriptions });
    return c.json({ webhook: json(webhook) }, 201);
  });

  app.post('/test', async (c) => {
    const webhook = state.webhooks.get(c.req.query('webhook_id') ?? '');
    if (!webhook) throw notFound();
    webhooks.test(webhook);
    return c.json({ response: { status: 200 } });
  });

  app.get('/:id', (c) => c.json({ webhook: json(webhookParam(state, c)) }));

  app.on(['PUT', 'PATCH'], '/:id', async (c) => {
    const webhook = webhookParam(state, c);
    const input = part(await readObject(c), 'webhook');
    if (typeof input.name === 'string') webhook.name = input.name;
    if (typeof input.endpoint === 'string') webhook.endpoint = input.endpoint;
    if (input.status === 'active' || input.status === 'inactive') webhook.status = input.status;
    if (Array.isArray(input.subscriptions)) webhook.subscriptions = sameKind(webhook, texts(input.subscriptions));
    return c.body(null, 204);
  });

  app.delete('/:id', (c) => {
    state.webhooks.delete(webhookParam(state, c).id);
    return c.body(null, 204);
  });

  app.get('/:id/signing_secret', (c) => c.json(secretJson(webhookParam(state, c))));

  app.post('/:id/signing_secret', (c) => {
    const webhook = webhookParam(state, c);
    webhook.secret = webhooks.newSecret();
    return c.json(secretJson(webhook), 201);
  });

  return app;
}

/** The kind of a webhook is chosen when it is made and never changes. */
function sameKind(webhook: ZendeskWebhook, subscriptions: readonly string[]): readonly string[] {
  const isTriggered = (all: readonly string[]): boolean => all.includes(TRIGGER_SUBSCRIPTION);
  if (isTriggered(webhook.subscriptions) !== isTriggered(subscriptions)) throw incomplete();
  return subscriptions;
}

const secretJson = (webhook: ZendeskWebhook): JsonObject => ({
  signing_secret: { algorithm: 'SHA256', secret: webhook.secret },
});

function webhookParam(state: ZendeskState, c: ZendeskContext): ZendeskWebhook {
  const webhook = state.webhooks.get(c.req.param('id') ?? '');
  if (!webhook) throw notFound();
  return webhook;
}

function incomplete(): ZendeskError {
  const error = {
    code: 'InvalidWebhook',
    title: 'Invalid webhook',
    detail: 'name, endpoint and subscriptions must fit',
  };
  return new ZendeskError(400, { errors: [error] });
}

function webhookJson(state: ZendeskState, webhook: ZendeskWebhook): JsonObject {
  return {
    id: webhook.id,
    name: webhook.name,
    status: webhook.status,
    subscriptions: webhook.subscriptions,
    created_at: stamp(webhook.createdAt),
    created_by: String(state.self.id),
    endpoint: webhook.endpoint,
    http_method: 'POST',
    request_format: 'json',
  };
}
