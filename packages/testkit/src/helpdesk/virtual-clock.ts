import type { Clock } from '@stellwerk/ports';

/** A clock that jumps to the next task instead of waiting for it. */
export interface VirtualClock extends Clock {
  advance(ms: number): void;
}

/** Makes one that begins at `start`, epoch ms. */
export function createVirtualClock(start: number): VirtualClock {
  let now = start;
  return {
    now: () => now,
    advance(ms) {
      now += ms;
    },
    after(delayMs, task) {
      const dueAt = now + delayMs;
      const immediate = setImmediate(() => {
        now = Math.max(now, dueAt);
        task();
      });
      return () => clearImmediate(immediate);
    },
  };
}
