import { RateLimited, Transient } from '@stellwerk/ports';
import { backfill, drainLanes, explain, reconcile, report } from '@stellwerk/runtime';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Rig } from './desk.ts';
import { message, note, openRig, START, scriptedEngine } from './desk.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await openRig(scriptedEngine((events) => events.map(({ key, at }) => note(`note:${key}`, at))));
});
afterEach(() => rig.close());

const acme = () => rig.deps.connections.get('acme')!;
const cursor = (stream: string) => rig.store.connections.cursor('acme', stream);
const page = (ticketIds: string[], name: string, progress: number | null = null) => ({
  ticketIds,
  cursor: name,
  progress,
});

/** Which cursors the source was asked from; it breaks after as many pages as told. */
function watchCursors(
  breakAfter = Number.POSITIVE_INFINITY,
  error: Error = new Transient('503', { ambiguous: false }),
) {
  const asked: string[] = [];
  const connection = acme();
  if (connection.kind !== 'helpdesk') throw new Error('acme is a helpdesk');
  const adapter = connection.adapter;
  Object.assign(adapter, {
    async *changedSince(from: string) {
      asked.push(from);
      for (const [i, each] of rig.desk.pages.entries()) {
        if (i >= breakAfter) throw error;
        yield each;
      }
    },
  });
  return asked;
}

describe('reconcile', () => {
  it('counts as found only what a webhook had not told', async () => {
    rig.desk.put('told', message('a', START));
    rig.desk.put('lost', message('b', START));
    await rig.hint('told');
    await drainLanes(rig.deps);
    rig.desk.pages = [page(['told'], 'c1'), page(['lost'], 'c2')];

    const result = await reconcile(rig.deps, acme());
    await drainLanes(rig.deps);

    expect(result).toEqual({ seen: 2, hinted: 2, complete: true });
    expect(rig.counted.get('reconcile_found_total')).toBe(1);
    expect(await rig.store.lanes.events('acme:ticket:lost')).toHaveLength(1);
    expect(await cursor('reconciled_at')).toBe(String(START));
  });

  it('begins each run ten minutes before the last one began', async () => {
    const asked = watchCursors();

    await reconcile(rig.deps, acme());
    rig.clock.advance(300_000);
    await reconcile(rig.deps, acme());

    expect(asked).toEqual(['since:2026-03-02T08:50:00.000Z', 'since:2026-03-02T08:50:00.000Z']);
    rig.clock.advance(300_000);
    await reconcile(rig.deps, acme());
    expect(asked.at(-1)).toBe('since:2026-03-02T08:55:00.000Z');
  });

  it('goes on after a break where the last page ended, and is not complete before', async () => {
    rig.desk.pages = [page(['1'], 'c1'), page(['2'], 'c2')];
    const asked = watchCursors(1);

    const broken = await reconcile(rig.deps, acme());
    const lagging = await cursor('reconciled_at');
    await reconcile(rig.deps, acme());

    expect(broken).toMatchObject({ seen: 1, complete: false });
    expect(lagging).toBeNull();
    expect(asked.at(-1)).toBe('c1');
  });
});

describe('a webhook that falls silent', () => {
  const silentSince = () => cursor('webhook_silent_since');
  const told = async () =>
    (await rig.store.admin.audits(50)).map(({ action }) => action).filter((each) => each.includes('webhook'));
  const deliver = (key: string) =>
    rig.store.deliveries.accept({
      connection: 'acme',
      key,
      receivedAt: rig.clock.now(),
      sourceAt: null,
      headers: {},
      body: new Uint8Array(),
      state: 'ignored',
      subjects: [],
    });

  /** Tickets change, and only the comparison tells. */
  async function lost(...ids: readonly string[]) {
    rig.clock.advance(300_000);
    for (const id of ids) rig.desk.put(id, message(id, rig.clock.now()));
    rig.desk.pages = [page([...ids], `c${ids}`)];
    await reconcile(rig.deps, acme());
    await drainLanes(rig.deps);
    rig.desk.pages = [];
    await reconcile(rig.deps, acme());
  }

  it('is told once, with the last delivery, and again when it is heard', async () => {
    await deliver('d1');

    await lost('1', '2');
    const tooFew = await silentSince();
    await lost('3');
    await lost('4');
    const silent = await silentSince();
    rig.clock.advance(1_000);
    await deliver('d2');
    await reconcile(rig.deps, acme());

    expect(tooFew).toBeNull();
    expect(silent).toBe(String(START));
    expect(await silentSince()).toBe('');
    expect(await told()).toEqual(expect.arrayContaining(['connection.webhook_silent', 'connection.webhook_heard']));
    expect(await told()).toHaveLength(2);
  });

  it('is nothing to tell where there never was one', async () => {
    await lost('1', '2', '3', '4');

    expect(await silentSince()).toBeNull();
  });

  it('is nothing to tell while deliveries come', async () => {
    await deliver('d1');
    await lost('1', '2');
    await deliver('d2');
    await reconcile(rig.deps, acme());
    await lost('3', '4');

    expect(await silentSince()).toBeNull();
  });
});

describe('backfill', () => {
  it('tells how far it is, resumes where it was broken off, and starts anew once complete', async () => {
    rig.desk.pages = [page(['1', '2'], 'c1', 0.25), page(['3'], 'c2', 0.5)];
    const asked = watchCursors(1);
    const progress: unknown[] = [];
    const request = { since: START - 1_000, onProgress: (each: unknown) => void progress.push(each) };

    const broken = await backfill(rig.deps, 'acme', request);
    const again = watchCursors();
    rig.desk.pages = [page(['3'], 'c2', 0.5)];
    const complete = await backfill(rig.deps, 'acme', request);
    await backfill(rig.deps, 'acme', request);

    expect(broken).toMatchObject({ state: 'incomplete', seen: 2, hinted: 2, error: 'TRANSIENT: 503' });
    expect(progress[0]).toEqual({ connection: 'acme', seen: 2, share: 0.25, etaMs: 0 });
    expect(complete).toMatchObject({ state: 'complete', seen: 1, hinted: 1 });
    expect([...asked, ...again]).toEqual(['since:2026-03-02T08:59:59.000Z', 'c1', 'since:2026-03-02T08:59:59.000Z']);
  });

  it('waits as long as the source asks and goes on where it was', async () => {
    rig.desk.pages = [page(['1'], 'c1'), page(['2'], 'c2')];
    const asked = watchCursors(1, new RateLimited('acme', 30));

    const running = backfill(rig.deps, 'acme', { since: START });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    rig.desk.pages = [];
    rig.clock.advance(29_999);
    await rig.store.ping();
    expect(asked).toHaveLength(1);
    rig.clock.advance(1);

    expect(await running).toMatchObject({ state: 'complete', seen: 1, error: null });
    expect(asked).toEqual(['since:2026-03-02T09:00:00.000Z', 'c1']);
  });

  it('ends at once when it is told to while it waits', async () => {
    rig.desk.pages = [page(['1'], 'c1')];
    const ending = new AbortController();
    const asked = watchCursors(0, new RateLimited('acme', 30));

    const running = backfill(rig.deps, 'acme', { since: START, signal: ending.signal });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    ending.abort();

    expect(await running).toMatchObject({ state: 'incomplete', error: 'RATE_LIMITED: acme asks us to wait 30 s' });
  });

  it('ends after the page at hand when told to', async () => {
    rig.desk.pages = [page(['1'], 'c1'), page(['2'], 'c2')];
    const ending = new AbortController();

    const result = await backfill(rig.deps, 'acme', {
      since: START,
      signal: ending.signal,
      onProgress: () => ending.abort(),
    });

    expect(result).toMatchObject({ state: 'incomplete', seen: 1, error: null });
  });

  it('says which connection is not there', async () => {
    await expect(backfill(rig.deps, 'nobody', { since: START })).rejects.toThrow('connections.nobody');
  });
});

it('explains a ticket and counts all of them', async () => {
  rig.desk.put('7', message('a', START));
  await rig.hint('7');
  await drainLanes(rig.deps);

  const explained = await explain(rig.store, 'acme:ticket:7');
  const counts = await report(rig.store);

  expect(explained).toMatchObject({
    lane: { ticketId: '7' },
    events: [{ key: 'a' }],
    effects: [{ state: 'proposed' }],
  });
  expect(await explain(rig.store, 'acme:ticket:8')).toBeNull();
  expect(counts).toMatchObject({ tickets: 1, open: 1, finished: 0, byTier: { none: 1 }, effects: { proposed: 1 } });
});
