import type { Clock } from '@stellwerk/ports';

const LONGEST_TIMEOUT = 2_147_483_647;

/**
 * A clock that runs `scale` times as fast as the machine's since `origin` (epoch ms): waits of the product (quarantine,
 * backoff, rate lanes) stay in proportion and pass quickly. The same in every process that knows both numbers.
 */
export function createScaledClock(origin: number, scale: number): Clock {
  return {
    now: () => Math.round(origin + (Date.now() - origin) * scale),
    after(delayMs, task) {
      const timer = setTimeout(task, Math.min(Math.max(0, delayMs / scale), LONGEST_TIMEOUT));
      return () => clearTimeout(timer);
    },
  };
}
