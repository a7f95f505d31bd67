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

it('joins a closed night over midnight and is empty for an empty span', () => {
  expect(shown('2026-03-02T18:00Z', '2026-03-03T06:00Z')).toEqual(['03-02T18:00 closed closed']);
  expect(shown('2026-03-02T18:00Z', '2026-03-02T18:00Z')).toEqual([]);
});
