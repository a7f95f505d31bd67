import type { Clock } from '@stellwerk/ports';

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
}

/** Makes a clock that begins at `start` (epoch ms) and runs due tasks, earliest first, while it is moved. */
export function createManualClock(start: number): ManualClock {
  let now = start;
  const tasks = new Set<{ readonly at: number; readonly run: () => void }>();

  return {
    now: () => now,
    after(delayMs, run) {
      const task = { at: now + delayMs, run };
      tasks.add(task);
      return () => void tasks.delete(task);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...tasks].filter((task) => task.at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        tasks.delete(next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = end;
    },
  };
}
