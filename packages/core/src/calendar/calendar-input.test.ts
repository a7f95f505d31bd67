import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileCalendar } from './business-calendar.ts';
import { CalendarInput } from './calendar-input.ts';

const office = {
  timezone: 'Europe/Berlin',
  week: { 'mon-thu': ['08:00-12:30', '13:00-18:00'], fri: ['08:00-12:30', '13:00-16:00'] },
  holidays: { regions: ['DE-NW'], municipality: null, source: 'builtin' },
  exceptions: [{ date: '2026-12-24', open: ['08:00-12:00'], label: 'Heiligabend' }],
  businessDay: { endsAt: 'close' },
};

/** Path, code and both texts of every issue. */
function issuesOf(input: unknown) {
  const { error } = CalendarInput.safeParse(input);
  return (error?.issues ?? []).map((issue) => ({
    path: issue.path.join('.'),
    code: issue.code === 'custom' ? issue.params?.code : issue.code,
    de: issue.code === 'custom' ? issue.params?.de : '',
  }));
}

describe('an admin’s calendar', () => {
  it('is read into a definition that compiles', () => {
    const definition = CalendarInput.parse(office);
    const long = [
      ['08:00', '12:30'],
      ['13:00', '18:00'],
    ];
    expect(definition.week).toEqual({
      mon: long,
      tue: long,
      wed: long,
      thu: long,
      fri: [
        ['08:00', '12:30'],
        ['13:00', '16:00'],
      ],
      sat: [],
      sun: [],
    });
    // a full week: 4 × 9.5 h + 7.5 h
    const used = compileCalendar('office', definition).between(
      Date.parse('2026-03-02T00:00Z'),
      Date.parse('2026-03-09T00:00Z'),
    );
    expect(used / 3_600_000).toBe(45.5);
  });

  it('may be open around the clock, or from Friday to Monday', () => {
    const all = CalendarInput.parse({ timezone: 'UTC', week: { 'mon-sun': ['00:00-24:00'] } });
    expect(compileCalendar('all', all).between(0, 7 * 86_400_000)).toBe(7 * 86_400_000);
    expect(CalendarInput.parse({ timezone: 'UTC', week: { 'fri-mon': ['10:00-11:00'] } }).week).toMatchObject({
      sun: [['10:00', '11:00']],
      tue: [],
    });
  });

  it('takes a dash of either kind with room around it, and leaves days closed that are not named', () => {
    const { week } = CalendarInput.parse({ timezone: 'UTC', week: { wed: [' 08:00 – 12:30 '] } });

    expect(week).toEqual({ mon: [], tue: [], wed: [['08:00', '12:30']], thu: [], fri: [], sat: [], sun: [] });
  });

  it.each([
    [{ endsAt: 'midnight' }, { endsAt: 'midnight' }],
    [{ days: 'arbeitstag' }, { endsAt: 'close', days: 'arbeitstag' }],
    [
      { endsAt: 'close', days: 'werktag' },
      { endsAt: 'close', days: 'werktag' },
    ],
  ])('says what a business day is: %j', (businessDay, read) => {
    expect(CalendarInput.parse({ ...office, businessDay }).businessDay).toEqual(read);
  });

  it('may have versions that change a part', () => {
    const input = { ...office, versions: [{ effectiveFrom: '2027-01-01', week: { 'mon-fri': ['09:00-17:00'] } }] };
    const calendar = compileCalendar('office', CalendarInput.parse(input));
    expect(calendar.between(Date.parse('2027-01-04T00:00Z'), Date.parse('2027-01-05T00:00Z')) / 3_600_000).toBe(8);
  });

  it('has a JSON schema for editors', () => {
    const schema = z.toJSONSchema(CalendarInput, { io: 'input' });
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false, required: ['timezone', 'week'] });
  });

  it('tells an editor how each field is written', () => {
    const { properties } = z.toJSONSchema(CalendarInput, { io: 'input' });
    const help = (part: string, form: string) => ({ [part]: { description: expect.stringContaining(form) } });
    const described = (form: string) => ({ description: expect.stringContaining(form) });

    expect(properties).toMatchObject({
      ...help('timezone', 'Europe/Berlin'),
      week: {
        ...described('mon-thu'),
        additionalProperties: { items: { ...described('24:00'), examples: ['08:00-12:30'] } },
      },
      holidays: {
        properties: {
          ...help('regions', 'DE-NW'),
          ...help('municipality', 'KATH'),
          ...help('source', 'built-in'),
        },
      },
      ...help('closedDates', 'YYYY-MM-DD'),
      exceptions: { items: { properties: { ...help('date', 'YYYY-MM-DD'), ...help('open', 'closed') } } },
      ...help('breaks', 'Local date'),
      businessDay: { properties: help('days', 'werktag: Mon–Sat') },
      versions: { items: { properties: help('effectiveFrom', 'YYYY-MM-DD') } },
    });
  });
});

describe('a mistake of the admin is reported with its path', () => {
  it.each([
    ['zone', { ...office, timezone: 'Europe/Bärlin' }, 'timezone', 'CALENDAR_ZONE_UNKNOWN'],
    ['time', { ...office, week: { mon: ['08:00-12:00', '13:00-25:00'] } }, 'week.mon.1', 'CALENDAR_TIME_INVALID'],
    ['ambiguous whole day', { ...office, week: { mon: ['08:00-08:00'] } }, 'week.mon.0', 'CALENDAR_TIME_INVALID'],
    ['an hour of three digits', { ...office, week: { mon: ['108:00-12:00'] } }, 'week.mon.0', 'CALENDAR_TIME_INVALID'],
    ['a minute of three digits', { ...office, week: { mon: ['08:000-12:00'] } }, 'week.mon.0', 'CALENDAR_TIME_INVALID'],
    ['minute 60', { ...office, week: { mon: ['08:00-09:60'] } }, 'week.mon.0', 'CALENDAR_TIME_INVALID'],
    ['an hour without minutes', { ...office, week: { mon: ['8-12:00'] } }, 'week.mon.0', 'CALENDAR_TIME_INVALID'],
    ['three times', { ...office, week: { mon: ['08:00-12:00-13:00'] } }, 'week.mon.0', 'CALENDAR_TIME_INVALID'],
    ['range from nowhere', { ...office, week: { 'son-mon': [] } }, 'week.son-mon', 'CALENDAR_DAY_UNKNOWN'],
    ['range of three', { ...office, week: { 'mon-tue-wed': [] } }, 'week.mon-tue-wed', 'CALENDAR_DAY_UNKNOWN'],
    ['minute', { ...office, week: { mon: ['08:00-08:75'] } }, 'week.mon.0', 'CALENDAR_TIME_INVALID'],
    ['opening at 24:00', { ...office, week: { mon: ['24:00-06:00'] } }, 'week.mon.0', 'CALENDAR_TIME_INVALID'],
    [
      'version named twice',
      { ...office, versions: [{ effectiveFrom: '2027-01-01' }, { effectiveFrom: '2027-01-01' }] },
      'versions.1.effectiveFrom',
      'CALENDAR_DATE_TWICE',
    ],
    ['interval without an end', { ...office, week: { mon: ['08:00'] } }, 'week.mon.0', 'CALENDAR_TIME_INVALID'],
    ['weekday', { ...office, week: { 'mon-thus': [] } }, 'week.mon-thus', 'CALENDAR_DAY_UNKNOWN'],
    [
      'weekday named twice',
      { ...office, week: { 'mon-fri': ['08:00-12:00'], fri: [] } },
      'week.fri',
      'CALENDAR_DAY_TWICE',
    ],
    [
      'date',
      { ...office, exceptions: [{ date: '2026-02-29', open: [] }] },
      'exceptions.0.date',
      'CALENDAR_DATE_INVALID',
    ],
    [
      'date named twice',
      { ...office, exceptions: [office.exceptions[0], { date: '2026-12-24', open: [] }] },
      'exceptions.1.date',
      'CALENDAR_DATE_TWICE',
    ],
    ['closed date', { ...office, closedDates: ['24.12.2026'] }, 'closedDates.0', 'CALENDAR_DATE_INVALID'],
    ['break', { ...office, breaks: { '2026-13-01': ['12:00-13:00'] } }, 'breaks.2026-13-01', 'CALENDAR_DATE_INVALID'],
    [
      'region',
      { ...office, holidays: { regions: ['DE-NW', 'DE-XX'] } },
      'holidays.regions.1',
      'CALENDAR_REGION_UNKNOWN',
    ],
    [
      'municipality',
      { ...office, holidays: { regions: ['DE-NW'], municipality: 'KATH' } },
      'holidays.municipality',
      'CALENDAR_MUNICIPALITY_UNKNOWN',
    ],
    ['no hours at all', { timezone: 'UTC', week: {} }, 'week', 'CALENDAR_NEVER_OPEN'],
    [
      'version',
      { ...office, versions: [{ effectiveFrom: 'soon' }] },
      'versions.0.effectiveFrom',
      'CALENDAR_DATE_INVALID',
    ],
    [
      'zone of a version',
      { ...office, versions: [{ effectiveFrom: '2027-01-01', timezone: 'X' }] },
      'versions.0.timezone',
      'CALENDAR_ZONE_UNKNOWN',
    ],
    ['misspelt key', { ...office, holiday: {} }, '', 'unrecognized_keys'],
    [
      '__proto__ as a weekday',
      JSON.parse('{"timezone":"UTC","week":{"__proto__":["08:00-09:00"],"constructor":[]}}'),
      'week.constructor',
      'CALENDAR_DAY_UNKNOWN',
    ],
  ])('%s', (_, input, path, code) => {
    const issues = issuesOf(input);
    expect(issues).toContainEqual(expect.objectContaining({ path, code }));
    for (const { de } of issues) expect(de).toEqual(expect.any(String));
  });

  it.each([
    ['zone', { ...office, timezone: 'Europe/Bärlin' }, 'Europe/Bärlin', 'Europe/Berlin'],
    ['time', { ...office, week: { mon: ['08:00-25:00'] } }, '08:00-25:00', 'HH:MM-HH:MM'],
    ['weekday', { ...office, week: { 'mon-thus': [] } }, 'mon-thus', 'mon-thu'],
    ['weekday twice', { ...office, week: { 'mon-fri': [], fri: [] } }, 'fri', 'in eine|into one'],
    ['date', { ...office, closedDates: ['24.12.2026'] }, '24.12.2026', 'JJJJ-MM-TT|YYYY-MM-DD'],
    [
      'date twice',
      { ...office, exceptions: [office.exceptions[0], { date: '2026-12-24', open: [] }] },
      '2026-12-24',
      'fassen|merge',
    ],
    ['region', { ...office, holidays: { regions: ['DE-XX'] } }, 'DE-XX', 'DE-NW'],
    ['municipality', { ...office, holidays: { regions: ['DE-NW'], municipality: 'KATH' } }, 'KATH', 'DE-BY'],
    ['no hours', { timezone: 'UTC', week: {} }, '', 'mindestens einen Tag|at least one day'],
  ])('says in both languages what is wrong and what is expected: %s', (_, input, wrong, expected) => {
    const [issue] = CalendarInput.safeParse(input).error?.issues ?? [];
    const { de, en } = (issue?.code === 'custom' ? issue.params : {}) as { de: string; en: string };

    expect(de).not.toBe(en);
    expect(issue?.message).toBe(en);
    for (const text of [de, en]) {
      expect(text).toContain(wrong);
      expect(text).toMatch(new RegExp(expected));
    }
  });

  it.each([
    ['a region and the hours', { ...office, holidays: { regions: ['DE-XX'] }, week: { mon: ['8-9'] } }, 1],
    ['a version', { ...office, versions: [{ effectiveFrom: '2027-01-01', closedDates: ['x', 'y'] }] }, 2],
    ['breaks', { ...office, breaks: { '2026-12-23': ['12:00-12:00'], '2026-12-24': ['26:00-27:00'] } }, 2],
    ['exceptions', { ...office, exceptions: [{ date: '2026-12-23', open: ['9-12'] }] }, 1],
  ])('all at once, so that one round of mending is enough: %s', (_, input, count) => {
    expect(issuesOf(input)).toHaveLength(count);
  });

  it('once, also when a version inherits it', () => {
    const versions = [{ effectiveFrom: '2027-01-01', week: { mon: ['08:00-12:00'] } }];
    expect(issuesOf({ ...office, timezone: 'X', versions })).toHaveLength(1);
  });
});
