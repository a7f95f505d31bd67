import { z } from 'zod';
import { compileCalendar } from './business-calendar.ts';
import { CalendarError } from './calendar-error.ts';
import type { BusinessCalendar, CalendarDefinition } from './types.ts';

const Intervals = z.array(z.tuple([z.string(), z.string()]));
const Hours = Intervals.default([]);
const Week = z.strictObject({ mon: Hours, tue: Hours, wed: Hours, thu: Hours, fri: Hours, sat: Hours, sun: Hours });
const Dated = z.record(z.string(), Intervals).default({});
const Instant = z.iso.datetime({ offset: true });

/** A golden case: a calendar, a question and the answer. The form is that of the business-time cases of the gem `biz`. */
export const CalendarCase = z.object({
  /** Shown when the case fails. */
  id: z.string().default('(no id)'),
  zone: z.string(),
  /** Hours of each weekday as `[open, close]`. */
  weekly: Week,
  /** Local dates closed all day. */
  holidays: z.array(z.string()).default([]),
  /** Local date → intervals cut out of that date. */
  breaks: Dated,
  /** Local date → intervals that replace the weekly ones. */
  shifts: Dated,
  op: z.enum(['between', 'add', 'sub']),
  start: Instant,
  /** `between`: the end of the span. */
  end: Instant.optional(),
  /** `add` and `sub`: the amount; `minutes` when there are no seconds. */
  seconds: z.number().optional(),
  minutes: z.number().optional(),
  /** Seconds for `between`, else the instant; of a deadline on a close the next opening. */
  expect: z.union([z.number(), Instant]).optional(),
  expectMinutes: z.number().optional(),
  /** `add`: the first instant at which the amount is used up. */
  expectEarliest: Instant.optional(),
});
export type CalendarCase = z.infer<typeof CalendarCase>;

/** How a case went; `expected` and `actual` are seconds or ISO instants, or what was wrong with the case. */
export interface CalendarCaseResult {
  readonly name: string;
  readonly ok: boolean;
  readonly expected: string;
  readonly actual: string;
}

/**
 * Runs one case. `add` is compared with `expectEarliest` where present; with `rolling` by the reading of Zammad and Zendesk,
 * with `expect`. Never throws: a case that cannot be read or a calendar that cannot be used is a failed case that says why.
 */
export function checkCalendarCase(testCase: unknown, options: { readonly rolling: boolean }): CalendarCaseResult {
  const parsed = CalendarCase.safeParse(testCase);
  if (!parsed.success) return unreadable(testCase, z.prettifyError(parsed.error));
  const expected = expectedOf(parsed.data, options.rolling);
  const actual = answer(parsed.data, options.rolling);
  return { name: parsed.data.id, ok: expected === actual, expected, actual };
}

function unreadable(testCase: unknown, actual: string): CalendarCaseResult {
  const named = z.object({ id: z.string() }).safeParse(testCase);
  return { name: named.data?.id ?? '(no id)', ok: false, expected: 'a calendar case', actual };
}

function expectedOf({ op, expect, expectMinutes, expectEarliest }: CalendarCase, rolling: boolean): string {
  const wanted = op === 'add' && !rolling ? (expectEarliest ?? expect) : expect;
  if (typeof wanted === 'string') return isoSeconds(Date.parse(wanted));
  const seconds = wanted ?? (expectMinutes === undefined ? undefined : expectMinutes * 60);
  return seconds === undefined ? 'expect' : `${seconds} s`;
}

function answer(testCase: CalendarCase, rolling: boolean): string {
  try {
    return ask(compileCalendar(testCase.id, definitionOf(testCase)), testCase, rolling);
  } catch (error) {
    if (error instanceof CalendarError) return error.message;
    throw error;
  }
}

function ask(calendar: BusinessCalendar, { op, start, end, seconds, minutes }: CalendarCase, rolling: boolean): string {
  const from = Date.parse(start);
  if (op === 'between')
    return end === undefined ? 'end is missing' : `${calendar.between(from, Date.parse(end)) / 1000} s`;
  const amountSeconds = seconds ?? (minutes === undefined ? undefined : minutes * 60);
  if (amountSeconds === undefined) return 'seconds is missing';
  const openMs = amountSeconds * 1000;
  if (op === 'sub') return isoSeconds(calendar.subtract(from, openMs));
  return isoSeconds(rolling ? calendar.addRolling(from, openMs) : calendar.add(from, openMs));
}

function definitionOf({ zone, weekly, holidays, breaks, shifts }: CalendarCase): CalendarDefinition {
  const exceptions = Object.entries(shifts).map(([date, open]) => ({ date, open }));
  return { timezone: zone, week: weekly, closedDates: holidays, exceptions, breaks };
}

function isoSeconds(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
