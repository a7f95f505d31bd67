import { describe, expect, it } from 'vitest';
import { claimEffect, DESK, decideWith, laneKey, quietLane, TIER, wanted } from './factories.ts';
import type { Stores } from './harness.ts';

const WEBHOOK = {
  connection: DESK,
  key: 'webhook',
  action: 'create',
  before: null,
  after: { url: 'https://a.example' },
  remoteRef: '17',
  plan: 'plan-1',
  undoOf: null,
} as const;

export function changeCases(stores: Stores): void {
  describe('the change ledger', () => {
    it('has a line for an effect in the commit of its outcome, and none for a lost lease', async () => {
      const store = await stores.fresh();
      await quietLane(store, '7');
      await decideWith(store, '7', { effects: [wanted('a', TIER)] });
      const claim = await claimEffect(store, 2_000);
      const change = { before: { tier: 'T1' }, after: { tier: 'T2' }, undoOf: null };
      const done = { kind: 'done', remoteRef: 'r9', ownWrites: [], event: null, link: null, change } as const;

      expect(await store.effects.finish({ ...claim, token: 'another' }, done, 2_500)).toBe(false);
      expect(await store.changes.list({ limit: 9 })).toEqual([]);
      expect(await store.effects.finish(claim, done, 3_000)).toBe(true);

      const [line, ...others] = await store.changes.list({ limit: 9 });
      expect(others).toEqual([]);
      expect(line).toEqual({
        id: line?.id,
        at: 3_000,
        connection: DESK,
        kind: 'ticket',
        lane: laneKey('7'),
        key: 'a',
        action: 'set_tier',
        writeClass: 'tags',
        rule: 'rule-1',
        before: { tier: 'T1' },
        after: { tier: 'T2' },
        remoteRef: 'r9',
        plan: null,
        undoOf: null,
        undoneBy: null,
      });
      expect(await store.changes.get(line?.id ?? 0)).toEqual(line);
    });

    it('keeps an object once per plan, with the secret that came with it', async () => {
      const store = await stores.fresh();

      await store.changes.recordObject({ ...WEBHOOK, secret: { name: 'hook', value: 's1' } }, 1_000);
      await store.changes.recordObject({ ...WEBHOOK, secret: null }, 2_000);
      await store.changes.recordObject({ ...WEBHOOK, plan: 'plan-2', secret: null }, 3_000);

      expect((await store.changes.list({ limit: 9 })).map(({ plan, at }) => [plan, at])).toEqual([
        ['plan-2', 3_000],
        ['plan-1', 1_000],
      ]);
      expect(await store.secrets.get('hook')).toBe('s1');
    });

    it('marks what was taken back, and lists by connection, plan, rule, ticket and time, newest first', async () => {
      const store = await stores.fresh();
      await store.changes.recordObject({ ...WEBHOOK, secret: null }, 1_000);
      await store.changes.recordObject({ ...WEBHOOK, connection: 'other', secret: null }, 2_000);
      const [second, first] = await store.changes.list({ limit: 9 });
      await store.changes.recordObject({ ...WEBHOOK, plan: null, undoOf: first?.id ?? null, secret: null }, 3_000);

      const [third] = await store.changes.list({ limit: 1 });
      const ids = async (filter: Omit<Parameters<typeof store.changes.list>[0], 'limit'>) =>
        (await store.changes.list({ ...filter, limit: 9 })).map(({ id }) => id);
      expect(await store.changes.get(first?.id ?? 0)).toMatchObject({ undoneBy: third?.id });
      expect(await ids({ connection: 'other' })).toEqual([second?.id]);
      expect(await ids({ plan: 'plan-1' })).toEqual([second?.id, first?.id]);
      expect(await ids({ since: 1_000, until: 3_000 })).toEqual([second?.id, first?.id]);
      expect(await ids({ beforeId: second?.id ?? 0 })).toEqual([first?.id]);
      expect(await ids({ rule: 'rule-1' })).toEqual([]);
      expect(await ids({ lane: laneKey('7') })).toEqual([]);
    });

    it('keeps a plan with its state', async () => {
      const store = await stores.fresh();

      await store.changes.savePlan({ id: 'p1', content: '{"a":1}', createdBy: 'anna' }, 1_000);
      await store.changes.setPlanState('p1', 'applying');

      expect(await store.changes.plan('p1')).toEqual({
        id: 'p1',
        content: '{"a":1}',
        state: 'applying',
        createdBy: 'anna',
        createdAt: 1_000,
      });
      expect(await store.changes.plan('p2')).toBeNull();
    });
  });
}
