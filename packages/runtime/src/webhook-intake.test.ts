import type { NewDelivery, RawDelivery, VerifiedDelivery } from '@stellwerk/ports';
import { WebhookRejected } from '@stellwerk/ports';
import { expect, it } from 'vitest';
import { takeDelivery } from './webhook-intake.ts';

const raw: RawDelivery = {
  method: 'POST',
  url: 'https://x/hooks/1',
  headers: {
    authorization: 'Basic secret',
    'x-hub-signature': 'sha1=abc',
    'x-zammad-delivery': '77',
    'user-agent': 'Zammad',
  },
  body: new TextEncoder().encode('{}'),
};

function parts(verify: (delivery: RawDelivery, now: number) => VerifiedDelivery) {
  const kept: NewDelivery[] = [];
  const accept = async (delivery: NewDelivery) => ({ duplicate: kept.push(delivery) > 1 });
  const store = { deliveries: { accept, lastReceivedAt: async () => null } };
  const normalise = () => ({ state: 'accepted', subjects: [{ kind: 'ticket', id: '7' }] }) as const;
  const take = () =>
    takeDelivery({ store, clock: { now: () => 5 } }, { name: 'acme', adapter: { verify, normalise } }, raw);
  return { kept, take };
}

it('keeps a genuine delivery with its key and subjects, and of the headers only what support needs', async () => {
  const { kept, take } = parts(({ headers, body }) => ({ key: 'k', sourceAt: 4, secret: 'current', headers, body }));

  expect(await take()).toEqual({ duplicate: false, state: 'accepted' });
  expect(await take()).toEqual({ duplicate: true, state: 'accepted' });
  expect(kept[0]).toEqual({
    connection: 'acme',
    key: 'k',
    receivedAt: 5,
    sourceAt: 4,
    headers: { 'user-agent': 'Zammad', 'x-zammad-delivery': '77' },
    body: raw.body,
    state: 'accepted',
    subjects: [{ kind: 'ticket', id: '7' }],
  });
});

it('keeps nothing of what is not genuine', async () => {
  const { kept, take } = parts(() => {
    throw new WebhookRejected('signature_wrong');
  });

  await expect(take()).rejects.toThrow(WebhookRejected);
  expect(kept).toEqual([]);
});
