import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { noWait } from '../../src/shared/wait.ts';
import { createZammadSimulator, type ZammadSimulator } from '../../src/zammad/simulator.ts';
import { call, keysOf, recorded, TOKEN } from './support.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: tests read into free JSON
  readonly body: any;
}

interface RecordedDelivery {
  readonly headers: Record<string, string>;
  readonly signature_token: string;
  readonly raw_body: string;
}

const real = (recorded('webhook-deliveries') as unknown as { deliveries: RecordedDelivery[] }).deliveries;
let zammad: ZammadSimulator;
let receiver: Server;
let received: Received[] = [];
let statuses: number[] = [];
let now = 0;
let agent = '';
let customer = '';

beforeEach(async () => {
  received = [];
  statuses = [];
  now = Date.parse('2026-11-23T09:00:00.000Z');
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      received.push({ headers: request.headers, raw, body: JSON.parse(raw.toString('utf8')) });
      response.writeHead(statuses.shift() ?? 202).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  zammad = createZammadSimulator({ now: () => now, token: TOKEN, wait: noWait });
  await zammad.listen();
  zammad.setWebhook({
    url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks/x`,
    secret: 's3cret-token',
  });
  const acme = zammad.addOrganisation({ name: 'Acme Logistics', plan: 'Basic' });
  customer = zammad.addCustomer({ name: 'Carla Customer', email: 'carla@acme.example', organisationId: acme.id }).id;
  agent = zammad.addAgent({ name: 'Nina Agent', email: 'agent@example.com', groups: ['Users'] }).id;
});

afterEach(async () => {
  await zammad.stop();
  await new Promise((resolve) => receiver.close(resolve));
});

const newTicket = (): string =>
  zammad.createTicket({
    requesterId: customer,
    subject: 'Scanner offline – äöü',
    body: 'Scanner "offline"',
    priority: 'P3',
    channel: 'phone',
    group: 'Users',
    openedBy: { kind: 'agent', id: agent },
  });

it('signs as the recorded deliveries are signed', () => {
  for (const { headers, signature_token, raw_body } of real) {
    const hex = createHmac('sha1', signature_token).update(raw_body).digest('hex');
    expect(headers['X-Hub-Signature']).toBe(`sha1=${hex}`);
  }
});

it('sends a new ticket with the recorded headers, keys and a signature over the exact bytes', async () => {
  newTicket();
  await zammad.webhooksSettled();

  const [got] = received as [Received];
  const hex = createHmac('sha1', 's3cret-token').update(got.raw).digest('hex');
  expect(got.headers).toMatchObject({
    'user-agent': 'Zammad User Agent',
    'content-type': 'application/json; charset=utf-8',
    'x-zammad-trigger': 'stellwerk: created',
    'x-hub-signature': `sha1=${hex}`,
  });
  expect(got.headers['x-zammad-delivery']).toMatch(/^[0-9a-f-]{36}$/);

  const theirs = JSON.parse(real[0]?.raw_body ?? '');
  expect(Object.keys(got.body.ticket).filter((key) => key !== 'category')).toEqual(Object.keys(theirs.ticket));
  expect(Object.keys(got.body.article)).toEqual(Object.keys(theirs.article));
  for (const part of ['owner', 'customer', 'created_by', 'updated_by', 'group', 'organization', 'priority']) {
    expect(keysOf(got.body.ticket[part]), part).toEqual(keysOf(theirs.ticket[part]));
  }
  expect([typeof got.body.ticket.state, got.body.article.type]).toEqual(['string', 'phone']);
});

it('sends every change once, with an empty article when there was none', async () => {
  const id = newTicket();
  zammad.setTier(id, { kind: 'agent', id: agent }, 'T2');
  zammad.message(id, { kind: 'agent', id: agent }, 'internal', { public: false });
  await zammad.webhooksSettled();

  expect(received.map(({ headers }) => headers['x-zammad-trigger'])).toEqual([
    'stellwerk: created',
    'stellwerk: updated',
    'stellwerk: updated',
  ]);
  expect(received[1]?.body.article).toEqual({});
  expect(received[2]?.body.article).toMatchObject({ body: 'internal', internal: true, type: 'note' });
});

it('sends nothing for tags alone nor for a write that changes nothing', async () => {
  const id = newTicket();
  await zammad.webhooksSettled();
  received = [];

  zammad.addTag(id, { kind: 'agent', id: agent }, 'vip');
  await call(zammad, 'PUT', `/tickets/${id}`, { title: 'Scanner offline – äöü' });
  await zammad.webhooksSettled();

  expect(received).toEqual([]);
});

it('echoes our own writes under our account', async () => {
  const id = newTicket();
  await call(zammad, 'PUT', `/tickets/${id}`, { support_tier: 'T3' });
  await zammad.webhooksSettled();

  const ticket = received.at(-1)?.body.ticket;
  expect([ticket.support_tier, ticket.updated_by.login]).toEqual(['T3', zammad.serviceAccount.login]);
});

it('keeps the delivery id over retries and renders the body anew', async () => {
  statuses = [503];
  const id = newTicket();
  zammad.setPriority(id, { kind: 'agent', id: agent }, 'P1');
  await zammad.webhooksSettled();

  const created = received.filter(({ headers }) => headers['x-zammad-trigger'] === 'stellwerk: created');
  expect(created).toHaveLength(2);
  expect(created[1]?.headers['x-zammad-delivery']).toBe(created[0]?.headers['x-zammad-delivery']);
  expect(created[1]?.body.ticket.priority.name).toBe('4 urgent');
});

it('waits 10, 21, 31 and 40 s between its five attempts', async () => {
  await zammad.stop();
  const waits: number[] = [];
  const other = createZammadSimulator({ now: () => now, token: TOKEN, wait: async (ms) => void waits.push(ms) });
  const requesterId = other.addCustomer({ name: 'A B', email: 'a@b.example' }).id;
  statuses = [500, 404, 301, 500, 500];
  other.setWebhook({ url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, secret: '' });

  other.createTicket({ requesterId, subject: 's', body: 'b', priority: 'P3', channel: 'web', group: 'Users' });
  await other.webhooksSettled();

  expect(waits).toEqual([10_000, 21_000, 31_000, 40_000]);
  expect(received.map(({ headers }) => headers['x-hub-signature'])).toEqual(Array(5).fill(undefined));
});

it('takes webhooks and triggers from the admin API, selective ones included', async () => {
  zammad.setWebhook(null);
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/setup`;
  const hook = recorded('webhook-and-trigger-setup', 'webhook-create');
  const created = recorded('webhook-and-trigger-setup', 'trigger-create-created');
  const updated = recorded('webhook-and-trigger-setup', 'trigger-create-updated');

  const webhook = await call(zammad, 'POST', '/webhooks', { ...(hook.request.body as object), endpoint: url });
  const perform = { 'notification.webhook': { webhook_id: webhook.body.id } };
  const trigger = await call(zammad, 'POST', '/triggers', { ...(created.request.body as object), perform });
  await call(zammad, 'POST', '/triggers', { ...(updated.request.body as object), perform });
  const refused = await call(zammad, 'DELETE', `/webhooks/${webhook.body.id}`);
  const id = newTicket();
  zammad.setTier(id, { kind: 'agent', id: agent }, 'T2');
  zammad.message(id, { kind: 'agent', id: agent }, 'hello');
  await zammad.webhooksSettled();

  expect(keysOf(webhook.body)).toEqual(keysOf(hook.response));
  expect(keysOf(trigger.body)).toEqual(keysOf(created.response));
  expect([refused.status, refused.body.error]).toEqual([
    422,
    `Cannot delete! This webhook is referenced by Trigger: tier sync: created (#${trigger.body.id}), tier sync: updated (#${trigger.body.id + 1})`,
  ]);
  // the change of the tier alone fires nothing in selective mode
  expect(received.map(({ headers }) => headers['x-zammad-trigger'])).toEqual([
    'tier sync: created',
    'tier sync: updated',
  ]);
});
