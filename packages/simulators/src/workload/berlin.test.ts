import { expect, it } from 'vitest';
import { berlinHour, berlinMidnight, berlinWeekday, isWorkingTime, nextMidnight, nextWorkingTime } from './berlin.ts';

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;

it.each([
  { name: 'summer time begins', date: '2026-03-29', hours: 23 },
  { name: 'summer time ends', date: '2026-10-25', hours: 25 },
  { name: 'an ordinary day', date: '2026-07-01', hours: 24 },
])('gives the day on which $name its $hours hours', ({ date, hours }) => {
  const midnight = Temporal.PlainDate.from(date).toZonedDateTime('Europe/Berlin').epochMilliseconds;

  expect(berlinMidnight(midnight + 12 * 3_600_000)).toBe(midnight);
  expect((nextMidnight(midnight) - midnight) / 3_600_000).toBe(hours);
});

it('agrees with Temporal on every hour of two years', () => {
  for (let hour = 0; hour < 2 * 365 * 24; hour += 1) {
    const instant = at('2026-01-01T00:00Z') + hour * 3_600_000;
    const berlin = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('Europe/Berlin');
    expect([berlinHour(instant), berlinWeekday(instant) + 1]).toEqual([berlin.hour, berlin.dayOfWeek]);
  }
});

it.each([
  { from: '2026-10-02T15:59:59Z', to: '2026-10-02T15:59:59Z', what: 'stays in office hours' },
  { from: '2026-10-02T16:00:00Z', to: '2026-10-05T06:00:00Z', what: 'goes over the weekend' },
  { from: '2026-10-23T16:00:00Z', to: '2026-10-26T07:00:00Z', what: 'goes over the clock change' },
  { from: '2026-10-05T03:00:00Z', to: '2026-10-05T06:00:00Z', what: 'waits for the morning' },
])('$what: $from', ({ from, to }) => {
  expect(nextWorkingTime(at(from), 0)).toBe(at(to));
  expect(isWorkingTime(nextWorkingTime(at(from), 0.99))).toBe(true);
});
