import type { WallInterval } from './types.ts';

/** Minutes after a date's 00:00, half open; `to` may pass 1440 when the interval runs past midnight. */
export interface MinuteInterval {
  readonly from: number;
  readonly to: number;
}

/** Minutes of a full day. */
export const dayMinutes = 1440;

/** Minutes after midnight of `HH:MM` (`24:00` is 1440), or undefined when it is no time of day. */
export function parseTime(text: string): number | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= dayMinutes ? minutes : undefined;
}

/**
 * An interval in minutes; a close before its open belongs to the next date. Undefined when a time is wrong, when it opens
 * at 24:00, or when both ends are the same (nobody can say whether that means nothing or a whole day).
 */
export function parseInterval([openText, closeText]: WallInterval): MinuteInterval | undefined {
  const open = parseTime(openText);
  const close = parseTime(closeText);
  if (open === undefined || close === undefined || open === close || open === dayMinutes) return undefined;
  return { from: open, to: close > open ? close : close + dayMinutes };
}

/** The part of each interval that lies on its own date, and what runs into the next one. */
export function splitAtMidnight(intervals: readonly MinuteInterval[]): {
  readonly own: readonly MinuteInterval[];
  readonly next: readonly MinuteInterval[];
} {
  const own = intervals.map(({ from, to }) => ({ from, to: Math.min(to, dayMinutes) }));
  const next = intervals.filter(({ to }) => to > dayMinutes).map(({ to }) => ({ from: 0, to: to - dayMinutes }));
  return { own, next };
}

/** Last minute of the intervals that begin on a date; undefined when none does. */
export function lastClose(intervals: readonly MinuteInterval[]): number | undefined {
  return intervals.length === 0 ? undefined : Math.max(...intervals.map(({ to }) => to));
}
