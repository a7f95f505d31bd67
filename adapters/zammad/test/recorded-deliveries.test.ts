import { readFileSync } from 'node:fs';
import type { RawDelivery } from '@stellwerk/ports';
import { createTestContext } from '@stellwerk/testkit';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { zammadAdapter } from '../src/index.ts';

const Recorded = z.object({
  headers: z.record(z.string(), z.string()),
  signature_token: z.string(),
  raw_body: z.string(),
});
const file = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./recordings/${name}.json`, import.meta.url), 'utf8'));
const { deliveries } = z.object({ deliveries: z.array(Recorded) }).parse(file('webhook-deliveries'));
const NOW = Date.UTC(2026, 10, 22, 2);

function rawOf(recorded: z.infer<typeof Recorded>): RawDelivery {
  const headers = Object.fromEntries(
    Object.entries(recorded.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method: 'POST',
    url: 'https://gw.example/hooks/x',
    headers,
    body: new TextEncoder().encode(recorded.raw_body),
  };
}

function adapterWith(secret: string | null, previous: { secret: string; until: number } | null = null) {
  const context = createTestContext({ secrets: { current: secret, previous } });
  return zammadAdapter.create({ kind: 'zammad', url: 'https://support.example.test', token: 't' }, context);
}

describe.each(deliveries.map((recorded) => [recorded.headers['X-Zammad-Delivery'] ?? '', recorded] as const))(
  'delivery %s as a Zammad 6.5 sent it',
  (key, recorded) => {
    it('is genuine and names its ticket', () => {
      const adapter = adapterWith(recorded.signature_token);

      const verified = adapter.verify(rawOf(recorded), NOW);

      expect(verified).toMatchObject({ key, sourceAt: null, secret: 'current' });
      const { ticket } = z.object({ ticket: z.object({ id: z.number() }) }).parse(JSON.parse(recorded.raw_body));
      expect(adapter.normalise(verified)).toEqual({
        state: 'accepted',
        subjects: [{ kind: 'ticket', id: String(ticket.id) }],
      });
    });

    it('is refused after any one changed byte', () => {
      const adapter = adapterWith(recorded.signature_token);
      const raw = rawOf(recorded);

      for (let at = 0; at < raw.body.length; at += 97) {
        const body = raw.body.slice();
        body[at] = (body[at] ?? 0) ^ 1;
        expect(() => adapter.verify({ ...raw, body }, NOW)).toThrow('signature_wrong');
      }
    });

    it('is refused without a secret, with another one, and without its headers', () => {
      const raw = rawOf(recorded);
      const without = (name: string) => ({ ...raw, headers: { ...raw.headers, [name]: undefined } });
      const adapter = adapterWith(recorded.signature_token);

      expect(() => adapterWith(null).verify(raw, NOW)).toThrow('signature_wrong');
      expect(() => adapterWith('other').verify(raw, NOW)).toThrow('signature_wrong');
      expect(() => adapter.verify(without('x-hub-signature'), NOW)).toThrow('signature_missing');
      expect(() => adapter.verify(without('x-zammad-delivery'), NOW)).toThrow('header_missing');
    });

    it('passes with the previous secret while that one lasts', () => {
      const adapter = adapterWith('new', { secret: recorded.signature_token, until: NOW + 1 });

      expect(adapter.verify(rawOf(recorded), NOW).secret).toBe('previous');
      expect(() => adapter.verify(rawOf(recorded), NOW + 1)).toThrow('signature_wrong');
    });
  },
);

it('reads the ticket of a custom payload, in which unknown variables are printed as text', () => {
  const [custom] = z.object({ deliveries: z.array(Recorded) }).parse(file('webhook-custom-delivery')).deliveries;
  const adapter = adapterWith(custom?.signature_token ?? '');

  const verified = adapter.verify(rawOf(custom!), NOW);

  expect(adapter.normalise(verified)).toEqual({ state: 'accepted', subjects: [{ kind: 'ticket', id: '8' }] });
});

it.each([
  ['{"id":8}', 'unparsable'],
  ['', 'unparsable'],
  ['[]', 'unparsable'],
  ['{"ticket":{"id":"#{ticket.id / no such method}"}}', 'unparsable'],
  ['{"ticket":null}', 'unparsable'],
  [`${'['.repeat(100)}1${']'.repeat(100)}`, 'unparsable'],
  ['{"ticket_id":40008}', 'accepted'],
])('normalises %s without throwing', (body, state) => {
  const delivery = {
    key: 'k',
    sourceAt: null,
    secret: 'current',
    headers: {},
    body: new TextEncoder().encode(body),
  } as const;

  expect(adapterWith('s').normalise(delivery).state).toBe(state);
});
