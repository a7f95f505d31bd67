/** Milliseconds of a day without a clock change. */
export const dayMs = 86_400_000;

/** Milliseconds of a minute. */
export const minuteMs = 60_000;

/** Days since 1970-01-01 of a proleptic Gregorian date; month 1–12. */
export function epochDayOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / dayMs;
}

/** Days since 1970-01-01 of `YYYY-MM-DD`, or undefined when there is no such date. */
export function parseDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const day = epochDayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  return formatDate(day) === text ? day : undefined;
}

/** `YYYY-MM-DD` of a day since 1970-01-01. */
export function formatDate(epochDay: number): string {
  return new Date(epochDay * dayMs).toISOString().slice(0, 10);
}

/** Year of a day since 1970-01-01. */
export function yearOf(epochDay: number): number {
  return new Date(epochDay * dayMs).getUTCFullYear();
}

/** 0 Monday … 6 Sunday. */
export function weekdayOf(epochDay: number): number {
  return (((epochDay + 3) % 7) + 7) % 7;
}
