import { expect, it } from 'vitest';
import { nativeCalendar } from './native-rules.ts';

const schedule = (intervals: [number, number][], time_zone = 'Bern') => ({
  id: '1',
  name: 'n',
  time_zone,
  intervals: intervals.map(([start_time, end_time]) => ({ start_time, end_time })),
});

it('counts minutes from Sunday midnight, and splits at midnight', () => {
  // Saturday 22:00 to Sunday 24:00 wraps at the end of the week in two intervals; Monday 22:00 to Tuesday 06:00 is one
  const { hours } = nativeCalendar(
    schedule([
      [0, 360],
      [1440 + 1320, 2880 + 360],
      [8640 + 1320, 10_080],
    ]),
    [],
  );

  expect(hours).toEqual({
    7: [['00:00', '06:00']],
    1: [['22:00', '24:00']],
    2: [['00:00', '06:00']],
    6: [['22:00', '24:00']],
  });
});

it.each([
  ['Bern', 'Europe/Zurich'],
  ['Eastern Time (US & Canada)', 'America/New_York'],
  ['Europe/Berlin', 'Europe/Berlin'],
  ['Kathmandu', null],
])('knows the zone of “%s” as %s', (shown, zone) => {
  expect(nativeCalendar(schedule([], shown), []).timeZone).toBe(zone);
});
