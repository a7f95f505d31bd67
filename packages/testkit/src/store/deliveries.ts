import { describe, expect, it } from 'vitest';
import {
  claimEffect,
  claimLane,
  DESK,
  decideWith,
  delivery,
  done,
  laneKey,
  outcome,
  quietLane,
  wanted,
} from './factories.ts';
import type { Stores } from './harness.ts';

export function deliveryCases(stores: Stores): void {
  describe('deliveries', () => {
    it('keeps a new delivery and makes the lane of its ticket ready', async () => {
      const store = await stores.fresh();

      expect(await store.deliveries.accept(delivery('d1', '7'))).toEqual({ duplicate: false });

      const claim = await claimLane(store, 2_000);
      expect(claim.lane).toMatchObject({ key: laneKey('7'), connection: DESK, ticketId: '7' });
      expect(claim.hints).toEqual([
        { eventId: claim.hints[0]?.eventId, connection: DESK, subject: { kind: 'ticket', id: '7' } },
      ]);
    });

    it('knows a key it has seen and writes nothing for it', async () => {
      const store = await stores.fresh();
      await store.deliveries.accept(delivery('d1', '7'));
      await decideHints(store, '7');

      expect(await store.deliveries.accept(delivery('d1', '7'))).toEqual({ duplicate: true });

      expect(await store.lanes.claim(9_000, 'worker-1')).toBeNull();
      expect((await store.admin.counts()).deliveries).toBe(1);
    });

    it('tells twins of one turn apart: one is new, the others are duplicates', async () => {
      const store = await stores.fresh();
      const same = delivery('d1', '7');

      const answers = await Promise.all([same, same, delivery('d1', '7')].map((d) => store.deliveries.accept(d)));

      expect(answers.map(({ duplicate }) => duplicate)).toEqual([false, true, true]);
    });

    it('keeps the same key of two connections apart', async () => {
      const store = await stores.fresh();

      const answers = await Promise.all([
        store.deliveries.accept(delivery('d1', '7')),
        store.deliveries.accept(delivery('d1', '7', { connection: 'other' })),
      ]);

      expect(answers.map(({ duplicate }) => duplicate)).toEqual([false, false]);
      expect((await store.admin.counts()).lanes).toBe(2);
    });

    it('takes a hundred deliveries of one turn', async () => {
      const store = await stores.fresh();
      const all = Array.from({ length: 100 }, (_, i) => delivery(`d${i}`, String(i % 9)));

      const answers = await Promise.all(all.map((d) => store.deliveries.accept(d)));

      expect(answers.every(({ duplicate }) => !duplicate)).toBe(true);
      expect(await store.admin.counts()).toMatchObject({ deliveries: 100, lanes: 9, events_open: 100 });
    });

    it('wakes nobody for a delivery that is ignored', async () => {
      const store = await stores.fresh();

      await store.deliveries.accept(delivery('d1', '7', { state: 'ignored', subjects: [] }));

      expect(await store.lanes.claim(9_000, 'worker-1')).toBeNull();
    });

    it('keeps a delivery that could not be read for a person', async () => {
      const store = await stores.fresh();

      await store.deliveries.accept(delivery('d1', '7', { state: 'unparsable', subjects: [] }));

      expect(await store.admin.counts()).toMatchObject({ unparsable: 1, events: 0 });
    });

    it('gives each ticket of one delivery its own hint', async () => {
      const store = await stores.fresh();
      const subjects = ['7', '8'].map((id) => ({ kind: 'ticket', id }) as const);

      await store.deliveries.accept(delivery('d1', '7', { subjects }));

      const keys = [await claimLane(store, 2_000), await claimLane(store, 2_000)].map(({ lane }) => lane.key);
      expect(keys).toEqual([laneKey('7'), laneKey('8')]);
    });

    it('fails one bad row alone', async () => {
      const store = await stores.fresh();

      const [good, bad, alsoGood] = await Promise.allSettled([
        store.deliveries.accept(delivery('d1', '7')),
        store.deliveries.accept(delivery('d2', '8', { receivedAt: Number.NaN })),
        store.deliveries.accept(delivery('d3', '9')),
      ]);

      expect([good.status, bad.status, alsoGood.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await store.admin.counts()).deliveries).toBe(2);
    });

    it('brings news of an issue to every ticket linked to it', async () => {
      const store = await stores.fresh();
      for (const id of ['7', '8']) await linkIssue(store, id, 'acme/app#1');
      await quietLane(store, '9');

      await store.deliveries.accept(issueDelivery('gh-1', 'acme/app#1'));

      const claims = [await claimLane(store, 5_000), await claimLane(store, 5_000)];
      expect(claims.map(({ lane }) => lane.key)).toEqual([laneKey('7'), laneKey('8')]);
      expect(claims[0]?.hints).toMatchObject([
        { connection: 'tracker', subject: { kind: 'issue', issue: 'acme/app#1' } },
      ]);
      expect(await store.lanes.claim(5_000, 'worker-1')).toBeNull();
    });

    it('lets news of an issue that no ticket is linked to pass', async () => {
      const store = await stores.fresh();

      expect(await store.deliveries.accept(issueDelivery('gh-1', 'acme/app#1'))).toEqual({ duplicate: false });

      expect(await store.lanes.claim(5_000, 'worker-1')).toBeNull();
    });

    it('remembers when a connection was last heard of', async () => {
      const store = await stores.fresh();
      expect(await store.deliveries.lastReceivedAt(DESK)).toBeNull();

      await store.deliveries.accept(delivery('d1', '7', { receivedAt: 1_000 }));
      await store.deliveries.accept(delivery('d2', '7', { receivedAt: 1_400 }));
      await store.deliveries.accept(delivery('d3', '7', { receivedAt: 1_200 }));

      expect(await store.deliveries.lastReceivedAt(DESK)).toBe(1_400);
    });

    it('tells who listens once the delivery is committed', async () => {
      const store = await stores.fresh();
      const heard: boolean[] = [];
      store.onWork(({ lanes }) => heard.push(lanes));

      await store.deliveries.accept(delivery('d1', '7'));

      expect(heard).toEqual([true]);
    });

    it('takes keys and texts that no database likes', async () => {
      const store = await stores.fresh();
      const odd = delivery('nul \u0000 and half \ud800 pair', 'a\u0000b', { headers: { 'x-odd': '\u0000\ud800' } });

      const first = await store.deliveries.accept(odd);
      const second = await store.deliveries.accept(odd);

      expect([first, second]).toEqual([{ duplicate: false }, { duplicate: true }]);
      expect((await claimLane(store, 2_000)).hints).toHaveLength(1);
    });

    it('survives a restart', async () => {
      const store = await stores.fresh();
      await store.deliveries.accept(delivery('d1', '7'));

      const again = await stores.reopen(store);

      expect(await again.deliveries.accept(delivery('d1', '7'))).toEqual({ duplicate: true });
      expect((await claimLane(again, 2_000)).lane.key).toBe(laneKey('7'));
    });
  });
}

type AnyStore = Awaited<ReturnType<Stores['fresh']>>;

async function decideHints(store: AnyStore, id: string): Promise<void> {
  const claim = await claimLane(store, 1_500);
  const hints = claim.hints.map(({ eventId }) => eventId);
  await store.lanes.appendHistory(laneKey(id), { events: [], persons: [], hints, now: 1_500 });
  await store.lanes.decide(claim.lane, 1_500, async () => outcome());
}

async function linkIssue(store: AnyStore, id: string, issue: string): Promise<void> {
  await quietLane(store, id);
  await decideWith(store, id, { effects: [wanted(`issue:${id}`)] });
  await store.effects.finish(await claimEffect(store, 2_000), done({ issue }), 2_000);
}

function issueDelivery(key: string, issue: string) {
  return delivery(key, '', { connection: 'tracker', receivedAt: 3_000, subjects: [{ kind: 'issue', issue }] });
}
