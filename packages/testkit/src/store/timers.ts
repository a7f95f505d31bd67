import { describe, expect, it } from 'vitest';
import { claimLane, decideWith, laneKey, outcome, quietLane } from './factories.ts';
import type { Stores } from './harness.ts';

export function timerCases(stores: Stores): void {
  describe('timers', () => {
    it('fires at its instant, not a millisecond before, and once', async () => {
      const store = await stores.fresh();
      await quietLane(store, '7');
      await decideWith(store, '7', { timers: [{ key: 'sla', dueAt: 5_000 }] });

      expect(await store.timers.fireDue(4_999, 10)).toBe(0);
      expect(await store.timers.fireDue(5_000, 10)).toBe(1);
      expect(await store.timers.fireDue(5_000, 10)).toBe(0);
    });

    it('wakes its lane with an event that carries no story', async () => {
      const store = await stores.fresh();
      await quietLane(store, '7');
      await decideWith(store, '7', { timers: [{ key: 'sla', dueAt: 5_000 }] });
      await store.timers.fireDue(5_000, 10);

      const { lane } = await claimLane(store, 5_000);
      let fresh = -1;
      await store.lanes.decide(lane, 5_000, async (work) => {
        fresh = work.fresh.length;
        return outcome();
      });

      expect([lane.key, fresh]).toEqual([laneKey('7'), 0]);
      expect(await store.lanes.claim(9_000, 'worker-1')).toBeNull();
    });

    it('fires the earliest first, no more than asked for', async () => {
      const store = await stores.fresh();
      for (const [id, dueAt] of [
        ['7', 5_000],
        ['8', 4_000],
        ['9', 6_000],
      ] as const) {
        await quietLane(store, id);
        await decideWith(store, id, { timers: [{ key: 'sla', dueAt }] });
      }

      expect(await store.timers.fireDue(9_000, 2)).toBe(2);

      expect(await store.timers.nextDueAt()).toBe(6_000);
      expect(await store.timers.pending()).toBe(1);
    });

    it('does nothing at the old instant of a timer that was moved', async () => {
      const store = await stores.fresh();
      await quietLane(store, '7');
      await decideWith(store, '7', { timers: [{ key: 'sla', dueAt: 5_000 }] });

      await decideWith(store, '7', { timers: [{ key: 'sla', dueAt: 8_000 }] });

      expect(await store.timers.fireDue(7_999, 10)).toBe(0);
      expect(await store.timers.fireDue(8_000, 10)).toBe(1);
    });

    it('fires again for a new instant of a timer that has fired', async () => {
      const store = await stores.fresh();
      await quietLane(store, '7');
      await decideWith(store, '7', { timers: [{ key: 'sla', dueAt: 5_000 }] });
      await store.timers.fireDue(5_000, 10);

      await decideWith(store, '7', { timers: [{ key: 'sla', dueAt: 6_000 }] });

      expect(await store.timers.fireDue(6_000, 10)).toBe(1);
      expect((await store.admin.counts()).events_open).toBe(1);
    });

    it('stays silent when the same instant is wanted again after it fired', async () => {
      const store = await stores.fresh();
      await quietLane(store, '7');
      const timers = [{ key: 'sla', dueAt: 5_000 }];
      await decideWith(store, '7', { timers });
      await store.timers.fireDue(5_000, 10);

      await decideWith(store, '7', { timers });

      expect(await store.timers.fireDue(9_000, 10)).toBe(0);
      expect(await store.timers.nextDueAt()).toBeNull();
    });

    it('forgets timers that a decision no longer names', async () => {
      const store = await stores.fresh();
      await quietLane(store, '7');
      await decideWith(store, '7', {
        timers: [
          { key: 'a', dueAt: 5_000 },
          { key: 'b', dueAt: 6_000 },
        ],
      });

      await decideWith(store, '7', { timers: [{ key: 'b', dueAt: 6_000 }] });

      expect(await store.timers.pending()).toBe(1);
      expect(await store.timers.nextDueAt()).toBe(6_000);
    });

    it('keeps equal keys of two lanes apart', async () => {
      const store = await stores.fresh();
      for (const id of ['7', '8']) {
        await quietLane(store, id);
        await decideWith(store, id, { timers: [{ key: 'sla', dueAt: 5_000 }] });
      }

      expect(await store.timers.fireDue(5_000, 10)).toBe(2);
      expect([(await claimLane(store, 5_000)).lane.key, (await claimLane(store, 5_000)).lane.key].sort()).toEqual([
        laneKey('7'),
        laneKey('8'),
      ]);
    });

    it('survives a restart', async () => {
      const store = await stores.fresh();
      await quietLane(store, '7');
      await decideWith(store, '7', { timers: [{ key: 'sla', dueAt: 5_000 }] });

      const again = await stores.reopen(store);

      expect(await again.timers.fireDue(9_000, 10)).toBe(1);
    });
  });
}
