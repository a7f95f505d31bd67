import { createManualClock } from '@stellwerk/testkit';
import { expect, it } from 'vitest';
import { keepRunning, type Running } from './kept-running.ts';

function runs() {
  const started: { end: () => void; fail: (error: Error) => void }[] = [];
  let stopped = 0;
  const start = async (): Promise<Running> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    started.push({ end: resolve, fail: reject });
    return {
      promise,
      stop: async () => {
        stopped += 1;
        resolve();
      },
    };
  };
  return { start, started, stopped: () => stopped };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

it('starts again what ended by itself, and tells why', async () => {
  const clock = createManualClock(0);
  const { start, started } = runs();
  const errors: unknown[] = [];
  const kept = await keepRunning(start, clock, (error) => void errors.push(error));

  started[0]?.fail(new Error('the database is gone'));
  await turn();
  clock.advance(1_000);
  await turn();
  started[1]?.end();
  await turn();
  clock.advance(1_000);
  await turn();

  expect(started).toHaveLength(3);
  expect(errors).toMatchObject([{ message: 'the database is gone' }]);
  await kept.stop();
});

it('tries until it starts, and not after a stop', async () => {
  const clock = createManualClock(0);
  const { start, started } = runs();
  let refused = 0;
  const once = async (): Promise<Running> => {
    if (started.length === 1 && refused < 2) {
      refused += 1;
      throw new Error('not yet');
    }
    return start();
  };
  const kept = await keepRunning(once, clock, () => {});

  started[0]?.end();
  for (let second = 0; second < 3; second += 1) {
    await turn();
    clock.advance(1_000);
  }
  await turn();
  expect([refused, started.length]).toEqual([2, 2]);

  started[1]?.end();
  await turn();
  await kept.stop();
  clock.advance(10_000);
  await turn();
  expect(started).toHaveLength(2);
});
