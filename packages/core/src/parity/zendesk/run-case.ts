import { isoSeconds, type Mismatch } from '../zammad/run-case.ts';
import { type ZendeskClock, zendeskClocks } from './clocks.ts';
import { type MetricValue, zendeskMetrics } from './metrics.ts';
import type { ZendeskStory } from './story.ts';
import type { ZendeskClockInput } from './zendesk-case.ts';

/** Minutes by which a fraction may differ. */
const TOLERANCE_MINUTES = 0.01;

/** Said of a ticket solved with no reply it makes no sense: the source counts it as multi-touch. */
const TOUCH_FLAGS = ['is_one_touch_resolution', 'is_two_touch_resolution', 'is_multi_touch_resolution'];

/** Compares metrics and clocks with the expected ones; empty when all are equal within the tolerance. */
export function zendeskMismatches(story: ZendeskStory): readonly Mismatch[] {
  return [...metricMismatches(story), ...clockMismatches(story)];
}

function metricMismatches(story: ZendeskStory): readonly Mismatch[] {
  const got = zendeskMetrics(story);
  const untouched = story.input.shape === 'no-reply-solve' || got.is_zero_touch_resolution === true;
  return Object.entries(story.input.expected.metrics).flatMap(([field, expected]) => {
    if (untouched && TOUCH_FLAGS.includes(field)) return [];
    const actual = Object.hasOwn(got, field) ? got[field] : undefined;
    if (sameValue(expected, actual)) return [];
    return [{ where: 'metrics', field, expected: String(expected), actual: String(actual) }];
  });
}

/** Whole numbers must be equal; fractions may differ by the tolerance. */
export function sameValue(expected: MetricValue, actual: MetricValue | undefined): boolean {
  if (typeof expected !== 'number' || typeof actual !== 'number') return expected === actual;
  return Math.abs(expected - actual) <= TOLERANCE_MINUTES;
}

/** Pairs clocks by metric and start. A reply clock that nobody answered may be absent from the expected ones. */
function clockMismatches(story: ZendeskStory): readonly Mismatch[] {
  const left = [...zendeskClocks(story)];
  const found = story.input.expected.slas.flatMap((expected) => {
    const index = left.findIndex((clock) => clock.metric === expected.metric && clock.appliedAt === expected.appliedAt);
    const [clock] = index < 0 ? [] : left.splice(index, 1);
    const where = `${expected.metric} ${isoSeconds(expected.appliedAt)}`;
    return clock
      ? differences(where, expected, clock)
      : [{ where, field: 'clock', expected: 'present', actual: 'absent' }];
  });
  const extra = left
    .filter(({ answered }) => answered)
    .map(({ metric, appliedAt }) => ({
      where: `${metric} ${isoSeconds(appliedAt)}`,
      field: 'clock',
      expected: 'absent',
      actual: 'present',
    }));
  return [...found, ...(story.input.expected.slas.length === 0 ? [] : extra)];
}

function differences(where: string, expected: ZendeskClockInput, clock: ZendeskClock): readonly Mismatch[] {
  const text = (at: number | null | undefined): string | null => (at == null ? null : isoSeconds(at));
  const pairs: readonly (readonly [string, MetricValue, MetricValue])[] = [
    ['targetMinutes', expected.targetMinutes, clock.targetMinutes],
    ['businessHours', expected.businessHours, clock.businessHours],
    ['elapsedMinutes', expected.elapsedMinutes, clock.elapsedMinutes],
    ['breached', expected.breached, clock.breached],
    ...(expected.elapsedWholeMinuteCount === undefined
      ? []
      : [['elapsedWholeMinuteCount', expected.elapsedWholeMinuteCount, clock.elapsedWholeMinuteCount] as const]),
    ...(expected.breachedAt === undefined
      ? []
      : [['breachedAt', text(expected.breachedAt), text(clock.breachedAt)] as const]),
  ];
  return pairs
    .filter(([, wanted, got]) => !sameValue(wanted, got))
    .map(([field, wanted, got]) => ({ where, field, expected: String(wanted), actual: String(got) }));
}
