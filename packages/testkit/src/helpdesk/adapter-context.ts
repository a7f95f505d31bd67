import { createHash } from 'node:crypto';
import type { TextFeatures } from '@stellwerk/core';
import type { AdapterContext, Clock, LogFields, Logger, WebhookSecrets } from '@stellwerk/ports';

import { createVirtualClock } from './virtual-clock.ts';

export interface TestContextOptions {
  /** Default: stands at 2026-11-24T09:00:00Z, and jumps when something is waited for. */
  readonly clock?: Clock;
  /** Time that the test moves by itself; tasks then run at the next turn. Not used with `clock`. */
  readonly now?: () => number;
  /** Default `desk`. */
  readonly connection?: string;
  readonly secrets?: WebhookSecrets;
}

/** A context whose log lines can be read. */
export interface TestContext extends AdapterContext {
  readonly lines: readonly { readonly message: string; readonly fields: LogFields | undefined }[];
}

/** What an adapter is given in tests: loopback allowed, pseudonyms that can be computed by hand (`testPseudonym`). */
export function createTestContext(options: TestContextOptions = {}): TestContext {
  const { connection = 'desk', now } = options;
  const clock = options.clock ?? (now ? movedClock(now) : createVirtualClock(Date.UTC(2026, 10, 24, 9)));
  const lines: { message: string; fields: LogFields | undefined }[] = [];
  const write = (message: string, fields?: LogFields): void => void lines.push({ message, fields });
  const logger: Logger = { debug: write, info: write, warn: write, error: write };

  return {
    connection,
    clock,
    logger,
    random: () => 0.5,
    network: { allowPrivate: true, allowHttp: true, ca: null },
    webhookSecrets: () => options.secrets ?? { current: null, previous: null },
    pseudonym: testPseudonym,
    features: testFeatures,
    provenance: () => 'poll',
    lines,
  };
}

/** Secret that test deliveries are signed with in `signedTestContext`. */
export const TEST_SECRET = 'a-webhook-secret';

/** A context on this clock whose webhooks are signed with `TEST_SECRET`. */
export function signedTestContext(clock: Clock, connection = 'desk'): TestContext {
  return createTestContext({ clock, connection, secrets: { current: TEST_SECRET, previous: null } });
}

/** `person:7` in a form that tells nothing of the id, as the real one. */
export function testPseudonym(kind: 'person' | 'organisation', id: string): string {
  return `${kind[0]}_${createHash('sha256').update(`${kind}:${id}`).digest('hex').slice(0, 12)}`;
}

/** Length and two patterns that tests can count on: `thanks` and `bug`. */
export function testFeatures(text: string): TextFeatures {
  const patterns = [
    ...(/\bbug\b/i.test(text) ? ['bug'] : []),
    ...(/\b(?:danke|thanks)\b/i.test(text) ? ['thanks'] : []),
  ];
  return { length: text.trim().length, language: null, patterns };
}

function movedClock(now: () => number): Clock {
  return {
    now,
    after(_delayMs, task) {
      const immediate = setImmediate(task);
      return () => clearImmediate(immediate);
    },
  };
}
