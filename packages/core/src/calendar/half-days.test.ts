import { expect, it } from 'vitest';
import { suggestHalfDays } from './half-days.ts';

it('offers 24 and 31 December of each year as half days', () => {
  expect(suggestHalfDays([2026])).toEqual([
    { date: '2026-12-24', open: [['08:00', '12:00']], label: 'Heiligabend' },
    { date: '2026-12-31', open: [['08:00', '12:00']], label: 'Silvester' },
  ]);
  expect(suggestHalfDays([2026, 2027], [['09:00', '13:00']])).toHaveLength(4);
});
