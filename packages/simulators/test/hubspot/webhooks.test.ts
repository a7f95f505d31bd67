import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Signature } from '@hubspot/api-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { signatureV3 } from '../../src/hubspot/events.ts';
import { noWait } from '../../src/shared/wait.ts';
import { call, newTicket, type Started, started } from './support.ts';

interface Event {
  readonly eventId: number;
  readonly subscriptionType: string;
  readonly attemptNumber: number;
  readonly objectId: number;
  readonly propertyName?: string;
  readonly changeSource?: string;
  readonly sourceId?: string;
}

const SECRET = 'a-client-secret';
let desk: Started;
let receiver: Server;
let url = '';
let received: { readonly headers: IncomingHttpHeaders; readonly raw: string; readonly events: Event[] }[] = [];
let statuses: number[] = [];

beforeEach(async () => {
  received = [];
  statuses = [];
  receiver = createServer((request, response) => {
    let raw = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => {
      raw += chunk;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, raw, events: JSON.parse(raw) });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks/x`;
  desk = await started({ wait: noWait });
  desk.hubspot.setWebhook({ url, secret: SECRET });
});

afterEach(async () => {
  vi.useRealTimers();
  await desk.hubspot.stop();
  await new Promise((resolve) => receiver.close(resolve));
});

it('sends arrays signed so that the official library accepts v1 and v3', async () => {
  const id = newTicket(desk);
  await desk.hubspot.webhooksSettled();

  const [{ headers, raw, events }] = received as [(typeof received)[0]];
  expect(events).toMatchObject([
    { subscriptionType: 'ticket.creation', objectId: Number(id), attemptNumber: 0, portalId: 62515, changeFlag: 'NEW' },
  ]);
  vi.useFakeTimers({ now: desk.clock.now, toFake: ['Date'] });
  const options = { clientSecret: SECRET, requestBody: raw, url, method: 'POST' };
  const v1 = { ...options, signature: String(headers['x-hubspot-signature']), signatureVersion: 'v1' };
  const timestamp = Number(headers['x-hubspot-request-timestamp']);
  const v3 = { ...options, signature: String(headers['x-hubspot-signature-v3']), signatureVersion: 'v3', timestamp };
  expect([Signature.isValid(v1), Signature.isValid(v3)]).toEqual([true, true]);
  expect(Signature.isValid({ ...v3, requestBody: `${raw} ` })).toBe(false);
});

it('decodes the listed escapes of the address before signing, and no others', () => {
  const sign = (uri: string): string => signatureV3(SECRET, { method: 'POST', uri, body: '[]', timestamp: '1' });

  expect(sign('https://a.example/x%3Ay')).toBe(sign('https://a.example/x:y'));
  expect(sign('https://a.example/x%20y')).not.toBe(sign('https://a.example/x y'));
});

it('puts what happens while a delivery is on its way into one batch, with one event for each property', async () => {
  const id = newTicket(desk);
  const agent = { kind: 'agent', id: desk.agent } as const;
  desk.hubspot.setPriority(id, agent, 'P1');
  desk.hubspot.assign(id, agent, { group: 'Second line', agentId: desk.agent });
  desk.hubspot.message(id, agent, 'Hello');
  await desk.hubspot.webhooksSettled();

  expect(
    received.map(({ events }) => events.map(({ subscriptionType, propertyName }) => propertyName ?? subscriptionType)),
  ).toEqual([
    ['ticket.creation'],
    ['conversation.newMessage', 'hs_ticket_priority', 'support_group', 'hubspot_owner_id', 'conversation.newMessage'],
  ]);
});

it('echoes our own writes as INTEGRATION of our app', async () => {
  const id = newTicket(desk);
  await call(desk.hubspot, 'PATCH', `/crm/objects/2026-09/tickets/${id}`, {
    properties: { stellwerk_tags: 'tier_t2' },
  });
  await desk.hubspot.webhooksSettled();

  expect(received.at(-1)?.events.at(-1)).toMatchObject({
    propertyName: 'stellwerk_tags',
    changeSource: 'INTEGRATION',
    sourceId: desk.hubspot.appId,
  });
});

it('tells the new id of a merge', async () => {
  const source = newTicket(desk, 'Twice');
  const target = newTicket(desk, 'Once');
  desk.hubspot.merge(source, { kind: 'agent', id: desk.agent }, target);
  await desk.hubspot.webhooksSettled();

  expect(received.at(-1)?.events.at(-1)).toMatchObject({
    subscriptionType: 'ticket.merge',
    primaryObjectId: Number(target),
    mergedObjectIds: [Number(source)],
    newObjectId: Number(target) + 1,
  });
});

it('repeats the whole batch, counting the attempts, ten times and no more', async () => {
  statuses = Array(20).fill(500);

  desk.hubspot.createTicket({
    requesterId: desk.contact,
    subject: 's',
    body: 'b',
    priority: 'P4',
    channel: 'web',
    group: 'g',
  });
  await desk.hubspot.webhooksSettled();

  const first = received.filter(({ events }) => events[0]?.subscriptionType === 'ticket.creation');
  expect(first.map(({ events }) => events[0]?.attemptNumber)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(new Set(first.map(({ events }) => events[0]?.eventId)).size).toBe(1);
});

it('does not lose later events with a batch that chaos drops', async () => {
  desk.hubspot.setWebhookChaos({ drop: 1 });
  const id = newTicket(desk);
  desk.hubspot.setWebhookChaos({});
  desk.hubspot.setPriority(id, { kind: 'agent', id: desk.agent }, 'P1');
  await desk.hubspot.webhooksSettled();

  expect(received.flatMap(({ events }) => events.map(({ propertyName }) => propertyName))).toEqual([
    'hs_ticket_priority',
  ]);
});
