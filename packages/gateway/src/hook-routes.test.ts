import type { RawDelivery } from '@stellwerk/ports';
import { StoreUnavailable, WebhookRejected } from '@stellwerk/ports';
import { describe, expect, it } from 'vitest';
import { createCounters } from './counters.ts';
import { createGateway } from './create-gateway.ts';
import type { HookTarget } from './hook-target.ts';
import { emptyStore, noProposals, quietLogger } from './testing/gateway-parts.ts';

const publicId = 'abcdefghijklmnopqrstuv';

function gatewayWith(receive: HookTarget['receive'], more: Partial<HookTarget> = {}) {
  const counters = createCounters();
  const target: HookTarget = { connection: 'acme', receive, ...more };
  const app = createGateway({
    findHook: (id) => (id === publicId ? target : undefined),
    publicUrl: 'https://desk.example.com',
    counters,
    logger: quietLogger,
    maxBodyBytes: 100,
    store: emptyStore,
    clock: { now: () => 1_000 },
    proposals: noProposals,
  });
  const post = (body: string, headers: Record<string, string> = {}, path = `/hooks/${publicId}`) =>
    app.request(path, { method: 'POST', body, headers });
  return { post, counters };
}

const accepts: HookTarget['receive'] = async () => ({ duplicate: false, state: 'accepted' });

describe('the webhook door', () => {
  it('answers 202 to a new delivery and hands over the bytes, the headers and the public address', async () => {
    const seen: RawDelivery[] = [];
    const { post } = gatewayWith(async (raw) => {
      seen.push(raw);
      return { duplicate: false, state: 'accepted' };
    });

    const answer = await post('{"a":1}', { 'X-Signature': 'abc' }, `/hooks/${publicId}?x=1`);

    expect(answer.status).toBe(202);
    expect(new TextDecoder().decode(seen[0]?.body)).toBe('{"a":1}');
    expect(seen[0]?.headers['x-signature']).toBe('abc');
    expect(seen[0]?.url).toBe(`https://desk.example.com/hooks/${publicId}?x=1`);
  });

  it('answers 200 to a delivery it knows', async () => {
    const { post } = gatewayWith(async () => ({ duplicate: true, state: 'accepted' }));

    const answer = await post('{}');

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ duplicate: true });
  });

  it('answers 2xx to what it cannot read, since the sender cannot mend it', async () => {
    const { post, counters } = gatewayWith(async () => ({ duplicate: false, state: 'unparsable' }));

    const answer = await post('not json');

    expect(answer.status).toBe(202);
    expect(counters.samples()).toContainEqual({
      name: 'webhooks_total',
      labels: { connection: 'acme', outcome: 'unparsable' },
      value: 1,
    });
  });

  it('answers 401 to a wrong signature, counts it and says nothing of the cause', async () => {
    const { post, counters } = gatewayWith(async () => {
      throw new WebhookRejected('signature_wrong');
    });

    const answer = await post('{}');

    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { code: 'WEBHOOK_REJECTED' } });
    expect(counters.samples()[0]).toMatchObject({ labels: { outcome: 'rejected' }, value: 1 });
  });

  it('answers 404 for a path it does not know', async () => {
    const { post } = gatewayWith(accepts);

    const answer = await post('{}', {}, '/hooks/zyxwvutsrqponmlkjihgfe');

    expect(answer.status).toBe(404);
  });

  it.each(['gzip', 'br', 'deflate', 'x'])('answers 415 to content-encoding %s', async (encoding) => {
    const { post } = gatewayWith(accepts);

    const answer = await post('{}', { 'content-encoding': encoding });

    expect(answer.status).toBe(415);
  });

  it('answers 413 to a body over the limit, declared or not', async () => {
    const { post } = gatewayWith(accepts);
    const stream = new Blob(['x'.repeat(101)]).stream();
    const undeclared = { method: 'POST', body: stream, duplex: 'half' } as RequestInit;

    const declared = await post('x'.repeat(101), { 'content-length': '101' });
    const streamed = await gatewayRequest(undeclared);
    const atTheLimit = await post('x'.repeat(100));

    expect([declared.status, streamed.status, atTheLimit.status]).toEqual([413, 413, 202]);
  });

  it('takes the limit of the connection where it has its own', async () => {
    const { post } = gatewayWith(accepts, { maxBodyBytes: 200 });

    expect((await post('x'.repeat(150))).status).toBe(202);
    expect((await post('x'.repeat(201))).status).toBe(413);
  });

  it('answers 503 with Retry-After while the store takes no writes', async () => {
    const { post } = gatewayWith(async () => {
      throw new StoreUnavailable('disk full');
    });

    const answer = await post('{}');

    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it('answers an unforeseen error with an id and without its text', async () => {
    const { post } = gatewayWith(async () => {
      throw new Error('secret token in here');
    });

    const answer = await post('{}');
    const text = await answer.text();

    expect(answer.status).toBe(500);
    expect(text).not.toContain('secret');
    expect(text).toContain(answer.headers.get('x-correlation-id'));
  });
});

function gatewayRequest(init: RequestInit) {
  const app = createGateway({
    findHook: () => ({ connection: 'acme', receive: accepts }),
    publicUrl: 'https://desk.example.com',
    counters: createCounters(),
    logger: quietLogger,
    maxBodyBytes: 100,
    store: emptyStore,
    clock: { now: () => 1_000 },
    proposals: noProposals,
  });
  return app.request(`/hooks/${publicId}`, init);
}
