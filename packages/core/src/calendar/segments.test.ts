import { expect, it } from 'vitest';
import { compileCalendar } from './business-calendar.ts';

const hours = [['08:00', '18:00']] as const;
const calendar = compileCalendar('office', {
  timezone: 'Europe/Berlin',
  week: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: [], sun: [] },
  holidays: { regions: ['DE-NW'] },
  exceptions: [{ date: '2026-12-24', open: [['08:00', '12:00']], label: 'Heiligabend' }],
  breaks: { '2026-12-23': [['12:00', '13:00']] },
});

const shown = (from: string, to: string) =>
  calendar
    .segments(Date.parse(from), Date.parse(to))
    .map(({ from: begin, open, reason, label, labelEn }) =>
      [new Date(begin).toISOString().slice(5, 16), open ? 'open' : 'closed', reason, label, labelEn]
        .filter(Boolean)
        .join(' '),
    );

it('says why each stretch is open or closed', () => {
  expect(shown('2026-12-23T10:00Z', '2026-12-28T08:00Z')).toEqual([
    '12-23T10:00 open hours',
    '12-23T11:00 closed exception',
    '12-23T12:00 open hours',
    '12-23T17:00 closed closed',
    '12-23T23:00 closed exception Heiligabend',
    '12-24T07:00 open exception Heiligabend',
    '12-24T11:00 closed exception Heiligabend',
    '12-24T23:00 closed holiday 1. Weihnachtstag Christmas Day',
    '12-25T23:00 closed holiday 2. Weihnachtstag Boxing Day',
    '12-26T23:00 closed closed',
    '12-28T07:00 open hours',
  ]);
});

it('tells a break from the closing time that follows it, and a closed date from a holiday by its name', () => {
  const week = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: [], sun: [] };
  const own = compileCalendar('own', {
    timezone: 'UTC',
    week,
    holidays: { regions: ['DE-NW'] },
    breaks: { '2026-03-02': [['17:00', '18:00']] },
    closedDates: ['2026-03-03', '2026-12-25'],
  });
  const said = (from: string, to: string) =>
    own
      .segments(Date.parse(from), Date.parse(to))
      .map(({ from: begin, reason, label }) => [new Date(begin).toISOString().slice(11, 16), reason, label].join(' '));

  expect(said('2026-03-02T16:00Z', '2026-03-03T12:00Z')).toEqual([
    '16:00 hours ',
    '17:00 exception ',
    '18:00 closed ',
    '00:00 holiday ',
  ]);
  expect(said('2026-12-25T10:00Z', '2026-12-25T12:00Z')).toEqual(['10:00 holiday 1. Weihnachtstag']);
});

it('gives what two hours share to the one that began first', () => {
  const moving = compileCalendar('moving', {
    timezone: 'UTC',
    week: { mon: [['01:00', '05:00']], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
    exceptions: [{ date: '2026-03-01', open: [['20:00', '02:00']], label: 'Umzug' }],
  });
  const found = moving.segments(Date.parse('2026-03-02T00:00Z'), Date.parse('2026-03-02T05:00Z'));

  expect(found.map(({ to, reason, label }) => [new Date(to).toISOString().slice(11, 16), reason, label])).toEqual([
    ['02:00', 'exception', 'Umzug'],
    ['05:00', 'hours', undefined],
  ]);
});

it('joins a closed night over midnight and is empty for an empty span', () => {
  expect(shown('2026-03-02T18:00Z', '2026-03-03T06:00Z')).toEqual(['03-02T18:00 closed closed']);
  expect(shown('2026-03-02T18:00Z', '2026-03-02T18:00Z')).toEqual([]);
});
