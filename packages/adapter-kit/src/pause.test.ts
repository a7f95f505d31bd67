import { expect, it } from 'vitest';
import { pause } from './pause.ts';
import { createManualClock } from './testing/manual-clock.ts';

it('waits as long as the clock says', async () => {
  const clock = createManualClock(0);
  let over = false;

  const waiting = pause(clock, 2_000, new AbortController().signal).then(() => {
    over = true;
  });
  await clock.advance(1_999);
  expect(over).toBe(false);
  await clock.advance(1);
  await waiting;

  expect(over).toBe(true);
});

it('ends with the reason of a signal that aborts, before or while it waits', async () => {
  const clock = createManualClock(0);
  const controller = new AbortController();
  const waiting = pause(clock, 2_000, controller.signal);
  const reason = new Error('Ctrl-C');

  controller.abort(reason);

  await expect(waiting).rejects.toBe(reason);
  expect(() => pause(clock, 1, controller.signal)).toThrow(reason);
});
