import { describe, expect, it } from 'vitest';
import { compileCalendar, weekdays } from '../../src/calendar/index.ts';
import { randomFrom, runSeed } from './random.ts';
import { paint, type ReferenceCalendar, WallTable, walkAdd, walkBetween } from './slow-reference.ts';

const dayMs = 86_400_000;
/** Room for a start up to a year and a bit after the window's begin, and for the longest span after it. */
const windowDays = 520;
const spansPerPair = 139; // × 12 zones × 6 calendars = 10,008

/** Zones with the year whose clock changes are of interest: half hours, midnight changes, a skipped date, none at all. */
const zones: readonly (readonly [zone: string, year: number])[] = [
  ['Europe/Berlin', 2026],
  ['Europe/London', 2025],
  ['America/New_York', 2026],
  ['America/St_Johns', 2025],
  ['America/Santiago', 2024],
  ['America/Havana', 2024],
  ['Africa/Cairo', 2024],
  ['Asia/Beirut', 2024],
  ['Asia/Kolkata', 2024],
  ['Australia/Lord_Howe', 2025],
  ['Pacific/Apia', 2011],
  ['America/Sao_Paulo', 2018],
];

const every = (hours: readonly (readonly [string, string])[], days: readonly string[] = weekdays) =>
  Object.fromEntries(weekdays.map((day) => [day, days.includes(day) ? hours : []]));
const officeDays = ['mon', 'tue', 'wed', 'thu', 'fri'];

const calendars: Readonly<Record<string, (year: number) => ReferenceCalendar>> = {
  'around the clock': () => ({ week: every([['00:00', '24:00']]) }),
  'office with lunch': (year) => ({
    week: every(
      [
        ['08:00', '12:30'],
        ['13:00', '18:00'],
      ],
      officeDays,
    ),
    closedDates: [`${year}-01-06`, `${year}-03-08`, `${year}-12-25`, `${year}-12-26`],
  }),
  'night shift': (year) => ({
    week: every([['22:00', '06:00']], officeDays),
    closedDates: [`${year}-03-31`, `${year}-10-27`],
  }),
  'edges in changed hours': () => ({
    week: every([
      ['00:30', '02:30'],
      ['02:45', '03:15'],
      ['23:15', '24:00'],
    ]),
  }),
  'overlapping and touching': () => ({
    week: every([
      ['09:00', '12:00'],
      ['11:00', '14:30'],
      ['14:30', '15:00'],
      ['01:50', '02:10'],
      ['18:00', '01:15'],
    ]),
  }),
  'exceptions and breaks': (year) => ({
    week: every([['07:45', '16:10']], ['tue', 'wed', 'sat', 'sun']),
    exceptions: [
      {
        date: `${year}-03-30`,
        open: [
          ['01:00', '04:00'],
          ['05:00', '24:00'],
        ],
      },
      { date: `${year}-04-07`, open: [] },
      { date: `${year}-11-02`, open: [['00:15', '09:00']] },
      { date: `${year}-12-31`, open: [['08:00', '12:00']] },
    ],
    breaks: {
      [`${year}-03-31`]: [['09:00', '10:00']],
      [`${year}-10-26`]: [
        ['08:00', '08:20'],
        ['15:00', '23:00'],
      ],
    },
  }),
};

/** Half of the spans begin within two days of a clock change. */
function startOf(random: () => number, table: WallTable, from: number): number {
  const changes = table.transitions.filter((at) => at < from + 400 * dayMs);
  const change = changes[Math.floor(random() * changes.length)];
  const near = change !== undefined && random() < 0.5;
  const at = near ? change + (random() - 0.5) * 4 * dayMs : from + 3 * dayMs + random() * 360 * dayMs;
  return Math.floor(at / 1000) * 1000;
}

describe('against a reference that walks minutes', () => {
  const seed = runSeed('slow reference');

  it.each(zones)('%s in %i', (zone, year) => {
    const random = randomFrom(seed + year + zone.length);
    const from = Date.UTC(year, 0, 1) - 3 * dayMs;
    const table = new WallTable(zone, from, windowDays);
    for (const [name, create] of Object.entries(calendars)) {
      const definition = create(year);
      const open = paint(definition, table);
      const calendar = compileCalendar(name, { timezone: zone, ...definition } as Parameters<
        typeof compileCalendar
      >[1]);
      for (let span = 0; span < spansPerPair; span++) {
        const start = startOf(random, table, from);
        const end = start + Math.floor(random() * 60 * 86_400) * 1000;
        const used = walkBetween(open, table.fromMinute, start, end);
        const where = `${name}, ${new Date(start).toISOString()} to ${new Date(end).toISOString()}, seed ${seed}`;
        expect(calendar.between(start, end), `between: ${where}`).toBe(used);
        const amount = Math.ceil((random() * used) / 1000) * 1000;
        if (amount === 0) continue;
        const due = walkAdd(open, table.fromMinute, start, amount);
        expect(calendar.add(start, amount), `add ${amount} ms: ${where}`).toBe(due);
      }
    }
  });
});
