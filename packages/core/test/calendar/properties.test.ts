import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BusinessCalendar,
  type CalendarDefinition,
  compileCalendar,
  type WallInterval,
  weekdays,
} from '../../src/calendar/index.ts';
import { runSeed } from './random.ts';

const dayMs = 86_400_000;
const seed = runSeed('calendar properties');
const runs = { seed, numRuns: 300 };

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const interval = fc
  .tuple(fc.nat({ max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .filter(([open, close]) => open !== close)
  .map(([open, close]): WallInterval => [clock(open), clock(close)]);
const hours = fc.array(interval, { maxLength: 3 });
const date = fc.nat({ max: 730 }).map((day) => new Date(Date.UTC(2025, 0, 1) + day * dayMs).toISOString().slice(0, 10));
const week = fc
  .record({ mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours })
  .filter((record) => weekdays.some((day) => record[day].length > 0));
const definition: fc.Arbitrary<CalendarDefinition> = fc.record({
  timezone: fc.constantFrom(...zones),
  week,
  holidays: fc.constantFrom({ regions: ['DE-BY'], municipality: 'KATH' }, { regions: ['CH-VS', 'AT-9'] }),
  closedDates: fc.array(date, { maxLength: 4 }),
  exceptions: fc.uniqueArray(fc.record({ date, open: hours }), {
    maxLength: 4,
    selector: (exception) => exception.date,
  }),
  breaks: fc.dictionary(date, hours, { maxKeys: 3 }),
});
const calendar = definition.map((rules) => compileCalendar('property', rules));
const instant = fc.integer({ min: Date.UTC(2025, 0, 10), max: Date.UTC(2026, 11, 20) });
const amount = fc.integer({ min: 1, max: 200 * 3_600_000 });

const always = (timezone: string): BusinessCalendar => {
  const all: readonly WallInterval[] = [['00:00', '24:00']];
  return compileCalendar('24/7', {
    timezone,
    week: { mon: all, tue: all, wed: all, thu: all, fri: all, sat: all, sun: all },
  });
};

describe('laws of open time', () => {
  it('of a calendar open around the clock is calendar time, across every clock change', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones).map(always), instant, amount, (all, from, ms) => {
        expect(all.between(from, from + ms)).toBe(ms);
        expect(all.add(from, ms)).toBe(from + ms);
        expect(all.subtract(from, ms)).toBe(from - ms);
      }),
      runs,
    );
  });

  it('is not changed by splitting a span', () => {
    fc.assert(
      fc.property(calendar, fc.tuple(instant, instant, instant), (open, instants) => {
        const [a, b, c] = instants.toSorted((x, y) => x - y) as [number, number, number];
        expect(open.between(a, b) + open.between(b, c)).toBe(open.between(a, c));
      }),
      runs,
    );
  });

  it('is what was added or taken back', () => {
    fc.assert(
      fc.property(calendar, instant, amount, (open, from, ms) => {
        expect(open.between(from, open.add(from, ms))).toBe(ms);
        expect(open.between(from, open.addRolling(from, ms))).toBe(ms);
        expect(open.between(open.subtract(from, ms), from)).toBe(ms);
      }),
      runs,
    );
  });

  it('is used up at the first instant, and the rolling reading moves on only over closed time', () => {
    fc.assert(
      fc.property(calendar, instant, amount, (open, from, ms) => {
        const due = open.add(from, ms);
        expect(open.between(from, due - 1)).toBe(ms - 1);
        const rolled = open.addRolling(from, ms);
        expect(rolled).toBe(open.nextOpening(due));
        expect(open.isOpen(rolled)).toBe(true);
      }),
      runs,
    );
  });

  it('is the sum of the open segments, which follow each other without gaps', () => {
    fc.assert(
      fc.property(calendar, instant, fc.integer({ min: 1, max: 20 * dayMs }), (open, from, ms) => {
        const segments = open.segments(from, from + ms);
        const sum = segments
          .filter((segment) => segment.open)
          .reduce((total, segment) => total + segment.to - segment.from, 0);
        expect(sum).toBe(open.between(from, from + ms));
        expect([segments[0]!.from, ...segments.map(({ to }) => to)]).toEqual([
          ...segments.map((segment) => segment.from),
          from + ms,
        ]);
        for (const segment of segments) expect(open.isOpen(segment.from)).toBe(segment.open);
      }),
      runs,
    );
  });

  it('does not depend on the order in which years are compiled', () => {
    fc.assert(
      fc.property(definition, fc.array(instant, { minLength: 2, maxLength: 6 }), amount, (rules, instants, ms) => {
        const used = compileCalendar('used', rules);
        for (const at of instants) used.isOpen(at - 400 * dayMs + (at % 3) * 365 * dayMs);
        const [from] = instants as [number];
        const fresh = compileCalendar('fresh', rules);
        expect(used.add(from, ms)).toBe(fresh.add(from, ms));
        expect(used.subtract(from, ms)).toBe(compileCalendar('fresh', rules).subtract(from, ms));
      }),
      { ...runs, numRuns: 100 },
    );
  });
});
