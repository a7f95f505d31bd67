import type { CalendarException, WallInterval } from './types.ts';

/**
 * Exceptions for 24 and 31 December as half days, offered at setup and off by default: neither is a statutory holiday, but
 * many companies close at noon.
 */
export function suggestHalfDays(
  years: readonly number[],
  open: readonly WallInterval[] = [['08:00', '12:00']],
): readonly CalendarException[] {
  return years.flatMap((year) => [
    { date: `${year}-12-24`, open, label: 'Heiligabend' },
    { date: `${year}-12-31`, open, label: 'Silvester' },
  ]);
}
