import type { Stretch } from './interval-set.ts';

/** Sorted open intervals with the open time before each, as plain numbers: a thousand calendars must fit in memory. */
export interface OpenTime {
  /** Opening instants. */
  readonly starts: Float64Array;
  /** Open ms before each interval; one more entry than `starts`: the length of interval i is `before[i + 1] - before[i]`. */
  readonly before: Float64Array;
}

/** No open time at all. */
export const noOpenTime: OpenTime = { starts: new Float64Array(0), before: new Float64Array(1) };

/** The intervals of sorted, disjoint stretches. */
export function openTimeOf(stretches: readonly Stretch[]): OpenTime {
  const starts = Float64Array.from(stretches, ({ from }) => from);
  const before = new Float64Array(stretches.length + 1);
  for (const [index, { from, to }] of stretches.entries()) before[index + 1] = before[index]! + to - from;
  return { starts, before };
}

/** Closing instant of an interval. */
export function closeOf({ starts, before }: OpenTime, index: number): number {
  return starts[index]! + before[index + 1]! - before[index]!;
}

/** Earlier and later open time together; an interval that was cut where they meet becomes one again. */
export function join(earlier: OpenTime, later: OpenTime): OpenTime {
  const count = earlier.starts.length;
  const touching = count > 0 && later.starts.length > 0 && closeOf(earlier, count - 1) === later.starts[0];
  const shared = touching ? 1 : 0;
  const starts = new Float64Array(count + later.starts.length - shared);
  starts.set(earlier.starts);
  starts.set(later.starts.subarray(shared), count);
  const before = new Float64Array(starts.length + 1);
  before.set(earlier.before);
  const total = earlier.before[count]!;
  for (let index = 0; index < later.starts.length; index++) {
    before[count + index + 1 - shared] = total + later.before[index + 1]!;
  }
  return { starts, before };
}
