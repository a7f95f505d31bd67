import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IssueTracker, RawDelivery, WebhookSecrets } from '@stellwerk/ports';
import { createVirtualClock, signedTestContext, TEST_SECRET } from '@stellwerk/testkit';
import { describe, expect, it } from 'vitest';
import { githubAdapter } from '../src/index.ts';

const NOW = Date.UTC(2026, 9, 5, 8, 32);

function tracker(secrets?: WebhookSecrets): IssueTracker {
  const context = signedTestContext(createVirtualClock(NOW), 'bugs');
  const config = { kind: 'github', repository: 'acme/product', token: 'x' };
  return githubAdapter.create(config, secrets ? { ...context, webhookSecrets: () => secrets } : context);
}

function recording(name: string): Uint8Array {
  return readFileSync(new URL(`recordings/${name}.json`, import.meta.url));
}

function signed(body: Uint8Array, event: string, secret = TEST_SECRET): RawDelivery {
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = { 'x-github-event': event, 'x-github-delivery': 'guid-1', 'x-hub-signature-256': signature };
  return { method: 'POST', url: 'https://stellwerk.example/hooks/a', headers, body };
}

describe('verify', () => {
  it("accepts GitHub's published test value", () => {
    // docs.github.com, "Validating webhook deliveries", "Testing the webhook payload validation"
    const body = new TextEncoder().encode('Hello, World!');
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const github = tracker({ current: "It's a Secret to Everybody", previous: null });
    const headers = { 'x-github-event': 'ping', 'x-github-delivery': 'guid-1', 'x-hub-signature-256': signature };

    const delivery = github.verify({ method: 'POST', url: '', headers, body }, NOW);

    expect(delivery).toMatchObject({ key: 'guid-1', sourceAt: null, secret: 'current' });
  });

  it('accepts the secret before, while rotating', () => {
    const raw = signed(recording('ping'), 'ping', 'old');
    const previous = { secret: 'old', until: NOW + 1 };

    expect(tracker({ current: TEST_SECRET, previous }).verify(raw, NOW).secret).toBe('previous');
    expect(() => tracker({ current: TEST_SECRET, previous }).verify(raw, NOW + 1)).toThrow('signature_wrong');
  });

  it('refuses one changed byte, a foreign secret, no signature, no secret and no delivery id', () => {
    const raw = signed(recording('issues-closed'), 'issues');
    const changed = Uint8Array.from(raw.body);
    changed[20] = changed[20]! ^ 1;
    const without = (name: string) => ({ ...raw, headers: { ...raw.headers, [name]: undefined } });

    expect(() => tracker().verify({ ...raw, body: changed }, NOW)).toThrow('signature_wrong');
    expect(() => tracker().verify(signed(raw.body, 'issues', 'other'), NOW)).toThrow('signature_wrong');
    expect(() => tracker().verify(without('x-hub-signature-256'), NOW)).toThrow('signature_missing');
    expect(() => tracker().verify(without('x-github-delivery'), NOW)).toThrow('header_missing');
    expect(() => tracker({ current: null, previous: null }).verify(raw, NOW)).toThrow('signature_wrong');
  });
});

describe('normalise', () => {
  const normalise = (body: Uint8Array, event: string) =>
    tracker().normalise(tracker().verify(signed(body, event), NOW));

  it.each([
    ['issues-closed', 'issues'],
    ['issues-labeled-old', 'issues'],
    ['issue-comment-created', 'issue_comment'],
  ])('makes a hint of %s, in the spelling of the config', (name, event) => {
    expect(normalise(recording(name), event)).toEqual({
      state: 'accepted',
      subjects: [{ kind: 'issue', issue: 'acme/product#12' }],
    });
  });

  it.each([
    ['ping', 'ping'],
    ['issue-comment-on-pull-request', 'issue_comment'],
    ['issues-other-repository', 'issues'],
    ['issues-closed', 'star'],
  ])('ignores %s sent as %s', (name, event) => {
    expect(normalise(recording(name), event)).toEqual({ state: 'ignored', subjects: [] });
  });

  it.each([
    '',
    'null',
    '[]',
    '{"issue":{}}',
    '{"issue":{"number":"12"}}',
    'payload=%7B%7D',
    '\u0000',
    '['.repeat(5000),
  ])('keeps what it cannot read: %j', (text) => {
    expect(normalise(new TextEncoder().encode(text), 'issues').state).toBe('unparsable');
  });
});
