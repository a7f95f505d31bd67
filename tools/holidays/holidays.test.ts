import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeRules } from './describe-rules.ts';
import { renderTable } from './render-table.ts';

const table = new URL('../../packages/core/src/calendar/generated/holidays.ts', import.meta.url);

it('the table in the tree is what the installed package gives', () => {
  expect(renderTable()).toBe(readFileSync(table, 'utf8'));
});

const rulesOf = (dates: readonly string[], firstYear: number, lastYear: number, time = '00:00') =>
  describeRules(
    dates.map((date) => ({ date, time, de: 'Tag', en: 'Day' })),
    firstYear,
    lastYear,
  ).map(({ rule }) => rule);

it.each([
  ['a fixed day', ['2024-05-01', '2025-05-01', '2026-05-01'], ['05-01']],
  ['Whit Monday', ['2024-05-20', '2025-06-09', '2026-05-25'], ['E+50']],
  ['Good Friday', ['2024-03-29', '2025-04-18', '2026-04-03'], ['E-2']],
  ['single years', ['2024-12-26', '2026-12-26'], ['12-26 2024,2026']],
  ['a day that was given up', ['2024-05-01', '2025-05-01'], ['05-01 2024,2025']],
])('%s', (_, dates, rules) => {
  expect(rulesOf(dates, 2024, 2026)).toEqual(rules);
});

it('a day introduced later, a weekday in a window, and an afternoon', () => {
  expect(rulesOf(['2024-09-20', '2025-09-20', '2026-09-20'], 2015, 2026)).toEqual(['09-20 2024..']);
  const wednesdays = [
    '2023-11-22',
    '2024-11-20',
    '2025-11-19',
    '2026-11-18',
    '2027-11-17',
    '2028-11-22',
    '2029-11-21',
    '2030-11-20',
    '2031-11-19',
    '2032-11-17',
    '2033-11-16',
  ];
  expect(rulesOf(wednesdays, 2023, 2033)).toEqual(['wed>=11-16']);
  expect(rulesOf(['2024-05-01', '2025-05-01', '2026-05-01'], 2024, 2026, '12:00')).toEqual(['05-01@12:00']);
});
