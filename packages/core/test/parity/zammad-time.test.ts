import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCalendar } from '../../src/index.ts';
import { type Breaks, deadlineAfter, minutesBetween, readHours } from '../../src/parity/zammad/working-time.ts';

const MINUTE = 60_000;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const FRAMES: [string, string][][] = [
  [['09:00', '17:00']],
  [
    ['08:00', '12:00'],
    ['13:00', '24:00'],
  ],
  [['00:00', '24:00']],
  [['01:00', '05:00']],
];
const day = fc.constantFrom(...FRAMES, []);
const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');
/** Whole minutes of 2024 to 2025, both clock changes among them. */
const instant = fc
  .integer({ min: Date.UTC(2024, 0, 1) / MINUTE, max: Date.UTC(2025, 11, 1) / MINUTE })
  .map((at) => at * MINUTE);
const pad = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** The same hours by Zammad's walk and by our calendar, which knows breaks of a date too. */
const pair = fc
  .record({
    zone,
    mon: fc.constantFrom(...FRAMES),
    rest: fc.array(day, { minLength: 6, maxLength: 6 }),
    holiday: fc.integer({ min: 1, max: 28 }),
    pause: fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 700 })),
  })
  .map(({ zone: timezone, mon, rest, holiday, pause: [from, length] }) => {
    const week = Object.fromEntries(DAYS.map((name, index) => [name, index === 0 ? mon : rest[index - 1]!]));
    const date = `2024-10-${String(holiday).padStart(2, '0')}`;
    const breakDate = '2024-03-31'; // the day of the change in Berlin
    const hours = readHours({
      timezone,
      business_hours: Object.fromEntries(DAYS.map((name) => [name, { active: true, timeframes: week[name]! }])),
      public_holidays: { [date]: { active: true, removed: false } },
    });
    const breaks: Breaks = new Map([[Date.UTC(2024, 2, 31) / (1440 * MINUTE), new Map([[from, from + length]])]]);
    const calendar = compileCalendar('same', {
      timezone,
      week: week as Record<(typeof DAYS)[number], [string, string][]>,
      closedDates: [date],
      breaks: { [breakDate]: [[pad(from), pad(from + length)]] },
    });
    return { hours, breaks, calendar };
  });

describe("Zammad's working time beside our own calendar", () => {
  it('has the same deadlines as the rolling reading', () => {
    fc.assert(
      fc.property(pair, instant, fc.integer({ min: 1, max: 6_000 }), ({ hours, breaks, calendar }, from, minutes) => {
        expect(deadlineAfter(hours, breaks, from, minutes)).toBe(calendar.addRolling(from, minutes * MINUTE));
      }),
      { numRuns: 400 },
    );
  });

  it('has the same minutes, rounded down', () => {
    fc.assert(
      fc.property(
        pair,
        instant,
        fc.integer({ min: 0, max: 9_000_000 }),
        ({ hours, breaks, calendar }, from, seconds) => {
          const to = from + seconds * 1000;
          expect(minutesBetween(hours, breaks, from, to)).toBe(Math.floor(calendar.between(from, to) / MINUTE));
        },
      ),
      { numRuns: 200 },
    );
  });
});
