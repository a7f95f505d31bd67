import type { Clock } from '@stellwerk/ports';

interface Planned {
  readonly at: number;
  readonly task: () => void;
}

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`; tasks that come due run in their order, each at its own instant. */
  advance(ms: number): void;
  /** Tasks that wait. */
  readonly waiting: number;
}

/** `start`: epoch ms. */
export function createManualClock(start = 0): ManualClock {
  let now = start;
  const planned = new Set<Planned>();
  return {
    now: () => now,
    after(delayMs, task) {
      const entry = { at: now + Math.max(0, delayMs), task };
      planned.add(entry);
      return () => void planned.delete(entry);
    },
    advance(ms) {
      const end = now + ms;
      for (let next = earliest(planned); next && next.at <= end; next = earliest(planned)) {
        planned.delete(next);
        now = Math.max(now, next.at);
        next.task();
      }
      now = end;
    },
    get waiting() {
      return planned.size;
    },
  };
}

function earliest(planned: ReadonlySet<Planned>): Planned | undefined {
  let first: Planned | undefined;
  for (const entry of planned) if (!first || entry.at < first.at) first = entry;
  return first;
}
