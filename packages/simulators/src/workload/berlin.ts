/** Wall time in Berlin by the EU rule: summer time from the last Sunday of March to the last of October, 01:00 UTC. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0, 1);
  return last - new Date(last).getUTCDay() * DAY;
}

/** Milliseconds that Berlin's clocks are ahead of UTC. */
function berlinOffset(at: number): number {
  const year = new Date(at).getUTCFullYear();
  return at >= lastSunday(year, 2) && at < lastSunday(year, 9) ? 2 * HOUR : HOUR;
}

/** Instant of the local midnight that begins the day of `at`. */
export function berlinMidnight(at: number): number {
  const local = at + berlinOffset(at);
  const midnight = local - (((local % DAY) + DAY) % DAY);
  return midnight - berlinOffset(midnight - berlinOffset(at));
}

export function berlinHour(at: number): number {
  return new Date(at + berlinOffset(at)).getUTCHours();
}

/** Monday is 0. */
export function berlinWeekday(at: number): number {
  return (new Date(at + berlinOffset(at)).getUTCDay() + 6) % 7;
}

const OPENS = 8;
const CLOSES = 18;

export function isWorkingTime(at: number): boolean {
  const hour = berlinHour(at);
  return berlinWeekday(at) < 5 && hour >= OPENS && hour < CLOSES;
}

/** `at` itself in office hours (Monday to Friday, 8 to 18), else some time in the first hour and a half of the next day. */
export function nextWorkingTime(at: number, share: number): number {
  if (isWorkingTime(at)) return at;
  let day = berlinMidnight(at);
  if (berlinHour(at) >= OPENS) day = nextMidnight(day);
  while (berlinWeekday(day) > 4) day = nextMidnight(day);
  return day + OPENS * HOUR + Math.floor(share * 1.5 * HOUR);
}

/** The following local midnight; a day has 23, 24 or 25 hours. */
export function nextMidnight(midnight: number): number {
  return berlinMidnight(midnight + 26 * HOUR);
}
