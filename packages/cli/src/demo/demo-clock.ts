import type { Clock } from '@stellwerk/ports';

interface Alarm {
  readonly at: number;
  readonly task: () => void;
}

/** A clock of the demo's own. Nothing in the product knows that it is not the system's. */
export interface DemoClock extends Clock {
  /** Moves on to an instant, ringing every alarm on the way in order. Never goes back. */
  advanceTo(instant: number): void;
}

/** A clock that stands still until it is moved: for bounded runs, which end as soon as the work is done. */
export function createSteppedClock(start: number): DemoClock {
  let now = start;
  let alarms: Alarm[] = [];
  return {
    now: () => now,
    after(delayMs, task) {
      const alarm = { at: now + Math.max(0, delayMs), task };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((other) => other !== alarm);
      };
    },
    advanceTo(instant) {
      for (;;) {
        const due = alarms.filter(({ at }) => at <= instant);
        if (due.length === 0) break;
        const next = due.reduce((first, alarm) => (alarm.at < first.at ? alarm : first));
        alarms = alarms.filter((alarm) => alarm !== next);
        now = Math.max(now, next.at);
        next.task();
      }
      now = Math.max(now, instant);
    },
  };
}

/** Drives a stepped clock by real time: one real second is `scale` seconds. Returns what stops it. */
export function runClock(clock: DemoClock, scale: number, tickMs = 50): () => void {
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    clock.advanceTo(clock.now() + Math.round((now - last) * scale));
    last = now;
  }, tickMs);
  return () => clearInterval(timer);
}
