import { createHmac } from 'node:crypto';
import type { NotifierWrite } from '@stellwerk/core';
import type { Sendable } from '@stellwerk/ports';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createManualClock } from './testing/manual-clock.ts';
import { startWireServer, type WireServer } from './testing/wire-server.ts';
import { createWebhookNotifier, signedHeaders } from './webhook-notifier.ts';

let server: WireServer;
beforeAll(async () => {
  server = await startWireServer();
});
afterAll(() => server.close());

const signal = new AbortController().signal;
const network = { allowPrivate: true, allowHttp: true, ca: null };
const clock = createManualClock(1_764_000_000_500);

function sendable(): Sendable<NotifierWrite> {
  const write = {
    kind: 'notify_webhook',
    contact: 'lead',
    url: `${server.url}/hook`,
    text: 'Frist in 15 min',
  } as const;
  const reason = { code: 'sla.due', rule: 'frist', facts: {} };
  const effect = {
    key: 'lane:frist:1',
    connection: 'notify',
    writeClass: 'notifications',
    write,
    at: 0,
    mode: 'auto',
  } as const;
  return {
    effect: { ...effect, coalesceKey: null, rule: 'frist', reason },
    ticketId: '12',
    marker: 'A'.repeat(26),
    sendingSince: 0,
  };
}

it('signs as Standard Webhooks say (the vector of its documentation)', () => {
  const headers = signedHeaders(
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1_614_265_330_000,
    '{"test": 2432232314}',
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  );

  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

it('sends the same id for every try of one effect, and a signature that the receiver can check', async () => {
  let body = '';
  server.answer((request, response) => {
    body = '';
    request.on('data', (chunk) => (body += chunk)).on('end', () => response.writeHead(204).end());
  });
  const notifier = createWebhookNotifier({ connection: 'notify', clock, network, secretFor: () => 'plain secret' });

  const first = await notifier.apply(sendable(), signal);
  const second = await notifier.apply(sendable(), signal);

  expect(second.remoteRef).toBe(first.remoteRef);
  const headers = server.seen.at(-1)?.headers ?? {};
  const signed = `${headers['webhook-id']}.1764000000.${body}`;
  expect(headers['webhook-signature']).toBe(
    `v1,${createHmac('sha256', 'plain secret').update(signed).digest('base64')}`,
  );
  expect(JSON.parse(body).data).toMatchObject({ contact: 'lead', ticketId: '12', text: 'Frist in 15 min' });
});

it('does not send unsigned, and turns a broken receiver into Transient', async () => {
  const without = createWebhookNotifier({ connection: 'notify', clock, network, secretFor: () => null });
  const seen = server.seen.length;
  await expect(without.apply(sendable(), signal)).rejects.toThrow('contacts.lead');
  expect(server.seen.length).toBe(seen);

  server.answer((_request, response) => response.writeHead(500).end());
  const notifier = createWebhookNotifier({ connection: 'notify', clock, network, secretFor: () => 's' });
  await expect(notifier.apply(sendable(), signal)).rejects.toMatchObject({ code: 'TRANSIENT' });
});
