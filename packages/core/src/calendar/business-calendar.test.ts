import { describe, expect, it } from 'vitest';
import { compileCalendar } from './business-calendar.ts';
import { CalendarError } from './calendar-error.ts';
import type { CalendarDefinition, WallInterval } from './types.ts';

const hour = 3_600_000;
const at = (iso: string) => Date.parse(iso);
const iso = (instant: number) => new Date(instant).toISOString();

const closedWeek = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const split: readonly WallInterval[] = [
  ['09:00', '12:00'],
  ['13:00', '17:00'],
];
const office: CalendarDefinition = {
  timezone: 'Europe/Berlin',
  week: { ...closedWeek, mon: split, tue: split, wed: split, thu: split, fri: split },
};
const make = (changes: Partial<CalendarDefinition> = {}) => compileCalendar('office', { ...office, ...changes });

describe('a deadline on a closing time', () => {
  // Monday 2 March 2026, Berlin is UTC+1: 7 h from 09:00 end at 17:00 = 16:00Z
  it('is the closing instant', () => {
    expect(iso(make().add(at('2026-03-02T08:00Z'), 7 * hour))).toBe('2026-03-02T16:00:00.000Z');
  });

  it('rolls to the next opening in the reading of Zammad and Zendesk', () => {
    expect(iso(make().addRolling(at('2026-03-02T08:00Z'), 7 * hour))).toBe('2026-03-03T08:00:00.000Z');
  });
});

describe('open, next opening, next closing', () => {
  const calendar = make();

  it('takes intervals as half open', () => {
    expect(calendar.isOpen(at('2026-03-02T08:00Z'))).toBe(true);
    expect(calendar.isOpen(at('2026-03-02T10:59:59.999Z'))).toBe(true);
    expect(calendar.isOpen(at('2026-03-02T11:00Z'))).toBe(false);
  });

  it('finds the change after an instant', () => {
    expect(iso(calendar.nextOpening(at('2026-03-02T09:00Z')))).toBe('2026-03-02T09:00:00.000Z');
    expect(iso(calendar.nextOpening(at('2026-03-02T11:00Z')))).toBe('2026-03-02T12:00:00.000Z');
    expect(iso(calendar.nextOpening(at('2026-03-06T16:00Z')))).toBe('2026-03-09T08:00:00.000Z');
    expect(iso(calendar.nextClosing(at('2026-03-02T09:00Z')))).toBe('2026-03-02T11:00:00.000Z');
    expect(iso(calendar.nextClosing(at('2026-03-02T11:00Z')))).toBe('2026-03-02T16:00:00.000Z');
  });

  it('looks past the end of the compiled year', () => {
    const fresh = make();
    expect(iso(fresh.nextOpening(at('2027-12-31T17:00Z')))).toBe('2028-01-03T08:00:00.000Z');
    const always: readonly WallInterval[] = [['00:00', '24:00']];
    const almost = make({
      timezone: 'UTC',
      week: { mon: always, tue: always, wed: always, thu: always, fri: always, sat: always, sun: always },
      closedDates: ['2027-01-02'],
    });
    expect(iso(almost.nextClosing(at('2026-06-01T00:00Z')))).toBe('2027-01-02T00:00:00.000Z');
    expect(iso(almost.nextOpening(at('2027-01-02T05:00Z')))).toBe('2027-01-03T00:00:00.000Z');
  });

  it('says that a calendar never closes', () => {
    const always: readonly WallInterval[] = [['00:00', '24:00']];
    const week = { mon: always, tue: always, wed: always, thu: always, fri: always, sat: always, sun: always };
    expect(() => make({ week }).nextClosing(at('2026-03-02T09:00Z'))).toThrow(
      expect.objectContaining({ code: 'CALENDAR_UNREACHABLE' }),
    );
  });
});

describe('years', () => {
  // Monday 28 December 2026 to Friday 8 January 2027, without holidays: ten dates of 7 h
  const [before, after] = [at('2026-12-27T12:00Z'), at('2027-01-09T12:00Z')];

  it('are joined without losing or doubling time, whichever is asked for first', () => {
    const [forward, backward] = [make(), make()];

    expect(forward.between(before, after) / hour).toBe(70);
    expect(backward.between(at('2027-01-04T00:00Z'), after) / hour).toBe(35);
    expect(backward.between(at('2026-03-02T00:00Z'), at('2026-03-03T00:00Z')) / hour).toBe(7);
    expect(backward.between(before, after) / hour).toBe(70);
    expect(iso(forward.add(before, 70 * hour))).toBe('2027-01-08T16:00:00.000Z');
    // 2027 is 52 weeks and a Friday, 2028 52 weeks, a Saturday and a Sunday
    expect(forward.between(at('2027-01-01T00:00Z'), at('2029-01-01T00:00Z')) / hour).toBe((261 + 260) * 7);
  });

  it('begin and end in the middle of what is open', () => {
    // Thursday 1 January 2026: 09:00 to 12:00 are the first hours of the table
    expect(iso(make().nextOpening(at('2026-01-01T09:00Z')))).toBe('2026-01-01T09:00:00.000Z');
    expect(make().isOpen(at('2026-01-01T09:00Z'))).toBe(true);
    expect(iso(make().subtract(at('2026-01-01T00:00Z'), 0))).toBe('2025-12-31T16:00:00.000Z');
    expect(iso(make().subtract(at('2026-01-01T09:00Z'), 2 * hour))).toBe('2025-12-31T15:00:00.000Z');
  });

  it('are those from 1900 to 2199', () => {
    const calendar = make({ timezone: 'UTC' });
    // Monday 1 January 1900 and Tuesday 31 December 2199
    expect(calendar.isOpen(at('1900-01-01T10:00Z'))).toBe(true);
    expect(calendar.isOpen(at('2199-12-31T10:00Z'))).toBe(true);
    for (const outside of ['1899-12-31T23:00Z', '2200-01-01T00:00Z'])
      expect(() => calendar.isOpen(at(outside))).toThrow(`${at(outside)} is no instant between 1900 and 2200`);
  });
});

describe('overlapping hours', () => {
  it.each([
    [
      'one inside the other',
      [
        ['08:00', '18:00'],
        ['09:00', '12:00'],
      ],
      10,
    ],
    [
      'one after the other, out of order',
      [
        ['12:00', '18:00'],
        ['08:00', '14:00'],
      ],
      10,
    ],
    [
      'touching',
      [
        ['08:00', '12:00'],
        ['12:00', '13:00'],
      ],
      5,
    ],
  ] as const)('are united: %s', (_, mon, hours) => {
    const calendar = make({ week: { ...closedWeek, mon } });

    expect(calendar.between(at('2026-03-02T00:00Z'), at('2026-03-03T00:00Z')) / hour).toBe(hours);
  });
});

describe('exceptions, closed dates and holidays of one date', () => {
  const hoursOn = (date: string, changes: Partial<CalendarDefinition>) =>
    make(changes).between(at(`${date}T00:00+01:00`), at(`${date}T24:00+01:00`.replace('T24:00', 'T23:59:59.999'))) /
    hour;

  it('replaces the hours in both directions', () => {
    const exceptions = [
      { date: '2026-12-24', open: [['08:00', '12:00']] as const },
      { date: '2026-12-28', open: [] },
      { date: '2026-12-12', open: [['10:00', '15:30']] as const },
    ];
    expect(hoursOn('2026-12-24', { exceptions })).toBe(4);
    expect(hoursOn('2026-12-28', { exceptions })).toBe(0);
    expect(hoursOn('2026-12-12', { exceptions })).toBe(5.5);
    expect(hoursOn('2026-12-23', { exceptions })).toBe(7);
  });

  it('lets an exception win over a statutory holiday, and a closed date over both', () => {
    const holidays = { regions: ['DE-NW'] };
    const exceptions = [{ date: '2026-01-01', open: [['10:00', '12:00']] as const }];
    expect(hoursOn('2026-01-01', { holidays })).toBe(0);
    expect(hoursOn('2026-01-01', { holidays, exceptions })).toBe(2);
    expect(hoursOn('2026-01-01', { holidays, exceptions, closedDates: ['2026-01-01'] })).toBe(0);
  });

  it('knows the municipality: Assumption is free in Catholic Bavaria only', () => {
    // 15 August 2025 is a Friday
    const day = (holidays: CalendarDefinition['holidays']) =>
      make({ holidays }).between(at('2025-08-15T00:00Z'), at('2025-08-15T20:00Z')) / hour;
    expect(day({ regions: ['DE-BY'] })).toBe(7);
    expect(day({ regions: ['DE-BY'], municipality: 'KATH' })).toBe(0);
    expect(day({ regions: ['DE-BY-KATH'] })).toBe(0);
  });

  it('closes the afternoon of a half holiday, and all of it where another region has the whole day', () => {
    // 1 May 2026 is a Friday: free from noon in Solothurn, all day in Zurich
    const open = (...regions: string[]) =>
      make({ timezone: 'Europe/Zurich', holidays: { regions } }).between(
        at('2026-05-01T00:00Z'),
        at('2026-05-01T20:00Z'),
      ) / hour;
    expect(open('CH-SO')).toBe(3);
    expect(open('CH-SO', 'CH-ZH')).toBe(0);
    expect(open('CH-ZH', 'CH-SO')).toBe(0);
  });
});

describe('hours past midnight', () => {
  const night = make({ week: { ...closedWeek, fri: [['22:00', '06:00']] } });

  it('run on into the next date', () => {
    expect(night.between(at('2026-03-06T12:00Z'), at('2026-03-08T12:00Z')) / hour).toBe(8);
  });

  it('are cut off by a holiday on the next date', () => {
    const cut = make({ week: { ...closedWeek, fri: [['22:00', '06:00']] }, closedDates: ['2026-03-07'] });
    expect(cut.between(at('2026-03-06T12:00Z'), at('2026-03-08T12:00Z')) / hour).toBe(2);
  });

  it('of an exception are added to the hours of the next date', () => {
    const exceptions = [{ date: '2026-03-01', open: [['20:00', '02:00']] as const, label: 'Umzug' }];
    const moving = make({ exceptions });
    expect(moving.between(at('2026-03-01T00:00Z'), at('2026-03-02T20:00Z')) / hour).toBe(6 + 7);
    expect(moving.segments(at('2026-03-02T00:00Z'), at('2026-03-02T01:00Z'))).toEqual([
      { from: at('2026-03-02T00:00Z'), to: at('2026-03-02T01:00Z'), open: true, reason: 'exception', label: 'Umzug' },
    ]);
  });

  it('of an exception give way to what is said of the next date itself', () => {
    const moving = { date: '2026-03-01', open: [['20:00', '02:00']] as const };
    const night = (changes: Partial<CalendarDefinition>) =>
      make(changes).between(at('2026-03-01T23:00Z'), at('2026-03-02T05:00Z')) / hour;

    expect(night({ exceptions: [moving] })).toBe(2);
    expect(night({ exceptions: [moving, { date: '2026-03-02', open: [['10:00', '12:00']] }] })).toBe(0);
    expect(night({ exceptions: [moving], closedDates: ['2026-03-02'] })).toBe(0);
  });

  it('are cut by a break past midnight, beside the next date’s own break', () => {
    const shift = { ...closedWeek, mon: [['22:00', '06:00']] as const };
    const worked = (breaks: CalendarDefinition['breaks']) =>
      make({ week: shift, breaks }).between(at('2026-03-02T12:00Z'), at('2026-03-03T12:00Z')) / hour;

    expect(worked({ '2026-03-02': [['23:00', '01:00']] })).toBe(6);
    expect(worked({ '2026-03-02': [['23:00', '01:00']], '2026-03-03': [['02:00', '03:00']] })).toBe(5);
    expect(worked({ '2026-03-03': [['02:00', '03:00']], '2026-03-02': [['23:00', '01:00']] })).toBe(5);
  });

  it('24:00 joins the next date without losing a minute', () => {
    const weekend = make({ week: { ...closedWeek, sat: [['12:00', '24:00']], sun: [['00:00', '12:00']] } });
    expect(weekend.add(at('2026-03-07T11:00Z'), 24 * hour)).toBe(at('2026-03-08T11:00Z'));
    expect(iso(weekend.nextClosing(at('2026-03-07T12:00Z')))).toBe('2026-03-08T11:00:00.000Z');
  });
});

describe('versions', () => {
  const versions = [
    { effectiveFrom: '2026-04-01', week: { ...office.week, mon: [['10:00', '12:00']] as const } },
    { effectiveFrom: '2026-03-09', week: { ...office.week, mon: [] }, closedDates: ['2026-03-10'] },
  ];
  const monday = (date: string) => make({ versions }).between(at(`${date}T00:00Z`), at(`${date}T20:00Z`)) / hour;

  it('hold from their local date on, whatever their order in the file', () => {
    expect([monday('2026-03-02'), monday('2026-03-09'), monday('2026-04-06')]).toEqual([7, 0, 2]);
  });

  it('keep what they do not name', () => {
    const calendar = make({
      versions: [...versions, { effectiveFrom: '2026-05-01', businessDay: { endsAt: 'midnight' } }],
    });
    expect(calendar.between(at('2026-03-10T00:00Z'), at('2026-03-11T00:00Z'))).toBe(0);
    expect(calendar.between(at('2026-05-04T00:00Z'), at('2026-05-05T00:00Z')) / hour).toBe(2);
  });

  it('keep what they name as undefined', () => {
    const calendar = make({ versions: [{ effectiveFrom: '2026-03-09', timezone: undefined, week: undefined }] });
    expect(calendar.between(at('2026-03-10T00:00Z'), at('2026-03-11T00:00Z')) / hour).toBe(7);
  });

  it('may move the calendar to another zone', () => {
    const moved = make({ versions: [{ effectiveFrom: '2026-03-04', timezone: 'America/New_York' }] });
    expect(iso(moved.nextOpening(at('2026-03-03T16:00Z')))).toBe('2026-03-04T14:00:00.000Z');
  });
});

describe('questions it refuses', () => {
  const calendar = make();

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('an amount of %d', (amount) => {
    expect(() => calendar.add(0, amount)).toThrow(expect.objectContaining({ code: 'CALENDAR_ARGUMENT_INVALID' }));
    expect(() => calendar.subtract(0, amount)).toThrow(CalendarError);
  });

  it.each([Number.NaN, Number.NEGATIVE_INFINITY, 1e15])('the instant %d', (instant) => {
    expect(() => calendar.between(instant, 0)).toThrow(expect.objectContaining({ code: 'CALENDAR_ARGUMENT_INVALID' }));
    expect(() => calendar.isOpen(instant)).toThrow(CalendarError);
  });

  it('are told with what was asked, in both languages', () => {
    const refused = (ask: () => unknown): CalendarError => {
      try {
        ask();
      } catch (error) {
        return error as CalendarError;
      }
      throw new Error('it was answered');
    };
    const amount = refused(() => calendar.add(0, -5));
    const days = refused(() => calendar.addBusinessDays(0, 1.5));
    const instant = refused(() => calendar.isOpen(1e15));

    expect(amount.message).toBe('calendar office: -5 is no amount of open time; milliseconds from 0 are expected.');
    expect(amount.de).toContain('-5 ist keine Menge');
    expect(days.en).toContain('1.5 is no number of business days');
    expect(days.de).toContain('1.5 ist keine Anzahl');
    expect(instant.de).toContain('1000000000000000 ist kein Zeitpunkt');
    expect(instant).toMatchObject({ path: [], problems: [{ code: 'CALENDAR_ARGUMENT_INVALID' }] });
    expect(() => calendar.addBusinessDays(Number.NaN, 1)).toThrow('no instant');
    expect(() => calendar.segments(Number.NaN, 0)).toThrow('no instant');
    expect(() => calendar.segments(0, Number.NaN)).toThrow('no instant');
  });

  it('hours, dates and exceptions that cannot be read, each with its place', () => {
    const unusable = (changes: Partial<CalendarDefinition>) => {
      try {
        make(changes);
      } catch (error) {
        return (error as CalendarError).problems.map(({ path, en }) => `${path.join('.')} ${en.split(' ')[0]}`);
      }
      return [];
    };

    expect(unusable({ week: { ...closedWeek, tue: [['08:00', '25:00']] } })).toEqual(['week.tue.0 "08:00-25:00"']);
    expect(unusable({ exceptions: [{ date: '2026-03-02', open: [['9', '12:00']] }] })).toEqual([
      'exceptions.0.open.0 "9-12:00"',
    ]);
    expect(unusable({ breaks: { '2026-03-02': [['12:00', '12:00']] } })).toEqual(['breaks.2026-03-02.0 "12:00-12:00"']);
    expect(unusable({ week: closedWeek, exceptions: [{ date: '2026-03-02', open: [] }] })).toEqual(['week The']);
  });

  it('open time that never comes, with a sentence in both languages', () => {
    const once = make({ week: closedWeek, exceptions: [{ date: '2026-03-02', open: [['09:00', '12:00']] }] });
    expect(iso(once.add(at('2026-03-01T00:00Z'), 3 * hour))).toBe('2026-03-02T11:00:00.000Z');
    expect(() => once.add(at('2026-03-01T00:00Z'), 4 * hour)).toThrow(
      expect.objectContaining({
        code: 'CALENDAR_UNREACHABLE',
        de: expect.stringMatching(/Reichweite/),
        en: expect.stringMatching(/out of reach/),
      }),
    );
    expect(() => once.nextOpening(at('2026-03-03T00:00Z'))).toThrow(CalendarError);
    expect(() => once.subtract(at('2026-03-03T00:00Z'), 4 * hour)).toThrow(CalendarError);
  });
});

describe('going back', () => {
  it('gives an interval its start', () => {
    const calendar = make();
    expect(iso(calendar.subtract(at('2026-03-02T12:00Z'), 3 * hour))).toBe('2026-03-02T08:00:00.000Z');
    expect(iso(calendar.subtract(at('2026-03-02T12:00Z'), 0))).toBe('2026-03-02T12:00:00.000Z');
    expect(iso(calendar.subtract(at('2026-03-02T11:30Z'), 0))).toBe('2026-03-02T11:00:00.000Z');
  });

  it('crosses years and counts from 0 when the end is before the start', () => {
    const calendar = make();
    expect(iso(calendar.subtract(at('2026-01-02T08:00Z'), 1 * hour))).toBe('2026-01-01T15:00:00.000Z');
    expect(calendar.between(at('2026-01-02T08:00Z'), at('2025-01-02T08:00Z'))).toBe(0);
  });
});
