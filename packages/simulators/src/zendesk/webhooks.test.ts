import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import zendesk from 'node-zendesk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noWait } from '../shared/wait.ts';
import { createZendeskSimulator, type ZendeskSimulator } from './simulator.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const token = 'zendesk-token';
const START = Date.UTC(2026, 9, 5, 8, 12, 31);

let now = START;
let desk: ZendeskSimulator;
let receiver: Server;
let received: Received[] = [];
let answers: { status: number; headers?: Record<string, string> }[] = [];
let url = '';
let requesterId = '';
let agent = '';

beforeEach(async () => {
  now = START;
  received = [];
  answers = [];
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ headers: request.headers, text: Buffer.concat(parts).toString() });
      const { status, headers } = answers.shift() ?? { status: 202 };
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

  desk = createZendeskSimulator({ now: () => now, token, webhookWait: noWait });
  await desk.listen();
  requesterId = desk.addCustomer({ name: 'Maria', email: 'maria@acme.example' }).id;
  agent = desk.addAgent({ name: 'One', email: 'one@support.example', groups: ['Support L1'] }).id;
});
afterEach(async () => {
  await desk.stop();
  await new Promise((resolve) => receiver.close(resolve));
});

const open = (): string =>
  desk.createTicket({
    requesterId,
    subject: 'Größe',
    body: 'Fehlermeldung',
    priority: 'P2',
    channel: 'email',
    group: 'Support L1',
  });

const bodies = () => received.map(({ text }) => JSON.parse(text));
const types = () => bodies().map((body) => body.type.replace('zen:event-type:ticket.', ''));
const put = (path: string, body: unknown) =>
  fetch(`${desk.url}/api/v2${path}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });

describe('event subscriptions', () => {
  it('signs timestamp and raw body with the secret as text', async () => {
    desk.setWebhook({ url, secret: 'geheim' });
    open();
    await desk.webhooksSettled();

    const [{ headers, text }] = received as [Received];
    const timestamp = headers['x-zendesk-webhook-signature-timestamp'];
    expect(timestamp).toBe('2026-10-05T08:12:31Z');
    const expected = createHmac('sha256', 'geheim').update(`${timestamp}${text}`).digest('base64');
    expect(headers['x-zendesk-webhook-signature']).toBe(expected);
  });

  it('sends ids as texts, values in upper case, and empty text for what is unset', async () => {
    desk.setWebhook({ url, secret: 'x' });
    const id = open();
    await desk.webhooksSettled();

    expect(bodies()[0]).toMatchObject({
      type: 'zen:event-type:ticket.created',
      subject: `zen:ticket:${id}`,
      detail: {
        id,
        status: 'NEW',
        priority: 'HIGH',
        assignee_id: '',
        requester_id: requesterId,
        via: { channel: 'mail' },
      },
      event: { meta: { sequence: { position: 1, total: 1 } } },
    });
    expect(bodies()[0].time).toMatch(/^2026-10-05T08:12:31\.\d{9}Z$/);
  });

  it('makes one event per changed field under one sequence', async () => {
    const id = open();
    desk.setWebhook({ url, secret: 'x' });
    desk.assign(id, { kind: 'agent', id: agent }, { agentId: agent });
    await desk.webhooksSettled();

    expect(types()).toEqual(['status_changed', 'custom_status_changed', 'agent_assignment_changed']);
    const sequences = bodies().map((body) => body.event.meta.sequence);
    expect(sequences.map(({ position, total }) => [position, total])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(new Set(sequences.map((sequence) => sequence.id)).size).toBe(1);
    expect(bodies()[0].event).toMatchObject({ current: 'OPEN', previous: 'NEW' });
  });

  it('tells our own writes as ours', async () => {
    const id = open();
    desk.setWebhook({ url, secret: 'x' });
    await put(`/tickets/${id}/tags`, { tags: ['tier_t2'] });
    await desk.webhooksSettled();

    expect(types()).toEqual(['tags_changed', 'custom_field_changed']);
    expect(bodies()[0].event).toMatchObject({ tags_added: ['tier_t2'], tags_removed: [] });
    expect(bodies()[0].detail.actor_id).toBe(desk.selfId);
  });

  it('tells a merge with its target', async () => {
    const target = open();
    const source = open();
    desk.setWebhook({ url, secret: 'x' });
    desk.merge(source, { kind: 'agent', id: agent }, target);
    await desk.webhooksSettled();

    expect(bodies().at(-1)).toMatchObject({
      type: 'zen:event-type:ticket.merged',
      detail: { id: source, status: 'CLOSED' },
      event: { target_ticket_id: target },
    });
  });
});

describe('delivery', () => {
  const attempts = async (): Promise<number> => {
    desk.setWebhook({ url, secret: 'x' });
    open();
    await desk.webhooksSettled();
    return received.length;
  };

  it.each([
    { title: '409 three times more', answer: { status: 409 }, expected: 4 },
    { title: '503 with a short Retry-After', answer: { status: 503, headers: { 'retry-after': '5' } }, expected: 4 },
    {
      title: '429 with a long Retry-After never',
      answer: { status: 429, headers: { 'retry-after': '60' } },
      expected: 1,
    },
    { title: '503 without Retry-After never', answer: { status: 503 }, expected: 1 },
    { title: '500 never', answer: { status: 500 }, expected: 1 },
  ])('repeats after $title', async ({ answer, expected }) => {
    answers = Array.from({ length: 10 }, () => answer);

    expect(await attempts()).toBe(expected);
  });

  it('keeps the invocation id on every attempt', async () => {
    answers = [{ status: 409 }];

    await attempts();

    const ids = received.map(({ headers }) => headers['x-zendesk-webhook-invocation-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('pauses when most deliveries fail, and goes on after a while', async () => {
    desk.setWebhook({ url, secret: 'x' });
    answers = Array.from({ length: 20 }, () => ({ status: 500 }));
    for (let at = 0; at < 25; at += 1) open();
    await desk.webhooksSettled();
    expect(received).toHaveLength(20);

    now += 30_001;
    open();
    await desk.webhooksSettled();

    expect(received).toHaveLength(21);
  });
});

describe('administration', () => {
  const client = () => zendesk.createClient({ username: 'a@b.example', token, endpointUri: `${desk.url}/api/v2` });

  it('registers a webhook, gives its secret and signs with it', async () => {
    const subscriptions = ['zen:event-type:ticket.tags_changed'];
    const webhook = {
      name: 'Ours',
      status: 'active',
      endpoint: url,
      http_method: 'POST',
      request_format: 'json',
      subscriptions,
    };
    const { result: created } = (await client().webhooks.create({ webhook } as never)) as { result: { id: string } };
    const answer = (await client().webhooks.getSigningSecret(created.id)) as {
      result: { signing_secret: { secret: string } };
    };
    const id = open();
    await put(`/tickets/${id}/tags`, { tags: ['vip'] });
    await desk.webhooksSettled();

    expect(types()).toEqual(['tags_changed']);
    const [{ headers, text }] = received as [Received];
    const signed = `${headers['x-zendesk-webhook-signature-timestamp']}${text}`;
    expect(headers['x-zendesk-webhook-signature']).toBe(
      createHmac('sha256', answer.result.signing_secret.secret).update(signed).digest('base64'),
    );
  });

  it('lets a trigger send its own template when its conditions hold', async () => {
    const headers = { authorization: `Bearer ${token}` };
    const post = async (path: string, body: unknown) => {
      const response = await fetch(`${desk.url}/api/v2${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return response.json();
    };
    const subscriptions = ['conditional_ticket_events'];
    const { webhook } = (await post('/webhooks', { webhook: { name: 'T', endpoint: url, subscriptions } })) as {
      webhook: { id: string };
    };
    const template = '{"ticket_id":"{{ticket.id}}","by":"{{current_user.id}}"}';
    await post('/triggers', {
      trigger: {
        title: 'Tell the gateway',
        conditions: {
          all: [{ field: 'current_tags', operator: 'not_includes', value: 'muted' }],
          any: [{ field: 'update_type', operator: 'is', value: 'Change' }],
        },
        actions: [{ field: 'notification_webhook', value: [webhook.id, template] }],
      },
    });

    const id = open();
    desk.setPriority(id, { kind: 'agent', id: agent }, 'P1');
    desk.addTag(id, { kind: 'agent', id: agent }, 'muted');
    desk.setPriority(id, { kind: 'agent', id: agent }, 'P3');
    await desk.webhooksSettled();

    expect(bodies()).toEqual([{ ticket_id: id, by: agent }]);
  });
});
