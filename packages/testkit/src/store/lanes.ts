import { describe, expect, it } from 'vitest';
import {
  claimEffect,
  claimLane,
  DESK,
  decideWith,
  delivery,
  done,
  laneKey,
  message,
  outcome,
  quietLane,
  wanted,
} from './factories.ts';
import type { Stores } from './harness.ts';

export function laneCases(stores: Stores): void {
  describe('lanes', () => {
    it('takes the lane that has waited longest', async () => {
      const store = await stores.fresh();
      await store.deliveries.accept(delivery('d1', 'late', { receivedAt: 2_000 }));
      await store.deliveries.accept(delivery('d2', 'early', { receivedAt: 1_000 }));

      expect((await claimLane(store, 3_000)).lane.ticketId).toBe('early');
      expect((await claimLane(store, 3_000)).lane.ticketId).toBe('late');
      expect(await store.lanes.claim(3_000, 'worker-1')).toBeNull();
    });

    it('leaves out the lanes of a connection that has its share already', async () => {
      const store = await stores.fresh();
      await store.deliveries.accept(delivery('d1', '7'));

      expect(await store.lanes.claim(2_000, 'worker-1', DESK)).toBeNull();
      expect((await store.lanes.claim(2_000, 'worker-1', 'another'))?.lane.ticketId).toBe('7');
    });

    it('leaves a lane to the live worker that has it', async () => {
      const store = await stores.fresh();
      await store.deliveries.accept(delivery('d1', '7'));
      await claimLane(store, 2_000, 'worker-1');

      await store.deliveries.accept(delivery('d2', '7', { receivedAt: 2_100 }));

      expect(await store.lanes.claim(2_200, 'worker-2')).toBeNull();
    });

    it('adds a history once and answers the hints', async () => {
      const store = await stores.fresh();
      await store.deliveries.accept(delivery('d1', '7'));
      const claim = await claimLane(store, 2_000);
      const input = {
        events: [message('article:1', 500), message('article:2', 600)],
        persons: [],
        hints: claim.hints.map(({ eventId }) => eventId),
        now: 2_000,
      };

      expect(await store.lanes.appendHistory(laneKey('7'), input)).toEqual({ added: 2 });
      expect(await store.lanes.appendHistory(laneKey('7'), input)).toEqual({ added: 0 });

      await store.lanes.decide(claim.lane, 2_000, async () => outcome());
      expect(await store.lanes.claim(9_000, 'worker-1')).toBeNull();
    });

    it('gives new events in the order they came and the history in the order of the story', async () => {
      const store = await stores.fresh();
      const lane = await laneWith(store, [
        message('b', 900),
        message('a', 500),
        message('d', 700, 2),
        message('c', 700, 1),
      ]);
      let seen: readonly string[][] = [];

      await store.lanes.decide(lane, 2_000, async (work) => {
        seen = [work.fresh.map(({ key }) => key), (await work.history()).map(({ key }) => key)];
        return outcome();
      });

      expect(seen).toEqual([
        ['b', 'a', 'd', 'c'],
        ['a', 'c', 'd', 'b'],
      ]);
      expect((await store.lanes.events(laneKey('7'))).map(({ key }) => key)).toEqual(['a', 'c', 'd', 'b']);
    });

    it('puts the birth of a ticket first among events of one instant', async () => {
      const store = await stores.fresh();
      const birth = { ...message('z', 500, 9), type: 'created' } as unknown as ReturnType<typeof message>;
      await laneWith(store, [message('a', 500, 0), birth]);

      expect((await store.lanes.events(laneKey('7'))).map(({ key }) => key)).toEqual(['z', 'a']);
    });

    it('saves state, row and decisions, and gives the state and only newer events to the next decision', async () => {
      const store = await stores.fresh();
      const lane = await laneWith(store, [message('a', 500)]);
      const decision = { at: 500, cause: 'a', reason: { code: 'tier.rule_matched', rule: 'r1', facts: { n: 2 } } };
      await store.lanes.decide(lane, 2_000, async () => outcome({ state: 'S1', decisions: [decision] }));
      await store.lanes.appendEvent(laneKey('7'), message('b', 2_500), 'source', 2_500);
      let seen: unknown;

      await store.lanes.decide(lane, 3_000, async (work) => {
        seen = [work.state, work.fresh.map(({ key }) => key)];
        return outcome({ state: 'S2' });
      });

      expect(seen).toEqual(['S1', ['b']]);
      expect(await store.lanes.state(laneKey('7'))).toBe('S2');
      expect(await store.lanes.decisions(laneKey('7'))).toEqual([{ ...decision, policyVersion: 'v1' }]);
      expect(await store.lanes.list({ limit: 5 })).toEqual([{ ...lane, ...outcome().row }]);
    });

    it('keeps the same decision once', async () => {
      const store = await stores.fresh();
      const lane = await laneWith(store, [message('a', 500)]);
      const decision = { at: 500, cause: 'a', reason: { code: 'c', rule: null, facts: {} } };

      await store.lanes.decide(lane, 2_000, async () => outcome({ decisions: [decision] }));
      await store.lanes.decide(lane, 2_000, async () => outcome({ decisions: [decision], policyVersion: 'v2' }));

      expect(await store.lanes.decisions(laneKey('7'))).toHaveLength(1);
    });

    it('stays ready for a hint that comes while the lane is worked on', async () => {
      const store = await stores.fresh();
      await store.deliveries.accept(delivery('d1', '7'));
      const claim = await claimLane(store, 2_000);
      await store.deliveries.accept(delivery('d2', '7', { receivedAt: 2_100 }));

      const hints = claim.hints.map(({ eventId }) => eventId);
      await store.lanes.appendHistory(laneKey('7'), { events: [], persons: [], hints, now: 2_200 });
      await store.lanes.decide(claim.lane, 2_200, async () => outcome());

      const next = await claimLane(store, 2_200);
      expect(next.lane.key).toBe(laneKey('7'));
      expect(next.hints).toHaveLength(1);
      expect(next.hints[0]?.eventId).not.toBe(hints[0]);
    });

    it('saves nothing when deciding fails', async () => {
      const store = await stores.fresh();
      const lane = await laneWith(store, [message('a', 500)]);

      const decided = store.lanes.decide(lane, 2_000, async () => {
        throw new Error('rule failed');
      });

      await expect(decided).rejects.toThrow('rule failed');
      expect(await store.lanes.state(laneKey('7'))).toBeNull();
      expect((await store.admin.counts()).events_open).toBe(1);
    });

    it('waits after a failure: half of 2 s, then of 4 s, with a die that always shows one half', async () => {
      const store = await stores.fresh();
      const lane = await laneWith(store, [message('a', 500)]);

      expect(await store.lanes.fail(lane, 'boom', 10_000)).toBe('later');
      expect(await store.lanes.nextReadyAt()).toBe(11_000);
      expect(await store.lanes.claim(10_999, 'worker-1')).toBeNull();
      expect(await store.lanes.fail(lane, 'boom', 11_000)).toBe('later');
      expect(await store.lanes.nextReadyAt()).toBe(13_000);
    });

    it('parks an event after five tries and goes on with the next', async () => {
      const store = await stores.fresh();
      const lane = await laneWith(store, [message('poison', 500)]);

      const answers = [];
      for (let i = 0; i < 5; i++) answers.push(await store.lanes.fail(lane, `try ${i}`, 10_000));

      expect(answers).toEqual(['later', 'later', 'later', 'later', 'dead']);
      expect(await store.admin.deadEvents(10)).toMatchObject([{ lane: laneKey('7'), kind: 'source', error: 'try 4' }]);
      expect(await store.lanes.events(laneKey('7'))).toEqual([]);
      await store.lanes.appendEvent(laneKey('7'), message('good', 11_000), 'source', 11_000);
      expect((await freshOf(store, 11_000)).keys).toEqual(['good']);
    });

    it('lets the bad event stand alone, so that its neighbours of one lane are done', async () => {
      const store = await stores.fresh();
      const lane = await laneWith(store, [message('a', 1), message('poison', 2), message('c', 3)]);

      for (let now = 10_000; (await store.lanes.nextReadyAt()) !== null; now += 600_000) {
        await store.lanes
          .decide(lane, now, async ({ fresh }) => {
            if (fresh.some(({ key }) => key === 'poison')) throw new Error('poison');
            return outcome();
          })
          .catch(() => store.lanes.fail(lane, 'poison', now));
      }

      expect((await store.lanes.events(laneKey('7'))).map(({ key }) => key)).toEqual(['a', 'c']);
      expect(await store.admin.deadEvents(10)).toHaveLength(1);
    });

    it('counts a crash where a dead worker left its mark, and parks the event after three', async () => {
      const store = await stores.fresh();
      await laneWith(store, [message('killer', 500)]);
      const crashes: number[] = [];

      for (let i = 0; i < 3; i++) crashes.push((await claimLane(store, 10_000 + i * 40_000, `boot-${i}`)).crashes);
      const after = await claimLane(store, 200_000, 'boot-4');

      expect(crashes).toEqual([0, 1, 2]);
      expect(after.crashes).toBe(0);
      expect(await store.admin.deadEvents(10)).toHaveLength(1);
    });

    it('counts nothing for a worker that shows signs of life', async () => {
      const store = await stores.fresh();
      await laneWith(store, [message('slow', 500)]);
      await claimLane(store, 10_000, 'boot-1');

      await store.admin.heartbeat('boot-1', 50_000);

      expect(await store.lanes.claim(60_000, 'boot-2')).toBeNull();
    });

    it('never takes its own work for a crash, however long that lasts; another may after five minutes', async () => {
      const store = await stores.fresh();
      await laneWith(store, [message('slow', 500)]);
      await claimLane(store, 10_000, 'boot-1');

      expect(await store.lanes.claim(310_001, 'boot-1')).toBeNull();
      expect(await store.lanes.claim(310_000, 'boot-2')).toBeNull();
      expect(await claimLane(store, 310_001, 'boot-2')).toMatchObject({ crashes: 1 });
    });

    it('puts a lane aside without counting, and wakes it for a new event', async () => {
      const store = await stores.fresh();
      const lane = await laneWith(store, [message('a', 500)]);
      await claimLane(store, 2_000);

      await store.lanes.defer(lane, 90_000, 'the source is down');

      expect(await store.lanes.claim(89_999, 'worker-1')).toBeNull();
      expect(await store.lanes.nextReadyAt()).toBe(90_000);
      await store.lanes.appendEvent(laneKey('7'), message('b', 3_000), 'source', 3_000);
      expect((await freshOf(store, 3_000)).keys).toEqual(['a', 'b']);
      expect(await store.admin.deadEvents(10)).toEqual([]);
    });

    it('leaves a paused lane alone until it is let go', async () => {
      const store = await stores.fresh();
      await laneWith(store, [message('a', 500)]);

      await store.lanes.pause(laneKey('7'), 'fuse');
      expect(await store.lanes.claim(9_000, 'worker-1')).toBeNull();
      expect(await store.lanes.nextReadyAt()).toBeNull();

      await store.lanes.pause(laneKey('7'), null);
      expect((await claimLane(store, 9_000)).lane.key).toBe(laneKey('7'));
    });

    it('folds anew what was made invalid', async () => {
      const store = await stores.fresh();
      await laneWith(store, [message('a', 500)]);
      await decideWith(store, '7', { state: 'old' });
      await quietLane(store, '8');

      expect(await store.lanes.invalidate(laneKey('7'))).toBe(1);

      expect(await store.lanes.state(laneKey('7'))).toBeNull();
      expect(await store.lanes.state(laneKey('8'))).not.toBeNull();
      const { lane } = await claimLane(store, 5_000);
      let history: readonly string[] = [];
      await store.lanes.decide(lane, 5_000, async (work) => {
        history = (await work.history()).map(({ key }) => key);
        return outcome();
      });
      expect(history).toEqual(['a']);
      expect(await store.lanes.invalidate()).toBe(2);
    });

    it('adds polled hints once and moves the cursor with them', async () => {
      const store = await stores.fresh();
      const input = {
        connection: DESK,
        subjects: ['7', '8'].map((id) => ({ subject: { kind: 'ticket', id } as const, key: `hint:poll:1:${id}` })),
        cursor: { stream: 'tickets', value: 'page-2' },
        now: 2_000,
      };

      expect(await store.lanes.appendHints(input)).toEqual({ added: 2 });
      expect(await store.lanes.appendHints({ ...input, cursor: null })).toEqual({ added: 0 });

      expect(await store.connections.cursor(DESK, 'tickets')).toBe('page-2');
      expect((await claimLane(store, 2_000)).hints).toHaveLength(1);
    });

    it('adds an event of a person once', async () => {
      const store = await stores.fresh();

      const first = await store.lanes.appendEvent(laneKey('7'), message('m', 1), 'manual', 2_000);
      const second = await store.lanes.appendEvent(laneKey('7'), message('m', 1), 'manual', 2_000);

      expect([first, second]).toEqual([{ added: true }, { added: false }]);
      expect((await freshOf(store, 2_000)).keys).toEqual(['m']);
    });

    it('lists tickets by connection, page by page', async () => {
      const store = await stores.fresh();
      for (const id of ['1', '2', '3']) await quietLane(store, id);

      const first = await store.lanes.list({ connection: DESK, limit: 2 });
      const rest = await store.lanes.list({ connection: DESK, limit: 2, after: first.at(-1)?.id ?? 0 });

      expect([...first, ...rest].map(({ ticketId }) => ticketId)).toEqual(['1', '2', '3']);
      expect(await store.lanes.list({ connection: 'other', limit: 2 })).toEqual([]);
    });

    it('finds the lanes linked to an issue, and nothing for unknown names', async () => {
      const store = await stores.fresh();
      const lane = await quietLane(store, '7');
      await decideWith(store, '7', { effects: [wanted('issue')] });
      await store.effects.finish(await claimEffect(store, 2_000), done({ issue: 'acme/app#1' }), 2_000);

      expect(await store.lanes.linkedTo({ tracker: 'tracker', issue: 'acme/app#1' })).toEqual([lane]);
      expect(await store.lanes.linkedTo({ tracker: 'tracker', issue: 'acme/app#2' })).toEqual([]);
      await quietLane(store, '8');
      expect(await store.lanes.linked({ limit: 5 })).toEqual([lane]);
      expect(await store.lanes.linked({ limit: 5, after: lane.id })).toEqual([]);
      expect(await store.lanes.get(laneKey('unknown'))).toBeNull();
      expect(await store.lanes.state(laneKey('unknown'))).toBeNull();
    });

    it('plays a dead event again', async () => {
      const store = await stores.fresh();
      const lane = await laneWith(store, [message('poison', 500)]);
      for (let i = 0; i < 5; i++) await store.lanes.fail(lane, 'boom', 10_000);
      const [dead] = await store.admin.deadEvents(1);

      expect(await store.admin.replayEvent(dead?.id ?? 0, 'anna', 20_000)).toBe(true);
      expect(await store.admin.replayEvent(dead?.id ?? 0, 'anna', 20_000)).toBe(false);

      expect((await freshOf(store, 20_000)).keys).toEqual(['poison']);
      expect(await store.admin.audits(5)).toMatchObject([{ actor: 'anna', action: 'event.replay' }]);
    });
  });
}

type AnyStore = Awaited<ReturnType<Stores['fresh']>>;

async function laneWith(store: AnyStore, events: readonly ReturnType<typeof message>[]) {
  await store.lanes.appendHistory(laneKey('7'), { events, persons: [], hints: [], now: 1_000 });
  const lane = await store.lanes.get(laneKey('7'));
  if (!lane) throw new Error('No lane was made');
  return lane;
}

/** Claims and decides the next lane; returns the keys of what was new in it. */
async function freshOf(store: AnyStore, now: number) {
  const { lane } = await claimLane(store, now);
  let keys: readonly string[] = [];
  await store.lanes.decide(lane, now, async (work) => {
    keys = work.fresh.map(({ key }) => key);
    return outcome();
  });
  return { lane, keys };
}
