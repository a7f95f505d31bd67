import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';
import { createPatience } from './patience.ts';

const limits = { backoffBaseMs: 2_000, backoffCapMs: 900_000 };

it.each([
  [1, 2_000],
  [2, 4_000],
  [5, 32_000],
  [9, 512_000],
  [10, 900_000],
  [60, 900_000],
])('after attempt %i waits at most %i ms, at least nothing', (attempts, most) => {
  expect(backoffMs(attempts, () => 1, limits)).toBe(most);
  expect(backoffMs(attempts, () => 0, limits)).toBe(0);
});

it('a lane whose source fails waits longer each time and starts afresh once answered', () => {
  const patience = createPatience(() => 1, limits);

  const waits = [patience.missed(7), patience.missed(7), patience.missed(7)];
  patience.answered(7);

  expect(waits).toEqual([4_000, 6_000, 10_000]);
  expect(patience.missed(7)).toBe(4_000);
  expect(patience.missed(8)).toBe(4_000);
});
