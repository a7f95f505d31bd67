import { describe, expect, it } from 'vitest';
import { claimLane, DESK, decideWith, delivery, laneKey, message, outcome, quietLane } from './factories.ts';
import type { Stores } from './harness.ts';

const DAY = 86_400_000;

export function settingCases(stores: Stores): void {
  describe('connections', () => {
    it('keep the public id of their first sight', async () => {
      const store = await stores.fresh();

      const first = await store.connections.ensure(DESK, 'zammad', 1_000);
      const again = await store.connections.ensure(DESK, 'zammad', 2_000);

      expect(first).toMatchObject({ name: DESK, kind: 'zammad', status: 'active', pausedReason: null });
      expect(first.publicId).toMatch(/^[A-Za-z0-9]{22}$/);
      expect(again.publicId).toBe(first.publicId);
      expect((await store.connections.ensure('other', 'zendesk', 1_000)).publicId).not.toBe(first.publicId);
      expect((await store.connections.list()).map(({ name }) => name)).toEqual([DESK, 'other']);
    });

    it('show their last webhook and why they are paused', async () => {
      const store = await stores.fresh();
      await store.connections.ensure(DESK, 'zammad', 1_000);
      await store.deliveries.accept(delivery('d1', '7', { receivedAt: 5_000 }));

      await store.connections.setStatus(DESK, 'paused', 'token revoked');

      expect(await store.connections.list()).toMatchObject([
        { status: 'paused', pausedReason: 'token revoked', lastWebhookAt: 5_000 },
      ]);
    });

    it('are in shadow until a class goes live, and keep that instant', async () => {
      const store = await stores.fresh();
      expect(await store.connections.liveSince(DESK, 'tags')).toBeNull();

      await store.connections.setMode(DESK, 'tags', 'live', 'anna', 2_000);
      await store.connections.setMode(DESK, 'tags', 'live', 'anna', 3_000);

      expect(await store.connections.liveSince(DESK, 'tags')).toBe(2_000);
      expect(await store.connections.liveSince(DESK, 'notes')).toBeNull();
      await store.connections.setMode(DESK, 'tags', 'shadow', 'anna', 4_000);
      expect(await store.connections.liveSince(DESK, 'tags')).toBeNull();
      expect((await store.admin.audits(9)).map(({ action }) => action)).toEqual([
        'connection.shadow',
        'connection.live',
        'connection.live',
      ]);
    });

    it('remember where each stream is to be read on', async () => {
      const store = await stores.fresh();

      await store.connections.setCursor(DESK, 'tickets', 'a', 1_000);
      await store.connections.setCursor(DESK, 'tickets', 'b', 2_000);

      expect(await store.connections.cursor(DESK, 'tickets')).toBe('b');
      expect(await store.connections.cursor(DESK, 'issues')).toBeNull();
    });
  });

  describe('secrets and persons', () => {
    it('give secrets back after a restart, by name', async () => {
      const store = await stores.fresh();
      await store.secrets.set('zendesk/token', 'first', 1_000);
      await store.secrets.set('zendesk/token', 'gehëim', 2_000);
      await store.secrets.set('github/key', 'x', 2_000);

      const again = await stores.reopen(store);

      expect(await again.secrets.get('zendesk/token')).toBe('gehëim');
      expect(await again.secrets.get('unknown')).toBeNull();
      expect(await again.secrets.names()).toEqual(['github/key', 'zendesk/token']);
    });

    it('keep the newest name and address of a person', async () => {
      const store = await stores.fresh();
      for (const name of ['Anna Alt', 'Anna Neu']) {
        const persons = [{ pseudonym: 'person-1', name, email: 'anna@example.org' }];
        await store.lanes.appendHistory(laneKey('7'), { events: [], persons, hints: [], now: 1_000 });
      }

      expect(await store.persons.get('person-1')).toEqual({
        pseudonym: 'person-1',
        name: 'Anna Neu',
        email: 'anna@example.org',
      });
      expect(await store.persons.get('person-2')).toBeNull();
    });

    it('erase a person from events and state, for good, and leave the story otherwise as it was', async () => {
      const store = await stores.fresh();
      const persons = [{ pseudonym: 'person-1', name: 'Anna Alt', email: 'anna@example.org' }];
      const input = { events: [message('a', 1), message('b', 2)], persons, hints: [], now: 1_000 };
      await store.lanes.appendHistory(laneKey('7'), input);
      await decideWith(store, '7', { state: '{"requester":"person-1"}' });

      const { rows } = await store.persons.erase('person-1', 2_000);
      await store.lanes.appendHistory(laneKey('7'), { ...input, events: [] });

      expect(rows).toBe(4);
      expect(await store.persons.get('person-1')).toBeNull();
      expect(await store.lanes.state(laneKey('7'))).not.toContain('person-1');
      const refs = (await store.lanes.events(laneKey('7'))).map(({ actor }) => actor.ref);
      expect(refs).toHaveLength(2);
      expect(refs[0]).toMatch(/^erased-/);
      expect(refs[1]).toBe(refs[0]);
    });
  });

  describe('administration', () => {
    it('keeps every version of the policy', async () => {
      const store = await stores.fresh();

      await store.admin.savePolicy('v1', 'tiers: []', 1_000);
      await store.admin.savePolicy('v1', 'other', 2_000);

      expect(await store.admin.policy('v1')).toBe('tiers: []');
      expect(await store.admin.policy('v2')).toBeNull();
    });

    it('knows tokens by their hash until they expire or are revoked', async () => {
      const store = await stores.fresh();
      await store.admin.createToken('hash-1', 'grafana', 5_000, 1_000);
      await store.admin.createToken('hash-2', 'script', null, 1_000);

      expect(await store.admin.findToken('hash-1', 4_999)).toEqual({ name: 'grafana' });
      expect(await store.admin.findToken('hash-1', 5_000)).toBeNull();
      expect(await store.admin.revokeToken('script')).toBe(true);
      expect(await store.admin.revokeToken('script')).toBe(false);
      expect(await store.admin.findToken('hash-2', 1_000)).toBeNull();
    });

    it('writes the audit down, newest first', async () => {
      const store = await stores.fresh();
      const entry = { at: 1, actor: 'anna', action: 'test', target: 't', detail: null };

      await store.admin.audit(entry);
      await store.admin.audit({ ...entry, at: 2, detail: 'more' });

      expect(await store.admin.audits(1)).toEqual([{ ...entry, at: 2, detail: 'more' }]);
    });

    it('deletes what is older than the limits and keeps the story of open tickets', async () => {
      const store = await stores.fresh();
      await quietLane(store, 'open');
      await quietLane(store, 'over');
      await decideWith(store, 'over', { row: { ...outcome().row, finishedAt: 2_000 } });
      await store.deliveries.accept(delivery('bad', '7', { state: 'unparsable', subjects: [] }));
      await store.admin.audit({ at: 1, actor: 'anna', action: 'test', target: 't', detail: null });

      const limits = { events: 400 * DAY, attempts: 30 * DAY, audit: 365 * DAY, bodies: 14 * DAY };
      const early = await store.admin.purge(limits, 10 * DAY);
      const late = await store.admin.purge(limits, 401 * DAY);

      expect(Object.values(early).every((n) => n === 0)).toBe(true);
      expect(late).toMatchObject({ event: 1, delivery: 1, audit: 1 });
      expect(await store.lanes.events(laneKey('open'))).toHaveLength(1);
      expect(await store.lanes.events(laneKey('over'))).toEqual([]);
    });

    it('migrates once', async () => {
      const store = await stores.fresh();

      expect(await store.migrate()).toEqual([]);
      await expect(store.ping()).resolves.toBeUndefined();
    });

    it('counts what waits', async () => {
      const store = await stores.fresh();
      await store.deliveries.accept(delivery('d1', '7'));
      await claimLane(store, 2_000);

      expect(await store.admin.counts()).toMatchObject({ deliveries: 1, lanes: 1, lanes_ready: 1, events_open: 1 });
    });
  });
}
