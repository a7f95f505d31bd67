import { expect, it } from 'vitest';
import { formatDate } from './civil-date.ts';
import { easterSunday } from './easter.ts';

// dates as printed in almanacs, with the years in which the simple rule would be a week late
it.each([
  '1954-04-18',
  '1981-04-19',
  '2000-04-23',
  '2008-03-23',
  '2024-03-31',
  '2026-04-05',
  '2038-04-25',
  '2049-04-18',
  '2076-04-19',
])('Easter Sunday is %s', (date) => {
  expect(formatDate(easterSunday(Number(date.slice(0, 4))))).toBe(date);
});
