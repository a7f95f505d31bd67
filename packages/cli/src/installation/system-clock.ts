import type { Clock } from '@stellwerk/ports';

const LONGEST_TIMEOUT = 2_147_483_647; // Node fires at once for anything longer

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, task) => {
    const timeout = setTimeout(task, Math.min(Math.max(0, delayMs), LONGEST_TIMEOUT));
    timeout.unref();
    return () => clearTimeout(timeout);
  },
};
