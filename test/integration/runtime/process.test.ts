import { createEngine, parsePolicy } from '@stellwerk/core';
import { AuthExpired, RateLimited, Transient } from '@stellwerk/ports';
import { createRuntime, drainEffects, drainLanes } from '@stellwerk/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rig } from './desk.ts';
import { effectOf, message, note, openRig, START, scriptedEngine } from './desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let rig: Rig;
beforeEach(async () => {
  rig = await openRig(scriptedEngine((events) => events.map(({ key, at }) => note(`note:${key}`, at))));
});
afterEach(() => rig.close());

const states = async () =>
  (await rig.store.effects.list({ limit: 100 })).map(({ effect, state }) => [effect.key, state]);

describe('a lane with hints', () => {
  it('fetches the ticket once for many hints, decides, and the effect reaches the helpdesk', async () => {
    await rig.live('notes');
    rig.desk.put('7', message('a', START));
    for (let i = 0; i < 5; i += 1) await rig.hint('7');

    await drainLanes(rig.deps);
    await drainEffects(rig.deps, 'acme');

    expect(rig.desk.fetched).toEqual(['7']);
    expect(rig.desk.written.map(({ effect, ticketId }) => [effect.key, ticketId])).toEqual([['note:a', '7']]);
    expect(await rig.store.lanes.nextReadyAt()).toBeNull();
  });

  it('turns events of a linked issue into events of the ticket, under a key of the tracker', async () => {
    await rig.live('issues');
    rig.deps.connections.get('bugs');
    await rig.close();
    rig = await openRig(
      scriptedEngine((events) =>
        events
          .filter(({ type }) => type === 'message')
          .map(({ key, at }) =>
            effectOf(`issue:${key}`, { kind: 'create_issue', title: 't', body: 'b', labels: [] }, at, {
              connection: 'bugs',
            }),
          ),
      ),
    );
    await rig.live('issues');
    rig.desk.put('7', message('a', START));
    await rig.hint('7');
    await drainLanes(rig.deps);
    await drainEffects(rig.deps, 'bugs');
    rig.bugs.put('create_issue-1', { ...message('x', START), type: 'issue_commented', commentId: '1' } as never);
    const subject = { kind: 'issue', issue: 'create_issue-1' } as const;
    await rig.store.lanes.appendHints({
      connection: 'bugs',
      subjects: [{ subject, key: 'i1' }],
      cursor: null,
      now: START,
    });

    await drainLanes(rig.deps);

    const events = await rig.store.lanes.events('acme:ticket:7');
    expect(events.map(({ key }) => key).sort()).toEqual(['a', 'bugs:create_issue-1:x', 'effect:issue:a']);
    expect(events.find(({ key }) => key === 'effect:issue:a')).toMatchObject({
      type: 'issue_linked',
      issue: { tracker: 'bugs', issue: 'create_issue-1' },
      effectKey: 'issue:a',
    });
    expect(events.find(({ type }) => type === 'issue_commented')).toMatchObject({
      issue: { tracker: 'bugs', issue: 'create_issue-1' },
    });
  });

  it.each([
    ['asks to wait', () => new RateLimited('acme', 90), 90_000],
    ['is down', () => new Transient('503', { ambiguous: false }), 3_000],
  ])('waits without counting an attempt while the source %s', async (_what, error, atLeast) => {
    rig.desk.put('7', message('a', START));
    for (let i = 0; i < 8; i += 1) {
      rig.desk.fetchSteps.push(async () => {
        throw error();
      });
    }
    await rig.hint('7');

    await drainLanes(rig.deps);
    const first = await rig.store.lanes.nextReadyAt();
    for (let i = 0; i < 8; i += 1) {
      rig.clock.set((await rig.store.lanes.nextReadyAt()) ?? START);
      await drainLanes(rig.deps);
    }

    expect(first).toBeGreaterThanOrEqual(START + atLeast);
    expect(await rig.store.admin.deadEvents(10)).toEqual([]);
    expect(await rig.store.lanes.events('acme:ticket:7')).toHaveLength(1);
  });

  it('does not ask a connection again that asked to wait, whatever ticket comes', async () => {
    rig.desk.put('7', message('a', START));
    rig.desk.put('8', message('b', START));
    rig.desk.fetchSteps.push(async () => {
      throw new RateLimited('acme', 60);
    });
    await rig.hint('7');
    await drainLanes(rig.deps);
    await rig.hint('8');
    await drainLanes(rig.deps);

    expect(rig.desk.fetched).toEqual(['7']);

    rig.clock.advance(70_000);
    await drainLanes(rig.deps);
    expect(rig.desk.fetched.sort()).toEqual(['7', '7', '8']);
  });

  it('keeps open the questions to a tracker that is down, and decides on the rest', async () => {
    rig.desk.put('7', message('a', START));
    await rig.hint('7');
    await drainLanes(rig.deps);
    rig.desk.put('7', message('b', START + 1));
    rig.bugs.fetchSteps.push(async () => {
      throw new Transient('502', { ambiguous: true });
    });
    const lane = (await rig.store.lanes.get('acme:ticket:7'))!;
    await linkIssue(lane.key);
    const subject = { kind: 'issue', issue: 'x#1' } as const;
    await rig.store.lanes.appendHints({
      connection: 'bugs',
      subjects: [{ subject, key: 'i1' }],
      cursor: null,
      now: START,
    });

    await rig.hint('7');

    await drainLanes(rig.deps);

    expect((await states()).map(([key]) => key)).toContain('note:b');
    expect(await rig.store.lanes.nextReadyAt()).toBeGreaterThan(START);
  });

  it('pauses a connection whose credentials are refused, tells a person once, and goes on after renewal', async () => {
    rig.desk.put('7', message('a', START));
    rig.desk.put('8', message('b', START));
    rig.desk.fetchSteps = [7, 8].map(() => async () => {
      throw new AuthExpired('acme');
    });
    await rig.hint('7');
    await rig.hint('8');

    await drainLanes(rig.deps);
    const paused = (await rig.store.connections.list()).find(({ name }) => name === 'acme');
    const told = (await rig.store.admin.audits(20)).filter(({ action }) => action === 'connection.paused');
    rig.desk.fetchSteps = [];
    await rig.store.connections.setStatus('acme', 'active', null);
    rig.clock.advance(2 * MINUTE);
    await drainLanes(rig.deps);

    expect(paused).toMatchObject({ status: 'paused', pausedReason: 'AUTH_EXPIRED' });
    expect(told).toHaveLength(1);
    expect((await states()).map(([key]) => key).sort()).toEqual(['note:a', 'note:b']);
  });

  it('ends the story of a ticket that is gone, and makes none of one it never saw', async () => {
    rig.desk.put('7', message('a', START));
    await rig.hint('7');
    await drainLanes(rig.deps);
    rig.desk.stories.delete('7');
    await rig.hint('7');
    await rig.hint('404');

    await drainLanes(rig.deps);

    expect((await rig.store.lanes.events('acme:ticket:7')).map(({ type }) => type)).toEqual(['message', 'deleted']);
    expect(await rig.store.lanes.events('acme:ticket:404')).toEqual([]);
    expect(await rig.store.lanes.nextReadyAt()).toBeNull();
  });

  it('shows no ticket of which nothing is known yet because its source is down', async () => {
    rig.desk.fetchSteps.push(async () => {
      throw new Transient('503', { ambiguous: false });
    });
    await rig.hint('7');

    await drainLanes(rig.deps);

    expect(await rig.store.lanes.list({ limit: 10 })).toEqual([]);
  });

  it('the real rules bear a ticket that is gone before they saw it', async () => {
    const parsed = parsePolicy({ version: 1 }, 'v1');
    if (!parsed.ok) throw new Error('the preset is not valid');
    await rig.close();
    rig = await openRig(createEngine(parsed.policy));
    await rig.hint('404');

    await drainLanes(rig.deps);

    expect(await rig.store.lanes.nextReadyAt()).toBeNull();
    expect(await rig.store.admin.deadEvents(10)).toEqual([]);
    expect(await rig.store.effects.list({ limit: 10 })).toEqual([]);
  });

  it('parks a ticket that fails for no good reason after five tries, and others go on', async () => {
    rig.desk.put('8', message('b', START));
    rig.desk.fetchSteps = Array.from({ length: 40 }, () => async () => {});
    const broken = rig.desk.story.bind(rig.desk);
    rig.desk.story = async (id) => {
      if (id === '7') throw new TypeError('cannot read');
      return broken(id);
    };
    await rig.hint('7');
    await rig.hint('8');
    for (let i = 0; i < 8; i += 1) {
      await drainLanes(rig.deps);
      rig.clock.advance(HOUR);
    }

    const dead = await rig.store.admin.deadEvents(10);
    expect(dead.map(({ lane, error }) => [lane, error])).toEqual([['acme:ticket:7', 'UNEXPECTED: TypeError']]);
    expect((await states()).map(([key]) => key)).toEqual(['note:b']);
  });
});

async function linkIssue(lane: string) {
  const id = (await rig.store.effects.list({ lane, limit: 1 }))[0];
  if (!id) throw new Error('no effect to link');
  await rig.live('notes');
  await rig.store.effects.resolveProposal(id.id, 'accept', 'test', rig.clock.now());
  const claim = await rig.store.effects.claim('acme', rig.clock.now(), 1_000);
  if (!claim) throw new Error('nothing claimed');
  const link = { tracker: 'bugs', issue: 'x#1' };
  await rig.store.effects.finish(
    claim,
    { kind: 'done', remoteRef: 'n', ownWrites: [], event: null, link },
    rig.clock.now(),
  );
}

describe('a process that ends in its work', () => {
  it('parks the event that ends it each time, and none that was only beside it', async () => {
    for (let i = 0; i < 6; i += 1) {
      rig.desk.put(String(i), message(`m${i}`, START));
      await rig.hint(String(i));
    }

    // three for the event, three for the fold without it
    for (let boot = 1; boot <= 7; boot += 1) {
      await workUntilItEndsIn('3', `dies-${boot}`);
      rig.clock.advance(MINUTE); // its sign of life grows old
    }

    expect(new Set((await rig.store.admin.deadEvents(10)).map(({ lane }) => lane))).toEqual(new Set(['acme:ticket:3']));
    expect((await states()).map(([key]) => key).sort()).toEqual([
      'note:m0',
      'note:m1',
      'note:m2',
      'note:m4',
      'note:m5',
    ]);
  });

  /** A process that is gone the moment it decides on one ticket: it writes nothing any more, and what it held stays marked. */
  async function workUntilItEndsIn(ticket: string, worker: string): Promise<void> {
    const { lanes } = rig.store;
    const gone = Promise.withResolvers<void>();
    let isGone = false;
    const decide: typeof lanes.decide = (lane, now, rules) => {
      if (lane.ticketId === ticket) {
        isGone = true;
        gone.resolve();
      }
      return isGone ? new Promise(() => {}) : lanes.decide(lane, now, rules);
    };
    const claim: typeof lanes.claim = (now, boot) => (isGone ? new Promise(() => {}) : lanes.claim(now, boot));
    const { engine, connections, clock, logger, counters } = rig.deps;
    const store = { ...rig.store, lanes: { ...lanes, decide, claim } };
    const markerKey = new Uint8Array(32).fill(7);
    const process = createRuntime({ store, engine, connections, clock, logger, counters, worker, markerKey });
    await Promise.race([drainLanes(process), gone.promise]);
  }
});
