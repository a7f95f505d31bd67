import { z } from 'zod';
import { type CalendarDefinition, compileCalendar, type WallInterval, weekdays } from '../calendar/index.ts';
import type { Policy } from '../policy/policy.ts';

const Interval = z.tuple([z.string(), z.string()]);

/**
 * A helpdesk's own calendar, given as a value. Zammad's `business_hours` and active `public_holidays`, and Zendesk's
 * schedule intervals and holidays, are written in this form: hours as local `["09:00", "17:00"]`, holidays as local dates.
 */
export const NativeCalendar = z.object({
  /** Calendar of the policy file that it is compared with. */
  policyCalendar: z.string(),
  name: z.string(),
  timezone: z.string(),
  week: z.partialRecord(z.enum(weekdays), z.array(Interval)),
  /** Dates closed all day, YYYY-MM-DD. */
  holidays: z.array(z.iso.date()).default([]),
});
export type NativeCalendar = z.output<typeof NativeCalendar>;

/** Where two calendars differ in a year. Amounts are ms of open time. */
export interface CalendarDisagreement {
  readonly calendar: string;
  readonly native: string;
  readonly timezones: readonly [ours: string, native: string] | null;
  /** Open time of a week without holidays. */
  readonly weeklyMs: readonly [ours: number, native: number];
  readonly weekdays: readonly { readonly day: string; readonly oursMs: number; readonly nativeMs: number }[];
  /** Dates closed here and open there. */
  readonly holidaysOnlyOurs: readonly string[];
  readonly holidaysOnlyNative: readonly string[];
}

/** Compares weekly hours and the holidays of a year; null when they agree or the policy has no such calendar. */
export function compareNativeCalendar(
  policy: Policy,
  native: NativeCalendar,
  year: number,
): CalendarDisagreement | null {
  const ours = policy.input.calendars[native.policyCalendar];
  if (!ours) return null;
  const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  const theirs: CalendarDefinition = {
    timezone: native.timezone,
    week: { ...closed, ...native.week },
    closedDates: native.holidays,
  };
  const differing = weekdays
    .map((day) => ({ day, oursMs: dayMs(ours.week[day]), nativeMs: dayMs(theirs.week[day]) }))
    .filter(({ oursMs, nativeMs }) => oursMs !== nativeMs);
  const weekly = ({ week: hours }: CalendarDefinition): number =>
    weekdays.reduce((sum, day) => sum + dayMs(hours[day]), 0);
  const [oursClosed, theirsClosed] = [closedDates(ours, year), closedDates(theirs, year)];
  const result: CalendarDisagreement = {
    calendar: native.policyCalendar,
    native: native.name,
    timezones: ours.timezone === native.timezone ? null : [ours.timezone, native.timezone],
    weeklyMs: [weekly(ours), weekly(theirs)],
    weekdays: differing,
    holidaysOnlyOurs: [...oursClosed.difference(theirsClosed)],
    holidaysOnlyNative: [...theirsClosed.difference(oursClosed)],
  };
  const agrees =
    result.timezones === null &&
    differing.length === 0 &&
    result.holidaysOnlyOurs.length === 0 &&
    result.holidaysOnlyNative.length === 0;
  return agrees ? null : result;
}

/** Open time of a weekday's hours on the wall, overlaps counted once. */
function dayMs(hours: readonly WallInterval[]): number {
  const minutes = new Set<number>();
  for (const [open, close] of hours) {
    const from = minuteOf(open);
    const to = minuteOf(close) <= from ? minuteOf(close) + 1_440 : minuteOf(close);
    for (let minute = from; minute < to; minute++) minutes.add(minute);
  }
  return minutes.size * 60_000;
}

function minuteOf(text: string): number {
  const [hour = 0, minute = 0] = text.split(':').map(Number);
  return hour * 60 + minute;
}

/** Dates of the year that the week would open and the calendar does not. */
function closedDates(definition: CalendarDefinition, year: number): ReadonlySet<string> {
  const calendar = compileCalendar('compared', definition);
  const closed = new Set<string>();
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  for (let date = first; date.year === year; date = date.add({ days: 1 })) {
    const day = weekdays[date.dayOfWeek - 1]!;
    if (definition.week[day].length === 0) continue;
    const [from, to] = [date, date.add({ days: 1 })].map(
      (each) => each.toZonedDateTime(definition.timezone).epochMilliseconds,
    );
    if (calendar.between(from!, to!) === 0) closed.add(date.toString());
  }
  return closed;
}
