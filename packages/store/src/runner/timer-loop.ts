import type { Clock, RunnerHandlers } from '@stellwerk/ports';
import { createHandlerLoop } from './handler-loop.ts';

/** Looks at least this often, so that a timer nobody told us of is late by no more. */
const LOOK_MS = 1_000;
/** Waits at least this long, so that a timer whose lane is being decided is not asked for without end. */
const BREATH_MS = 20;

/** Calls the timer handler when something is due. The table is the truth: only the next instant is kept here. */
export function createTimerLoop(clock: Clock, timers: RunnerHandlers['timers'], onError: (error: unknown) => void) {
  let cancel: () => void = () => {};
  let plannedAt = Number.POSITIVE_INFINITY;
  let stopped = false;
  const loop = createHandlerLoop(async () => {
    plannedAt = Number.POSITIVE_INFINITY;
    const next = await timers().catch((error: unknown) => {
      onError(error);
      return null;
    });
    plan(next ?? Number.POSITIVE_INFINITY);
  }, onError);

  function plan(instant: number): void {
    const now = clock.now();
    const at = Math.min(Math.max(instant, now + BREATH_MS), now + LOOK_MS);
    if (stopped || at >= plannedAt) return;
    cancel();
    plannedAt = at;
    cancel = clock.after(at - now, () => loop.wake());
  }

  return {
    start: (): void => loop.wake(),
    /** Looks at this instant if it comes before the next look. */
    at: (instant: number): void => plan(instant),
    async stop(): Promise<void> {
      stopped = true;
      cancel();
      await loop.idle();
    },
  };
}
