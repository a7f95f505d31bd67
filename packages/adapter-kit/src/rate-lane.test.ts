import { expect, it } from 'vitest';
import { createRateLane } from './rate-lane.ts';
import { createManualClock } from './testing/manual-clock.ts';

/** Lets everything that is ready run; no time passes. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

function recorded(options: { calls: number; share?: number; concurrency?: number }) {
  const clock = createManualClock(1_000_000);
  const lane = createRateLane({ clock, ...options });
  const starts: string[] = [];
  const add = (name: string, priority?: 'escalation' | 'normal' | 'background', signal?: AbortSignal) =>
    lane.run(
      async () => {
        starts.push(`${name}@${clock.now() - 1_000_000}`);
      },
      { priority, signal },
    );
  return { clock, lane, starts, add };
}

it('leaves 30 % of the limit to others: 7 of 10 calls in a minute', async () => {
  const { clock, starts, add } = recorded({ calls: 10 });
  for (let n = 0; n < 9; n++) void add(`c${n}`);

  await turn();
  expect(starts).toHaveLength(7);
  clock.advance(59_999);
  await turn();
  expect(starts).toHaveLength(7);
  clock.advance(1);
  await turn();

  expect(starts.slice(7)).toEqual(['c7@60000', 'c8@60000']);
});

it('keeps to the second what Retry-After said', async () => {
  const { clock, lane, starts, add } = recorded({ calls: 100 });
  lane.holdFor(37);
  void add('a');

  clock.advance(36_999);
  await turn();
  expect(starts).toEqual([]);
  clock.advance(1);
  await turn();
  expect(starts).toEqual(['a@37000']);
});

it('a shorter wait does not end a longer one', async () => {
  const { clock, lane, starts, add } = recorded({ calls: 100 });
  lane.holdFor(30);
  lane.holdFor(1);
  void add('a');

  clock.advance(29_999);
  await turn();

  expect(starts).toEqual([]);
});

it('lets escalations pass and backfill wait', async () => {
  const { clock, lane, starts, add } = recorded({ calls: 100, concurrency: 1 });
  lane.holdFor(1);
  void add('backfill', 'background');
  void add('tag');
  void add('page', 'escalation');

  clock.advance(1000);
  await turn();

  expect(starts.map((start) => start.split('@')[0])).toEqual(['page', 'tag', 'backfill']);
});

it('forgets a waiting call whose signal aborts, and hands on errors of a running one', async () => {
  const { clock, lane, starts, add } = recorded({ calls: 100 });
  lane.holdFor(1);
  const controller = new AbortController();
  const waiting = add('a', 'normal', controller.signal);
  controller.abort(new Error('stop'));

  await expect(waiting).rejects.toThrow('stop');
  clock.advance(2000);
  await turn();
  expect(starts).toEqual([]);
  await expect(lane.run(() => Promise.reject(new Error('own')))).rejects.toThrow('own');
});
