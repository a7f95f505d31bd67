import { z } from 'zod';
import type { CalendarProblem } from './calendar-error.ts';
import * as problems from './problems.ts';
import { checkDefinition } from './read-definition.ts';
import type { CalendarDefinition, WallInterval, Weekday } from './types.ts';
import { weekdayIndex, weekdays } from './types.ts';
import { parseInterval } from './wall-time.ts';

type Context = z.core.$RefinementCtx;

/** A problem as an issue of zod: English as the message, code and both languages in `params`. */
function report(ctx: Context, { code, path, de, en }: CalendarProblem): void {
  ctx.addIssue({ code: 'custom', path: [...path], message: en, params: { code, de, en } });
}

/** `"08:00-12:30"`; a close before the open runs past midnight. */
const Interval = z
  .string()
  .meta({
    description: 'HH:MM-HH:MM, 24:00 ends the day; a close before the open runs past midnight',
    examples: ['08:00-12:30'],
  })
  .transform((text, ctx): WallInterval => {
    const [open = '', close = '', ...more] = text.split(/\s*[-–]\s*/);
    const interval: WallInterval = [open.trim(), close.trim()];
    if (more.length > 0 || !parseInterval(interval)) report(ctx, problems.timeInvalid([], text));
    return interval;
  });
const Hours = z.array(Interval);

/** `{ mon-thu: ["08:00-12:30", "13:00-18:00"], fri: [...] }`; a weekday that is not named is closed. */
const Week = z
  .record(z.string(), Hours)
  .meta({ description: 'Weekday (mon … sun) or range (mon-thu) → hours; a weekday that is not named is closed' })
  .transform((entries, ctx): CalendarDefinition['week'] => {
    const week: Partial<Record<Weekday, readonly WallInterval[]>> = {};
    for (const [key, hours] of Object.entries(entries)) {
      const days = daysOf(key);
      if (!days) report(ctx, problems.dayUnknown([key], key));
      for (const day of days ?? []) {
        if (week[day]) report(ctx, problems.dayTwice([key], day));
        week[day] = hours;
      }
    }
    return { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [], ...week };
  });

/** The weekdays a key names; `fri-mon` runs over the weekend. Undefined when it names none. */
function daysOf(key: string): readonly Weekday[] | undefined {
  const [first, last = first, ...more] = key.split('-').map(weekdayIndex);
  if (first === undefined || last === undefined || first < 0 || last < 0 || more.length > 0) return undefined;
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => weekdays[(first + index) % 7]!);
}

const Holidays = z.strictObject({
  regions: z.array(z.string()).meta({ description: 'Such as DE-NW, DE-BY-KATH, AT-9, CH-ZH' }),
  municipality: z.string().nullish().meta({ description: 'Variant of a region, such as KATH for DE-BY' }),
  source: z.literal('builtin').optional().meta({ description: 'Statutory holidays of the built-in table' }),
});

const Exception = z.strictObject({
  date: z.string().meta({ description: 'Local date, YYYY-MM-DD' }),
  open: Hours.meta({ description: 'Hours of that date; none means closed' }),
  label: z.string().optional(),
});

const BusinessDay = z.strictObject({
  endsAt: z.enum(['close', 'midnight']).default('close'),
  days: z
    .enum(['arbeitstag', 'werktag'])
    .optional()
    .meta({ description: 'arbeitstag: Mon–Fri, werktag: Mon–Sat; left out: every open date' }),
});

const rules = {
  timezone: z.string().meta({ description: 'IANA time zone, such as Europe/Berlin' }),
  week: Week,
  holidays: Holidays.optional(),
  closedDates: z.array(z.string()).optional().meta({ description: 'Local dates closed all day, YYYY-MM-DD' }),
  exceptions: z.array(Exception).optional(),
  breaks: z.record(z.string(), Hours).optional().meta({ description: 'Local date → intervals closed on that date' }),
  businessDay: BusinessDay.optional(),
};

const Version = z.strictObject({
  effectiveFrom: z.string().meta({ description: 'First local date on which it holds, YYYY-MM-DD' }),
  ...rules,
  timezone: rules.timezone.optional(),
  week: rules.week.optional(),
});

/**
 * A calendar as an admin writes it (`week: { mon-thu: ["08:00-12:30"] }`), read into a `CalendarDefinition` that
 * `compileCalendar` takes. Every problem is a zod issue with its path and, in `params`, `{ code, de, en }`.
 */
export const CalendarInput = z
  .strictObject({ ...rules, versions: z.array(Version).optional() })
  .transform((definition, ctx): CalendarDefinition => {
    for (const problem of checkDefinition(definition)) report(ctx, problem);
    return definition;
  });

/** What an admin may write for one calendar. */
export type CalendarInput = z.input<typeof CalendarInput>;
