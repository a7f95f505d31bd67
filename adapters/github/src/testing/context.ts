import type { Clock } from '@stellwerk/ports';
import { createTestContext, type TestContext } from '@stellwerk/testkit';

/** A clock that jumps to the next wait, so that a test never sleeps and still sees how long was waited. */
export interface JumpingClock extends Clock {
  advance(ms: number): void;
}

/** Makes a clock that stands at `start` until somebody waits. */
export function createJumpingClock(start: number): JumpingClock {
  let now = start;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    after(delayMs, task) {
      let withdrawn = false;
      queueMicrotask(() => {
        if (withdrawn) return;
        now += delayMs;
        task();
      });
      return () => {
        withdrawn = true;
      };
    },
  };
}

/** Secret that test deliveries are signed with. */
export const SECRET = 'a-webhook-secret';

/** A context for tests on this clock: loopback and http allowed, log lines kept in `lines`. */
export function testContext(clock: Clock): TestContext {
  const secrets = { current: SECRET, previous: null };
  return { ...createTestContext({ now: clock.now, connection: 'bugs', secrets }), clock };
}
