import type { NewEffect, Store } from '@stellwerk/ports';
import { describe, expect, it } from 'vitest';
import {
  claimEffect,
  claimLane,
  DESK,
  decideWith,
  done,
  laneKey,
  message,
  outcome,
  quietLane,
  TIER,
  wanted,
} from './factories.ts';
import type { Stores } from './harness.ts';

const MINUTE = 60_000;

export function effectCases(stores: Stores): void {
  describe('effects on their way', () => {
    it('marks an effect as sending before it is handed out, and hands it out once', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);

      const claim = await claimEffect(store, 2_000);

      expect(claim).toMatchObject({
        state: 'sending',
        attempts: 1,
        sendingSince: 2_000,
        marker: 'MARKe1',
        lookUp: false,
      });
      expect(claim.effect).toEqual(wanted('e1').effect);
      expect(await store.effects.get(claim.id)).toMatchObject({ state: 'sending' });
      expect(await store.effects.claim(DESK, 2_000, MINUTE)).toBeNull();
    });

    it('sends nothing of another connection', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);

      expect(await store.effects.claim('other', 2_000, MINUTE)).toBeNull();
    });

    it('is done with its reference, its own writes and its event, all at once', async () => {
      const { store, lane } = await withEffects(stores, [wanted('e1')]);
      const event = { ...message('effect:e1', 2_500), provenance: 'engine' as const };

      const kept = await store.effects.finish(
        await claimEffect(store, 2_000),
        done({ remoteRef: 'note-5', ownWrites: ['audit:5'], event }),
        2_500,
      );

      expect(kept).toBe(true);
      expect(await only(store)).toMatchObject({ state: 'done', remoteRef: 'note-5', nextAt: null, error: null });
      expect(await store.effects.isOwnWrite(DESK, 'audit:5')).toBe(true);
      expect(await store.effects.isOwnWrite(DESK, 'audit:6')).toBe(false);
      expect(await store.effects.isOwnWrite('other', 'audit:5')).toBe(false);
      expect((await claimLane(store, 2_500)).lane).toEqual(lane);
      expect(await store.lanes.events(laneKey('7'))).toContainEqual(event);
    });

    it('goes back to wait for a person, with an event that says why, and is sent once accepted', async () => {
      const { store, lane } = await withEffects(stores, [wanted('e1')]);
      const event = { ...message('held:e1', 2_500), provenance: 'engine' as const };
      const held = { kind: 'proposed', error: 'HELD: 1 × Name', event } as const;

      expect(await store.effects.finish(await claimEffect(store, 2_000), held, 2_500)).toBe(true);

      const waiting = await only(store);
      expect(waiting).toMatchObject({ state: 'proposed', error: 'HELD: 1 × Name', nextAt: null });
      expect(await store.effects.claim(DESK, 9_999_999, MINUTE)).toBeNull();
      expect((await claimLane(store, 2_500)).lane).toEqual(lane);
      expect(await store.lanes.events(laneKey('7'))).toContainEqual(event);
      expect(await store.effects.resolveProposal(waiting.id, 'accept', 'anna', 3_000)).toBe(true);
      const again = await claimEffect(store, 3_000);
      expect(again).toMatchObject({ attempts: 2, lookUp: false });

      const second = { ...held, event: { ...event, key: 'held:e1:2' } };
      expect(await store.effects.finish(again, second, 3_500)).toBe(true);
      expect(await store.effects.resolveProposal(waiting.id, 'accept', 'anna', 4_000)).toBe(true);
      const accepted = (await store.lanes.events(laneKey('7'))).filter(({ type }) => type === 'proposal_accepted');
      expect(accepted.map(({ at }) => at)).toEqual([3_000, 4_000]);
    });

    it('waits until the instant of the next try', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);

      await store.effects.finish(await claimEffect(store, 2_000), { kind: 'retry', at: 9_000, error: '429' }, 2_100);

      expect(await only(store)).toMatchObject({ state: 'pending', nextAt: 9_000, error: '429', attempts: 1 });
      expect(await store.effects.claim(DESK, 8_999, MINUTE)).toBeNull();
      expect(await claimEffect(store, 9_000)).toMatchObject({ attempts: 2, lookUp: false, sendingSince: 2_000 });
    });

    it('is looked up after an unclear outcome, once its quarantine is over', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);

      const unclear = { kind: 'unknown', lookUpAt: 32_000, error: 'time-out' } as const;
      await store.effects.finish(await claimEffect(store, 2_000), unclear, 2_100);

      expect(await only(store)).toMatchObject({ state: 'unknown' });
      expect(await store.effects.claim(DESK, 31_999, MINUTE)).toBeNull();
      expect(await claimEffect(store, 32_000)).toMatchObject({ lookUp: true, sendingSince: 2_000 });
    });

    it('is looked up again when the look-up itself had to wait', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);
      const unclear = { kind: 'unknown', lookUpAt: 32_000, error: 'time-out' } as const;
      await store.effects.finish(await claimEffect(store, 2_000), unclear, 2_100);

      await store.effects.finish(await claimEffect(store, 32_000), { kind: 'retry', at: 40_000, error: '429' }, 33_000);

      expect((await claimEffect(store, 40_000)).lookUp).toBe(true);
    });

    it('comes back with a look-up when its sender is not heard of any more', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);
      await claimEffect(store, 2_000, 30_000);

      expect(await store.effects.claim(DESK, 31_999, 30_000)).toBeNull();
      expect(await claimEffect(store, 32_000, 30_000)).toMatchObject({ lookUp: true, attempts: 2 });
    });

    it('is simply repeated when it may be', async () => {
      const { store } = await withEffects(stores, [wanted('e1', TIER)]);
      await claimEffect(store, 2_000, 30_000);

      expect((await claimEffect(store, 32_000)).lookUp).toBe(false);
    });

    it('ignores the late answer of a lost lease', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);
      const lost = await claimEffect(store, 2_000, 30_000);
      const second = await claimEffect(store, 40_000, 30_000);

      expect(await store.effects.finish(lost, done({ ownWrites: ['audit:1'] }), 41_000)).toBe(false);

      expect(await only(store)).toMatchObject({ state: 'sending' });
      expect(await store.effects.isOwnWrite(DESK, 'audit:1')).toBe(false);
      expect(await store.effects.finish(second, done(), 42_000)).toBe(true);
      expect(await store.effects.finish(second, done(), 42_000)).toBe(false);
    });

    it('survives a restart as sending', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);
      await claimEffect(store, 2_000, 30_000);

      const again = await stores.reopen(store);

      expect(await again.effects.claim(DESK, 3_000, 30_000)).toBeNull();
      expect((await claimEffect(again, 32_000)).lookUp).toBe(true);
    });

    it('is dead until somebody plays it again', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);
      await store.effects.finish(await claimEffect(store, 2_000), { kind: 'dead', error: '422' }, 2_100);

      expect(await store.effects.claim(DESK, 9_999_999, MINUTE)).toBeNull();
      const dead = await only(store);
      expect(dead).toMatchObject({ state: 'dead', error: '422' });

      expect(await store.effects.replay(dead.id, 'anna', 3_000)).toBe(true);
      expect(await store.effects.replay(dead.id, 'anna', 3_000)).toBe(false);
      expect((await claimEffect(store, 3_000)).id).toBe(dead.id);
      expect(await store.admin.audits(1)).toMatchObject([{ actor: 'anna', action: 'effect.replay' }]);
    });

    it('makes its ticket be fetched anew when that had changed under it', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);

      const conflict = { kind: 'cancelled', error: 'CONFLICT: 409' } as const;
      await store.effects.finish(await claimEffect(store, 2_000), conflict, 2_100);

      expect(await only(store)).toMatchObject({ state: 'cancelled', error: 'CONFLICT: 409' });
      const claim = await claimLane(store, 2_100);
      expect(claim.hints).toMatchObject([{ connection: DESK, subject: { kind: 'ticket', id: '7' } }]);
    });

    it('wakes nobody when it was cancelled for another reason', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);

      await store.effects.finish(await claimEffect(store, 2_000), { kind: 'cancelled', error: 'IN_SHADOW' }, 2_100);

      expect(await store.lanes.claim(9_000, 'worker-1')).toBeNull();
    });
  });

  describe('effects of one lane', () => {
    it('leave one at a time, in the order of their ids', async () => {
      const { store } = await withEffects(stores, [wanted('e1'), wanted('e2')]);

      const first = await claimEffect(store, 2_000);
      expect(await store.effects.claim(DESK, 2_000, MINUTE)).toBeNull();
      await store.effects.finish(first, done(), 2_100);

      expect([first.effect.key, (await claimEffect(store, 2_100)).effect.key]).toEqual(['e1', 'e2']);
    });

    it('wait for one that is to be tried again', async () => {
      const { store } = await withEffects(stores, [wanted('e1'), wanted('e2')]);
      await store.effects.finish(await claimEffect(store, 2_000), { kind: 'retry', at: 9_000, error: '503' }, 2_100);

      expect(await store.effects.claim(DESK, 8_000, MINUTE)).toBeNull();
      expect((await claimEffect(store, 9_000)).effect.key).toBe('e1');
    });

    it('do not hold up those of other lanes', async () => {
      const { store } = await withEffects(stores, [wanted('e1'), wanted('e2')]);
      await quietLane(store, '8');
      await decideWith(store, '8', { effects: [wanted('e3')] });

      const keys = [await claimEffect(store, 2_000), await claimEffect(store, 2_000)].map((c) => c.effect.key);

      expect(keys).toEqual(['e1', 'e3']);
      expect(await store.effects.claim(DESK, 2_000, MINUTE)).toBeNull();
    });

    it('go on when an older dead one is played again while another is on its way', async () => {
      const { store } = await withEffects(stores, [wanted('e1'), wanted('e2')]);
      const old = await claimEffect(store, 2_000);
      await store.effects.finish(old, { kind: 'dead', error: '422' }, 2_100);
      const newer = await claimEffect(store, 2_200, 30_000);
      await store.effects.replay(old.id, 'anna', 2_300);

      expect(await store.effects.claim(DESK, 2_400, MINUTE)).toBeNull();
      const back = await claimEffect(store, 32_200);
      expect(back.id).toBe(newer.id);
      await store.effects.finish(back, done(), 32_300);
      expect((await claimEffect(store, 32_300)).id).toBe(old.id);
    });

    it('of the same key are entered once', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);
      await decideWith(store, '7', { effects: [wanted('e1')] });

      expect(await store.effects.list({ limit: 9 })).toHaveLength(1);
    });

    it('of the same key in two lanes are two', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);
      await quietLane(store, '8');
      await decideWith(store, '8', { effects: [wanted('e1')] });

      expect(await store.effects.list({ limit: 9 })).toHaveLength(2);
    });

    it('give way to a newer wanted end that has not left either', async () => {
      const { store } = await withEffects(stores, [wanted('t1', TIER, { coalesceKey: 'tier' })]);

      await decideWith(store, '7', { effects: [wanted('t2', TIER, { coalesceKey: 'tier' })] });

      expect(await statesOf(store)).toEqual({ t1: 'cancelled', t2: 'pending' });
      expect((await claimEffect(store, 2_000)).effect.key).toBe('t2');
    });

    it('do not give way once they are on their way', async () => {
      const { store } = await withEffects(stores, [wanted('t1', TIER, { coalesceKey: 'tier' })]);
      const claim = await claimEffect(store, 2_000);

      await decideWith(store, '7', { effects: [wanted('t2', TIER, { coalesceKey: 'tier' })] });

      expect(await statesOf(store)).toEqual({ t1: 'sending', t2: 'pending' });
      await store.effects.finish(claim, done(), 2_100);
      expect((await claimEffect(store, 2_100)).effect.key).toBe('t2');
    });
  });

  describe('effects that the story no longer wants', () => {
    it('are cancelled where they have not left, and marked where they have', async () => {
      const { store } = await withEffects(stores, [
        wanted('sent'),
        wanted('waiting'),
        wanted('shown', undefined, {}, 'proposed'),
      ]);
      await store.effects.finish(await claimEffect(store, 2_000), done(), 2_100);

      await decideWith(store, '7', { overtaken: ['sent', 'waiting', 'shown'] });

      expect(await statesOf(store)).toEqual({ sent: 'done', waiting: 'cancelled', shown: 'cancelled' });
      expect((await store.effects.list({ limit: 9 })).map(({ overtaken }) => overtaken)).toEqual([true, true, true]);
    });

    it('come back when they are wanted again: a cancelled one is sent, a done one stays done', async () => {
      const { store } = await withEffects(stores, [wanted('sent'), wanted('waiting')]);
      await store.effects.finish(await claimEffect(store, 2_000), done(), 2_100);
      await decideWith(store, '7', { overtaken: ['sent', 'waiting'] });

      await decideWith(store, '7', { effects: [wanted('sent'), wanted('waiting')] });

      expect(await statesOf(store)).toEqual({ sent: 'done', waiting: 'pending' });
      expect((await store.effects.list({ limit: 9 })).some(({ overtaken }) => overtaken)).toBe(false);
      expect((await claimEffect(store, 3_000)).effect.key).toBe('waiting');
    });

    it('make room again for the end whose place they took', async () => {
      const { store } = await withEffects(stores, [wanted('t1', TIER, { coalesceKey: 'tier' })]);
      await decideWith(store, '7', { effects: [wanted('t2', TIER, { coalesceKey: 'tier' })] });

      await decideWith(store, '7', { overtaken: ['t2'], effects: [wanted('t1', TIER, { coalesceKey: 'tier' })] });

      expect(await statesOf(store)).toEqual({ t1: 'pending', t2: 'cancelled' });
    });

    it('stay cancelled where the provider or a newer end was the reason', async () => {
      const { store } = await withEffects(stores, [wanted('e1'), wanted('t1', TIER, { coalesceKey: 'tier' })]);
      await store.effects.finish(await claimEffect(store, 2_000), { kind: 'cancelled', error: 'CONFLICT' }, 2_100);
      await decideWith(store, '7', { effects: [wanted('t2', TIER, { coalesceKey: 'tier' })] });

      const all = [
        wanted('e1'),
        wanted('t1', TIER, { coalesceKey: 'tier' }),
        wanted('t2', TIER, { coalesceKey: 'tier' }),
      ];
      await decideWith(store, '7', { effects: all });

      expect(await statesOf(store)).toEqual({ e1: 'cancelled', t1: 'cancelled', t2: 'pending' });
    });

    it('are not tried again once an attempt has clearly failed', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);
      const claim = await claimEffect(store, 2_000);
      await decideWith(store, '7', { overtaken: ['e1'] });

      await store.effects.finish(claim, { kind: 'retry', at: 3_000, error: '503' }, 2_100);

      expect(await statesOf(store)).toEqual({ e1: 'cancelled' });
    });
  });

  describe('proposals and the past', () => {
    it('are not sent', async () => {
      const { store } = await withEffects(stores, [
        wanted('shown', undefined, {}, 'proposed'),
        wanted('old', undefined, {}, 'past'),
      ]);

      expect(await store.effects.claim(DESK, 9_999_999, MINUTE)).toBeNull();
      expect(await statesOf(store)).toEqual({ shown: 'proposed', old: 'past' });
    });

    it('are sent when a person accepts, who leaves an event in the lane and an audit entry', async () => {
      const { store } = await withEffects(stores, [wanted('shown', undefined, {}, 'proposed')]);
      const { id } = await only(store);

      expect(await store.effects.resolveProposal(id, 'accept', 'anna', 3_000)).toBe(true);
      expect(await store.effects.resolveProposal(id, 'dismiss', 'anna', 3_000)).toBe(false);

      expect((await claimEffect(store, 3_000)).id).toBe(id);
      expect((await claimLane(store, 3_000)).lane.key).toBe(laneKey('7'));
      expect((await store.lanes.events(laneKey('7'))).at(-1)).toMatchObject({
        type: 'proposal_accepted',
        effectKey: 'shown',
        at: 3_000,
        provenance: 'manual',
      });
      expect(await store.admin.audits(1)).toMatchObject([{ actor: 'anna', action: 'proposal.accept' }]);
    });

    it('end when a person dismisses them', async () => {
      const { store } = await withEffects(stores, [wanted('shown', undefined, {}, 'proposed')]);
      const { id } = await only(store);

      expect(await store.effects.resolveProposal(id, 'dismiss', 'anna', 3_000)).toBe(true);

      expect(await statesOf(store)).toEqual({ shown: 'dismissed' });
      expect((await store.lanes.events(laneKey('7'))).at(-1)).toMatchObject({ type: 'proposal_dismissed' });
      expect(await store.effects.resolveProposal(99_999, 'accept', 'anna', 3_000)).toBe(false);
    });

    it('expire after their time', async () => {
      const { store } = await withEffects(stores, [wanted('shown', undefined, {}, 'proposed'), wanted('auto')]);

      expect(await store.effects.expireProposals(1_000, 9_000)).toBe(0);
      expect(await store.effects.expireProposals(1_001, 9_000)).toBe(1);
      expect(await statesOf(store)).toEqual({ shown: 'expired', auto: 'pending' });
    });
  });

  describe('effects under conditions', () => {
    it('wait while their connection is paused', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);
      await store.connections.ensure(DESK, 'zammad', 1_000);

      await store.connections.setStatus(DESK, 'paused', '401');
      expect(await store.effects.claim(DESK, 2_000, MINUTE)).toBeNull();
      expect(await store.effects.connectionsDue(2_000)).toEqual([]);

      await store.connections.setStatus(DESK, 'active', null);
      expect(await store.effects.connectionsDue(2_000)).toEqual([DESK]);
      expect((await claimEffect(store, 2_000)).effect.key).toBe('e1');
    });

    it('wait while their lane is paused', async () => {
      const { store } = await withEffects(stores, [wanted('e1')]);

      await store.lanes.pause(laneKey('7'), 'fuse');

      expect(await store.effects.claim(DESK, 2_000, MINUTE)).toBeNull();
    });

    it('are counted for the fuse, listed and totalled', async () => {
      const { store, lane } = await withEffects(stores, [wanted('e1'), wanted('e2'), wanted('e3')]);
      await store.effects.finish(await claimEffect(store, 2_000), done(), 2_000);
      await store.effects.finish(await claimEffect(store, 3_000), done(), 3_000);

      expect(await store.effects.sentSince(lane, 2_000)).toBe(2);
      expect(await store.effects.sentSince(lane, 2_001)).toBe(1);
      expect(await store.effects.counts()).toEqual({ done: 2, pending: 1 });
      const sent = await store.effects.list({ states: ['done'], connection: DESK, lane: laneKey('7'), limit: 9 });
      expect(sent.map(({ effect }) => effect.key)).toEqual(['e1', 'e2']);
      const rest = await store.effects.list({ limit: 9, after: sent.at(-1)?.id ?? 0 });
      expect(rest.map(({ effect }) => effect.key)).toEqual(['e3']);
      expect(await store.effects.list({ states: [], limit: 9 })).toEqual([]);
      expect(await store.effects.nextDueAt(DESK)).toBe(1_000);
      expect(await store.effects.nextDueAt('other')).toBeNull();
    });

    it('are told to who listens, by connection', async () => {
      const store = await stores.fresh();
      await quietLane(store, '7');
      const heard: string[][] = [];
      store.onWork(({ deliveries }) => heard.push([...deliveries]));

      await decideWith(store, '7', { effects: [wanted('e1'), wanted('e2', TIER, { connection: 'other' })] });

      expect(heard.at(-1)?.sort()).toEqual([DESK, 'other']);
    });

    it('are seen by the decision that follows, with the switches', async () => {
      const { store, lane } = await withEffects(stores, [wanted('e1')]);
      await store.connections.setMode(DESK, 'notes', 'live', 'anna', 1_500);
      let seen: unknown;

      await store.lanes.decide(lane, 2_000, async (work) => {
        const [first] = await work.effects();
        seen = [
          first?.effect.key,
          first?.state,
          await work.liveSince(DESK, 'notes'),
          await work.liveSince(DESK, 'tags'),
        ];
        return outcome();
      });

      expect(seen).toEqual(['e1', 'pending', 1_500, null]);
    });
  });
}

async function withEffects(stores: Stores, effects: readonly NewEffect[]) {
  const store = await stores.fresh();
  await quietLane(store, '7');
  const lane = await decideWith(store, '7', { effects });
  return { store, lane };
}

async function only(store: Store) {
  const [first] = await store.effects.list({ limit: 1 });
  if (!first) throw new Error('No effect stands there');
  return first;
}

async function statesOf(store: Store): Promise<Readonly<Record<string, string>>> {
  const all = await store.effects.list({ limit: 99 });
  return Object.fromEntries(all.map(({ effect, state }) => [effect.key, state]));
}
