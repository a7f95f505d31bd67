import type { Write, WriteClass } from '@stellwerk/core';
import { AuthExpired, Conflict, NotFound, RateLimited, Transient, ValidationRefused } from '@stellwerk/ports';
import { drainEffects, drainLanes, goShadow } from '@stellwerk/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rig } from './desk.ts';
import { effectOf, message, note, openRig, START, scriptedEngine } from './desk.ts';

const MINUTE = 60_000;

const WRITES: Readonly<Record<string, Write>> = {
  n: { kind: 'add_note', text: 'note' },
  t: { kind: 'set_tier', tier: 'T2' },
  i: { kind: 'create_issue', title: 't', body: 'b', labels: [] },
};

let rig: Rig;
beforeEach(async () => {
  // a message `n…` wants a note, `t…` a tier, `i…` an issue
  rig = await openRig(
    scriptedEngine((events) =>
      events.flatMap(({ key, at }) => {
        const write = WRITES[key.slice(0, 1)];
        const connection = key.startsWith('i') ? 'bugs' : 'acme';
        return write ? [effectOf(`w:${key}`, write, at, { connection })] : [];
      }),
    ),
  );
  const classes: WriteClass[] = ['tags', 'notes', 'issues'];
  await rig.live(...classes);
});
afterEach(() => rig.close());

async function want(key: string, ticket = '7') {
  rig.desk.put(ticket, message(key, rig.clock.now()));
  await rig.hint(ticket);
  await drainLanes(rig.deps);
}

async function effect(key: string) {
  const found = (await rig.store.effects.list({ limit: 100 })).find((stored) => stored.effect.key === key);
  if (!found) throw new Error(`no effect ${key}`);
  return found;
}

/** Goes to the next due instant and sends, until nothing is due. */
async function sendAll(connection: string, rounds = 20) {
  for (let i = 0; i < rounds; i += 1) {
    const { blockedUntil } = await drainEffects(rig.deps, connection);
    const next = await rig.store.effects.nextDueAt(connection);
    if (next === null) return;
    rig.clock.set(Math.max(rig.clock.now() + 1, next, blockedUntil ?? next));
  }
}

const fails = (error: Error) => async () => {
  throw error;
};

describe('the way of an effect', () => {
  it('an answer lost after the write: looked up after the quarantine, found, not sent again', async () => {
    await want('i1');
    rig.bugs.applySteps.push(async (next) => {
      await next();
      throw new Transient('reset', { ambiguous: true });
    });

    await drainEffects(rig.deps, 'bugs');
    const unclear = await effect('w:i1');
    await sendAll('bugs');

    expect(unclear).toMatchObject({ state: 'unknown' });
    expect(unclear.nextAt).toBeGreaterThanOrEqual(START + rig.bugs.quarantineMs);
    expect(await effect('w:i1')).toMatchObject({ state: 'done', remoteRef: 'create_issue-1' });
    expect(rig.bugs.written).toHaveLength(1);
    expect((await rig.store.lanes.events('acme:ticket:7')).map(({ type }) => type)).toContain('issue_linked');
  });

  it('an answer lost before the write: looked up, absent, sent once', async () => {
    await want('i1');
    rig.bugs.applySteps.push(fails(new Transient('time-out', { ambiguous: true })));

    await sendAll('bugs');

    expect(rig.bugs.found).toEqual(['w:i1']);
    expect(rig.bugs.written).toHaveLength(1);
    expect(await effect('w:i1')).toMatchObject({ state: 'done' });
  });

  it('a look-up that fails leaves the outcome unknown: nothing is sent on a guess', async () => {
    await want('i1');
    rig.bugs.applySteps.push(async (next) => {
      await next();
      throw new Transient('reset', { ambiguous: true });
    });
    rig.bugs.findSteps.push(fails(new Transient('503', { ambiguous: false })), fails(new RateLimited('bugs', 120)));

    await sendAll('bugs');

    expect(rig.bugs.found).toHaveLength(3);
    expect(rig.bugs.written).toHaveLength(1);
    expect(await effect('w:i1')).toMatchObject({ state: 'done' });
  });

  it('a write that may be repeated is repeated without a look-up', async () => {
    await want('t1');
    rig.desk.applySteps.push(fails(new Transient('reset', { ambiguous: true })));

    await sendAll('acme');

    expect(rig.desk.found).toEqual([]);
    expect(rig.desk.written).toHaveLength(1);
  });

  it('an error nobody foresaw counts as unclear', async () => {
    await want('n1');
    rig.desk.applySteps.push(fails(new TypeError('oops')));

    await drainEffects(rig.deps, 'acme');

    expect(await effect('w:n1')).toMatchObject({ state: 'unknown', error: 'UNEXPECTED: TypeError' });
  });

  it('Retry-After wins over the backoff and holds the whole connection', async () => {
    await want('n1', '7');
    await want('n2', '8');
    rig.desk.applySteps.push(fails(new RateLimited('acme', 600)));

    await drainEffects(rig.deps, 'acme');
    const waiting = await effect('w:n1');
    rig.clock.advance(599_000);
    await drainEffects(rig.deps, 'acme');
    const tooEarly = rig.desk.written.length;
    rig.clock.advance(1_000);
    await sendAll('acme');

    expect(waiting).toMatchObject({ state: 'unknown', nextAt: START + 600_000 });
    expect(tooEarly).toBe(0);
    expect(rig.desk.written).toHaveLength(2);
  });

  it.each([
    ['a refusal', new ValidationRefused('closed')],
    ['a missing ticket', new NotFound('gone')],
  ])('%s is dead at once and can be replayed', async (_what, error) => {
    await want('n1');
    rig.desk.applySteps.push(fails(error));

    await drainEffects(rig.deps, 'acme');
    const dead = await effect('w:n1');
    await rig.store.effects.replay(dead.id, 'test', rig.clock.now());
    await sendAll('acme');

    expect(dead.state).toBe('dead');
    expect((await effect('w:n1')).state).toBe('done');
  });

  it('gives up after 24 hours of failing', async () => {
    await want('n1');
    rig.desk.applySteps = Array.from({ length: 2_000 }, () => fails(new Transient('503', { ambiguous: false })));

    await sendAll('acme', 2_000);

    expect(await effect('w:n1')).toMatchObject({ state: 'dead' });
    expect((await effect('w:n1')).error).toMatch(/^GAVE_UP: TRANSIENT/);
    expect(rig.clock.now()).toBeGreaterThan(START + 24 * 60 * MINUTE);
  });

  it('refused credentials pause the connection, keep the effect and go on after renewal', async () => {
    await want('n1');
    await want('n2', '8');
    rig.desk.applySteps.push(fails(new AuthExpired('acme')));

    await drainEffects(rig.deps, 'acme');
    const paused = await effect('w:n1');
    rig.clock.advance(60 * MINUTE);
    await drainEffects(rig.deps, 'acme');
    const whilePaused = rig.desk.written.length;
    await rig.store.connections.setStatus('acme', 'active', null);
    rig.clock.advance(MINUTE);
    await sendAll('acme');

    expect(paused.state).toBe('pending');
    expect(whilePaused).toBe(0);
    expect(rig.desk.written.map((sent) => sent.effect.key).sort()).toEqual(['w:n1', 'w:n2']);
  });

  it('a conflict cancels, fetches the ticket anew, and a standing end that nothing replaced is wanted again', async () => {
    await want('t1');
    rig.desk.applySteps.push(fails(new Conflict('moved on')));

    await drainEffects(rig.deps, 'acme');
    const cancelled = await effect('w:t1');
    await drainLanes(rig.deps);
    await sendAll('acme');

    expect(cancelled.state).toBe('cancelled');
    expect(rig.desk.fetched).toEqual(['7', '7']);
    expect(rig.desk.written.map((sent) => sent.effect.key)).toEqual(['again:w:t1']);
  });

  it('wants it again also where the ticket had moved on by something new', async () => {
    await want('t1');
    rig.desk.applySteps.push(async () => {
      rig.desk.put('7', message('x', rig.clock.now() + 1));
      throw new Conflict('moved on');
    });

    await drainEffects(rig.deps, 'acme');
    await drainLanes(rig.deps);
    await sendAll('acme');

    expect(await rig.store.lanes.events('acme:ticket:7')).toHaveLength(2);
    expect(rig.desk.written.map((sent) => sent.effect.key)).toEqual(['again:w:t1']);
  });

  it('conflicts without end are left to a person after five more tries', async () => {
    await want('t1');
    rig.desk.applySteps = Array.from({ length: 20 }, () => fails(new Conflict('moved on')));

    for (let i = 0; i < 20; i += 1) {
      await sendAll('acme');
      await drainLanes(rig.deps);
    }

    expect(rig.desk.applySteps).toHaveLength(20 - 6);
  });

  it('what waits when a class goes back to shadow is not sent', async () => {
    await want('n1');
    await goShadow(rig.deps, { connection: 'acme', classes: ['notes'], by: 'test' });

    await sendAll('acme');

    expect(rig.desk.written).toEqual([]);
    expect(await effect('w:n1')).toMatchObject({ state: 'cancelled' });
  });
});

describe('the fuse', () => {
  it('stops a second bot that answers each note, tells a person, and leaves other tickets alone', async () => {
    rig.desk.onWrite = ({ ticketId }) =>
      rig.desk.put(ticketId, message(`n${rig.desk.written.length}b`, rig.clock.now()));
    await want('n0');

    for (let i = 0; i < 60; i += 1) {
      await drainEffects(rig.deps, 'acme');
      await rig.hint('7');
      await drainLanes(rig.deps);
      rig.clock.advance(5_000);
    }
    const looped = rig.desk.written.length;
    rig.desk.onWrite = () => {};
    await want('n-other', '8');
    await sendAll('acme');

    expect(looped).toBe(20);
    expect((await rig.store.admin.audits(50)).filter(({ action }) => action === 'lane.loop_fuse')).toHaveLength(1);
    expect(rig.desk.written.at(-1)?.ticketId).toBe('8');
  });
});

describe('the breaker', () => {
  it('stops calling a connection that mostly fails, and closes by itself', async () => {
    for (let i = 0; i < 40; i += 1) await want(`n${i}`, `t${i}`);
    rig.clock.advance(2 * MINUTE); // the fetches went well and would count
    rig.desk.applySteps = Array.from({ length: 25 }, () => fails(new Transient('503', { ambiguous: false })));

    await drainEffects(rig.deps, 'acme');
    const calls = 25 - rig.desk.applySteps.length;
    await sendAll('acme', 400);

    expect(calls).toBe(20);
    expect(rig.desk.written).toHaveLength(40);
  });
});

it('keeps the recipient’s quiet hours', async () => {
  await rig.close();
  const later = START + 8 * 60 * MINUTE;
  rig = await openRig(
    scriptedEngine((events) => events.map(({ key, at }) => note(`w:${key}`, at, { notBefore: later }))),
  );
  await rig.live('notes');
  await want('n1');

  await drainEffects(rig.deps, 'acme');
  const early = rig.desk.written.length;
  await sendAll('acme');

  expect(early).toBe(0);
  expect(rig.desk.written).toHaveLength(1);
  expect(rig.clock.now()).toBeGreaterThanOrEqual(later);
});

it('keeps to the writes an hour that the policy allows', async () => {
  await rig.close();
  rig = await openRig(
    scriptedEngine((events) => events.map(({ key, at }) => note(`w:${key}`, at))),
    { maxWritesPerHour: 2 },
  );
  await rig.live('notes');
  for (const ticket of ['1', '2', '3']) await want('n', ticket);

  const { blockedUntil } = await drainEffects(rig.deps, 'acme');
  const within = rig.desk.written.length;
  rig.clock.advance(60 * MINUTE);
  await drainEffects(rig.deps, 'acme');

  expect(blockedUntil).toBe(START + 60 * MINUTE);
  expect(within).toBe(2);
  expect(rig.desk.written).toHaveLength(3);
});
