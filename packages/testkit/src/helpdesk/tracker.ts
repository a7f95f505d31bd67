import type { IssueTrackerFactory } from '@stellwerk/ports';
import { describe, it } from 'vitest';
import { SECRET, START } from './bench.ts';
import type { ConformanceCase } from './case.ts';
import { ingressCases } from './ingress.ts';
import { type OnTracker, withTracker } from './tracker-bench.ts';
import type { TrackerFixture } from './tracker-fixture.ts';
import { trackerReading } from './tracker-reading.ts';
import { trackerWrites } from './tracker-writes.ts';

/** Every case of an issue tracker: C3 ingress, C6 reading, C9 writes. */
export function trackerCases(factory: IssueTrackerFactory, fixture: TrackerFixture): readonly ConformanceCase[] {
  const bench: OnTracker = (run) => () => withTracker(factory, fixture, run);
  return [...trackerIngress(factory, fixture), ...trackerReading(bench), ...trackerWrites(bench)];
}

/** Declares the suite for one issue tracker. */
export function runTrackerConformance(factory: IssueTrackerFactory, fixture: TrackerFixture): void {
  describe(`${factory.manifest.name} as an issue tracker`, () => {
    for (const { id, title, run } of trackerCases(factory, fixture)) {
      it(`${id} ${title}`, async ({ skip }) => {
        const reason = fixture.notApplicable?.[id];
        if (reason) return skip(reason);
        return run();
      });
    }
  });
}

function trackerIngress(factory: IssueTrackerFactory, fixture: TrackerFixture): readonly ConformanceCase[] {
  return ingressCases({
    signatureHeaders: fixture.signatureHeaders,
    signedTime: fixture.signedTime,
    delivery: ({ id = '4711', secret = SECRET, at = START, n = 1 } = {}) =>
      fixture.signedDelivery({ issue: Number(id), secret, at, n }),
    subject: (id) => ({ kind: 'issue', issue: fixture.reference(Number(id)) }),
    withAdapter: (secrets, run) => withTracker(factory, fixture, async (at) => run(at.adapterWith({}, secrets))),
  });
}
