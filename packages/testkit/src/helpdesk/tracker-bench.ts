import type { TrackerWrite } from '@stellwerk/core';
import type { IssueTracker, IssueTrackerFactory, Sendable, WebhookSecrets } from '@stellwerk/ports';
import { createTestContext, type TestContext } from './adapter-context.ts';
import { markerOf, SECRET, START } from './bench.ts';
import type { ConformanceTracker, TrackerFixture } from './tracker-fixture.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

/** One listening tracker with an adapter on it. */
export interface TrackerBench {
  readonly tracker: ConformanceTracker;
  readonly adapter: IssueTracker;
  readonly clock: VirtualClock;
  readonly context: TestContext;
  readonly signal: AbortSignal;
  readonly fixture: TrackerFixture;
  adapterWith(change: Readonly<Record<string, unknown>>, secrets?: WebhookSecrets): IssueTracker;
  /** Names an issue as writes do. */
  ref(number: number): { readonly tracker: string; readonly issue: string };
}

/** Makes a case's `run` from what it does on a bench. */
export type OnTracker = (run: (bench: TrackerBench) => Promise<void>) => () => Promise<void>;

/** Runs one case on a bench of its own. */
export async function withTracker(
  factory: IssueTrackerFactory,
  fixture: TrackerFixture,
  run: (bench: TrackerBench) => Promise<void>,
): Promise<void> {
  const clock = createVirtualClock(START);
  const tracker = fixture.makeTracker({ now: clock.now });
  await tracker.listen();
  const context = contextOf(clock, { current: SECRET, previous: null });
  const adapterWith = (change: Readonly<Record<string, unknown>>, secrets?: WebhookSecrets) =>
    factory.create({ ...fixture.config(tracker), ...change }, secrets ? contextOf(clock, secrets) : context);
  const ref = (number: number) => ({ tracker: 'desk', issue: fixture.reference(number) });
  try {
    const signal = AbortSignal.timeout(30_000);
    await run({ tracker, adapter: adapterWith({}), clock, context, signal, fixture, adapterWith, ref });
  } finally {
    await tracker.stop();
  }
}

function contextOf(clock: VirtualClock, secrets: WebhookSecrets): TestContext {
  return createTestContext({ clock, secrets });
}

/** A write as the runtime hands it to a tracker. Same `key`, same marker. */
export function trackerSendable(write: TrackerWrite, key: string, sendingSince: number): Sendable<TrackerWrite> {
  const reason = { code: 'test', rule: null, facts: {} };
  const fixed = {
    key,
    connection: 'desk',
    writeClass: 'issues',
    at: START,
    mode: 'auto',
    rule: 'conformance',
  } as const;
  return { effect: { ...fixed, write, coalesceKey: null, reason }, ticketId: '1', marker: markerOf(key), sendingSince };
}
