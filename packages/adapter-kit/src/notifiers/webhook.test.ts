import { createHmac } from 'node:crypto';
import { createWebhookSink } from '@stellwerk/simulators';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createManualClock } from '../testing/manual-clock.ts';
import { notice } from '../testing/notice.ts';
import { createNotifier } from './notifier.ts';
import { signedHeaders } from './webhook.ts';

const clock = createManualClock(1_764_000_000_500);
const sink = createWebhookSink({ now: clock.now, token: 'Zm9v' });
beforeAll(() => sink.listen());
afterAll(() => sink.stop());
afterEach(() => sink.clearFaults());

const signal = new AbortController().signal;
const network = { allowPrivate: true, allowHttp: true, ca: null };

function notifier(secret: string | null) {
  const channel = () => ({ address: `${sink.url}/hook`, secret });
  return createNotifier({ connection: 'notify', clock, network, channel });
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
  const first = await notifier('plain secret').apply(notice('notify_webhook'), signal);
  const second = await notifier('plain secret').apply(notice('notify_webhook'), signal);

  expect(second.remoteRef).toBe(first.remoteRef);
  const { headers = {}, body } = sink.posts.at(-1) ?? {};
  const signed = `${headers['webhook-id']}.1764000000.${JSON.stringify(body)}`;
  expect(headers['webhook-signature']).toBe(
    `v1,${createHmac('sha256', 'plain secret').update(signed).digest('base64')}`,
  );
  expect(body).toMatchObject({ data: { contact: 'lead', ticketId: '12', rule: 'frist' } });
});

it('does not send unsigned, and turns a broken receiver into Transient', async () => {
  const seen = sink.posts.length;
  await expect(notifier(null).apply(notice('notify_webhook'), signal)).rejects.toThrow('contacts.lead');
  expect(sink.posts.length).toBe(seen);

  sink.inject({ on: /^POST \/hook/, kind: 'status', status: 500 });
  await expect(notifier('s').apply(notice('notify_webhook'), signal)).rejects.toMatchObject({ code: 'TRANSIENT' });
});

it('refuses for this contact alone where the receiver does not take the signature', async () => {
  sink.inject({ on: /^POST \/hook/, kind: 'status', status: 401 });

  await expect(notifier('s').apply(notice('notify_webhook'), signal)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    path: 'contacts.lead.notify',
  });
});
