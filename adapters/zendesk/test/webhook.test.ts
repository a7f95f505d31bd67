import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { HelpdeskAdapter, RawDelivery, WebhookSecrets } from '@stellwerk/ports';
import { createVirtualClock, signedTestContext, TEST_SECRET } from '@stellwerk/testkit';
import { describe, expect, it } from 'vitest';
import { zendeskAdapter } from '../src/index.ts';

const STAMP = '2026-10-05T08:12:31Z';
const NOW = Date.parse(STAMP);
// as Zendesk signs test invocations of an unsaved webhook, the same for everyone
const PUBLIC_SECRET = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';

function desk(secrets: WebhookSecrets = { current: TEST_SECRET, previous: null }): HelpdeskAdapter {
  const context = { ...signedTestContext(createVirtualClock(NOW)), webhookSecrets: () => secrets };
  const auth = { kind: 'oauth', token: 'x' };
  return zendeskAdapter.create({ kind: 'zendesk', subdomain: 'acme', auth }, context);
}

function signed(body: Uint8Array | string, secret = TEST_SECRET): RawDelivery {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const signature = createHmac('sha256', secret).update(STAMP).update(bytes).digest('base64');
  const headers = {
    'x-zendesk-webhook-signature': signature,
    'x-zendesk-webhook-signature-timestamp': STAMP,
    'x-zendesk-webhook-invocation-id': '01J0INVOCATION',
  };
  return { method: 'POST', url: 'https://stellwerk.example/hooks/a', headers, body: bytes };
}

describe('verify', () => {
  it('accepts a signature made by openssl over time stamp and body', () => {
    const raw = signed('{"ticket_id":"35001"}');
    // printf '2026-10-05T08:12:31Z{"ticket_id":"35001"}' | openssl dgst -sha256 -hmac a-webhook-secret -binary | base64
    const headers = { ...raw.headers, 'x-zendesk-webhook-signature': 'w9S7lBKjzbuGBtCn4lAm+UGQg9C+vPkUNXEs7Ebfw6I=' };

    const delivery = desk().verify({ ...raw, headers }, NOW);

    expect(delivery).toMatchObject({ key: '01J0INVOCATION', sourceAt: NOW, secret: 'current' });
  });

  it('accepts the secret before, while rotating', () => {
    const secrets = { current: 'new', previous: { secret: TEST_SECRET, until: NOW + 1 } };

    expect(desk(secrets).verify(signed('{}'), NOW).secret).toBe('previous');
  });

  it.each([-300_000, 0, 300_000])('accepts a time stamp %i ms away', (distance) => {
    expect(desk().verify(signed('{}'), NOW + distance).sourceAt).toBe(NOW);
  });

  it.each([-300_001, 300_001, 3_600_000])('refuses a time stamp %i ms away', (distance) => {
    expect(() => desk().verify(signed('{}'), NOW + distance)).toThrow('stale');
  });

  it("refuses Zendesk's public test secret, also where somebody configured it", () => {
    const raw = signed('{}', PUBLIC_SECRET);

    expect(() => desk().verify(raw, NOW)).toThrow('signature_wrong');
    expect(() => desk({ current: PUBLIC_SECRET, previous: null }).verify(raw, NOW)).toThrow('signature_wrong');
    const previous = { secret: PUBLIC_SECRET, until: NOW + 1000 };
    expect(() => desk({ current: TEST_SECRET, previous }).verify(raw, NOW)).toThrow('signature_wrong');
  });

  it('refuses a changed byte, a changed time, missing headers and a connection without secret', () => {
    const raw = signed('{"ticket_id":"35001"}');
    const changed = new TextEncoder().encode('{"ticket_id":"35002"}');
    const change = (name: string, value: string | undefined) => ({
      ...raw,
      headers: { ...raw.headers, [name]: value },
    });
    const stamp = 'x-zendesk-webhook-signature-timestamp';

    expect(() => desk().verify({ ...raw, body: changed }, NOW)).toThrow('signature_wrong');
    expect(() => desk().verify(change(stamp, '2026-10-05T08:12:32Z'), NOW)).toThrow('signature_wrong');
    expect(() => desk().verify(change('x-zendesk-webhook-signature', undefined), NOW)).toThrow('signature_missing');
    expect(() => desk().verify(change('x-zendesk-webhook-invocation-id', undefined), NOW)).toThrow('header_missing');
    expect(() => desk({ current: null, previous: null }).verify(raw, NOW)).toThrow('signature_wrong');
  });
});

describe('normalise', () => {
  const normalise = (body: Uint8Array | string) => desk().normalise(desk().verify(signed(body), NOW));
  const recording = (name: string) => readFileSync(new URL(`recordings/${name}.json`, import.meta.url));

  it.each([
    'event-created',
    'event-status-changed',
    'event-comment-added',
    'event-tags-changed-text',
    'event-without-subject',
    'trigger',
    'trigger-number',
  ])('makes a hint of %s', (name) => {
    expect(normalise(recording(name))).toEqual({ state: 'accepted', subjects: [{ kind: 'ticket', id: '35001' }] });
  });

  it('makes hints for both tickets of a merge', () => {
    expect(normalise(recording('event-merged')).subjects.map((subject) => 'id' in subject && subject.id)).toEqual([
      '35001',
      '35002',
    ]);
  });

  it('ignores what is about no ticket, such as the test button', () => {
    expect(normalise(recording('event-user-created')).state).toBe('ignored');
    expect(normalise('{"type":"test","account_id":1}').state).toBe('ignored');
  });

  it.each(['', 'null', '[]', '{}', '{"ticket_id":"../users/1"}', '{"ticket_id":""}', '{"type":7}', '{"ticket_id":'])(
    'keeps what it cannot read: %j',
    (text) => {
      expect(normalise(text).state).toBe('unparsable');
    },
  );
});
