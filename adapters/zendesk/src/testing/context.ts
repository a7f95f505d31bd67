import { createHmac } from 'node:crypto';
import type { AdapterContext, Clock } from '@stellwerk/ports';

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

/** A context for tests: loopback and http allowed, nothing random, warnings collected. */
export function testContext(clock: Clock, warnings: string[] = []): AdapterContext {
  return {
    connection: 'desk',
    clock,
    logger: { debug() {}, info() {}, warn: (message) => void warnings.push(message), error() {} },
    random: () => 0.5,
    network: { allowPrivate: true, allowHttp: true, ca: null },
    webhookSecrets: () => ({ current: SECRET, previous: null }),
    pseudonym: (kind, id) => createHmac('sha256', 'test').update(`${kind}:${id}`).digest('hex').slice(0, 12),
    features: (text) => ({ length: text.length, language: null, patterns: [] }),
    provenance: () => 'webhook',
  };
}
