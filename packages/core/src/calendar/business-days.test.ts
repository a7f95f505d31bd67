import { describe, expect, it } from 'vitest';
import { compileCalendar } from './business-calendar.ts';
import type { BusinessDayRule, CalendarDefinition, WallInterval } from './types.ts';

const hours: readonly WallInterval[] = [['08:00', '18:00']];
const friday: readonly WallInterval[] = [['08:00', '16:00']];
const week = { mon: hours, tue: hours, wed: hours, thu: hours, fri: friday, sat: [], sun: [] };

function end(
  from: string,
  days: number,
  businessDay?: BusinessDayRule,
  more: Partial<CalendarDefinition> = {},
): string {
  const definition = { timezone: 'Europe/Berlin', week, holidays: { regions: ['DE-NW'] }, businessDay, ...more };
  return new Date(compileCalendar('office', definition).addBusinessDays(Date.parse(from), days))
    .toISOString()
    .slice(0, 16);
}

describe('business days', () => {
  // March 2026: the 2nd is a Monday; Berlin is UTC+1 until the 29th
  it.each([
    ['Monday morning, the close of Tuesday', '2026-03-02T09:00Z', 1, '2026-03-03T17:00'],
    ['Monday after the close, the close of Tuesday', '2026-03-02T19:00Z', 1, '2026-03-03T17:00'],
    ['Thursday, the close of Friday at 16:00', '2026-03-05T09:00Z', 1, '2026-03-06T15:00'],
    ['Friday, the close of Monday', '2026-03-06T09:00Z', 1, '2026-03-09T17:00'],
    ['Saturday, the close of Monday', '2026-03-07T09:00Z', 1, '2026-03-09T17:00'],
    ['five of them, a week', '2026-03-02T09:00Z', 5, '2026-03-09T17:00'],
    ['over Easter: Good Friday and Easter Monday do not count', '2026-04-02T07:00Z', 1, '2026-04-07T16:00'],
    ['over the year end', '2026-12-31T09:00Z', 1, '2027-01-04T17:00'],
    ['by the local date: 23:30Z is Tuesday in Berlin', '2026-03-02T23:30Z', 1, '2026-03-04T17:00'],
    ['at the stroke of midnight the date has begun', '2026-03-02T23:00Z', 1, '2026-03-04T17:00'],
  ])('%s', (_, from, days, expected) => {
    expect(end(from, days)).toBe(expected);
  });

  it('none of them is the end of the current one, or of the next when it is over', () => {
    expect(end('2026-03-02T09:00Z', 0)).toBe('2026-03-02T17:00');
    expect(end('2026-03-02T17:00Z', 0)).toBe('2026-03-02T17:00');
    expect(end('2026-03-02T17:01Z', 0)).toBe('2026-03-03T17:00');
    expect(end('2026-03-07T09:00Z', 0)).toBe('2026-03-09T17:00');
  });

  it('end at midnight where the rule says so, also on the day of a clock change', () => {
    expect(end('2026-03-02T09:00Z', 1, { endsAt: 'midnight' })).toBe('2026-03-03T23:00');
    expect(end('2026-03-27T09:00Z', 2, { endsAt: 'midnight', days: 'werktag' })).toBe('2026-03-30T22:00');
    expect(end('2026-12-30T09:00Z', 1, { endsAt: 'midnight' })).toBe('2026-12-31T23:00');
  });

  it('are Monday to Friday as Arbeitstag and Monday to Saturday as Werktag', () => {
    expect(end('2026-03-06T09:00Z', 1, { endsAt: 'midnight', days: 'arbeitstag' })).toBe('2026-03-09T23:00');
    expect(end('2026-03-06T09:00Z', 1, { endsAt: 'midnight', days: 'werktag' })).toBe('2026-03-07T23:00');
    expect(end('2026-03-06T09:00Z', 2, { endsAt: 'close', days: 'werktag' })).toBe('2026-03-09T17:00');
  });

  it('as Werktag end with the next open date when the Saturday has no hours', () => {
    expect(end('2026-03-06T09:00Z', 1, { endsAt: 'close', days: 'werktag' })).toBe('2026-03-09T17:00');
  });

  it('include an extra Saturday only where open dates count, and never a bridge day', () => {
    const exceptions = [
      { date: '2026-03-07', open: [['09:00', '12:00']] as const },
      { date: '2026-03-09', open: [], label: 'Brückentag' },
    ];
    expect(end('2026-03-06T09:00Z', 1, undefined, { exceptions })).toBe('2026-03-07T11:00');
    expect(end('2026-03-06T09:00Z', 1, { endsAt: 'close', days: 'arbeitstag' }, { exceptions })).toBe(
      '2026-03-10T17:00',
    );
  });

  it('end with the last of the hours of their date', () => {
    const split = {
      ...week,
      tue: [
        ['08:00', '12:00'],
        ['13:00', '17:30'],
      ] as const,
    };
    expect(end('2026-03-02T09:00Z', 1, undefined, { week: split })).toBe('2026-03-03T16:30');
  });

  it('as Arbeitstag are no statutory holiday and no closed date, but may be a date with hours of its own', () => {
    const arbeitstag = { endsAt: 'close', days: 'arbeitstag' } as const;
    const monday = [{ date: '2026-03-09', open: [['10:00', '12:00']] as const }];

    // Thursday before Easter: Good Friday and Easter Monday are free
    expect(end('2026-04-02T07:00Z', 1, arbeitstag)).toBe('2026-04-07T16:00');
    expect(end('2026-03-06T09:00Z', 1, arbeitstag, { closedDates: ['2026-03-09'] })).toBe('2026-03-10T17:00');
    expect(end('2026-03-06T09:00Z', 1, arbeitstag, { exceptions: monday })).toBe('2026-03-09T11:00');
  });

  it('end with the shift that began on them', () => {
    const shift: readonly WallInterval[] = [['22:00', '06:00']];
    const night = { week: { mon: shift, tue: shift, wed: [], thu: [], fri: [], sat: [], sun: [] } };
    expect(end('2026-03-02T09:00Z', 1, undefined, night)).toBe('2026-03-04T05:00');
    // Wednesday has the end of the shift, but none begins there: the next business day is Monday
    expect(end('2026-03-03T22:00Z', 1, undefined, night)).toBe('2026-03-10T05:00');
  });

  it('do not count a date that the zone skipped', () => {
    // Samoa went from Thursday 29 to Saturday 31 December 2011, and from UTC-10 to UTC+14
    const daily = { ...week, fri: hours, sat: hours, sun: hours };
    const samoa = { timezone: 'Pacific/Apia', holidays: undefined, week: daily };
    expect(end('2011-12-29T20:00Z', 1, undefined, samoa)).toBe('2011-12-31T04:00');
    expect(end('2011-12-29T20:00Z', 2, undefined, samoa)).toBe('2012-01-01T04:00');
    expect(end('2011-12-29T20:00Z', 2, { endsAt: 'midnight', days: 'werktag' }, samoa)).toBe('2012-01-02T10:00');
  });

  it('go by the local date west of Greenwich', () => {
    // 02:00Z on Tuesday is Monday evening in New York; Tuesday closes at 18:00 = 23:00Z
    expect(end('2026-03-03T02:00Z', 1, undefined, { timezone: 'America/New_York' })).toBe('2026-03-03T23:00');
    expect(end('2026-03-03T05:00Z', 1, undefined, { timezone: 'America/New_York' })).toBe('2026-03-04T23:00');
  });

  it('are not dates whose hours a break takes away altogether', () => {
    const late = { ...week, mon: [['08:00', '24:00']] as const };
    const breaks = { '2026-03-03': [['07:00', '19:00']] as const };
    expect(end('2026-03-01T09:00Z', 2, undefined, { week: late, breaks })).toBe('2026-03-04T17:00');
    expect(end('2026-03-01T09:00Z', 3, undefined, { week: late, breaks })).toBe('2026-03-05T17:00');
  });

  it('are not bridge days, also when they end at midnight', () => {
    const exceptions = [{ date: '2026-03-09', open: [] }];
    expect(end('2026-03-06T09:00Z', 1, { endsAt: 'midnight', days: 'arbeitstag' }, { exceptions })).toBe(
      '2026-03-10T23:00',
    );
  });

  it('end where a break begins that lasts until the close', () => {
    expect(end('2026-03-02T09:00Z', 1, undefined, { breaks: { '2026-03-03': [['15:00', '18:00']] } })).toBe(
      '2026-03-03T14:00',
    );
  });

  it.each([-1, 0.5, Number.NaN])('are not counted %d times', (days) => {
    expect(() => end('2026-03-02T09:00Z', days)).toThrow(
      expect.objectContaining({ code: 'CALENDAR_ARGUMENT_INVALID' }),
    );
  });
});
