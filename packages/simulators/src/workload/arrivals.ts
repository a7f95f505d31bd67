import type { Random } from '../shared/random.ts';
import { berlinMidnight, berlinWeekday, nextMidnight } from './berlin.ts';
import { drawIndex, INCIDENT_LOGS } from './distributions.ts';

export interface ArrivalsOptions {
  readonly from: number;
  readonly to: number;
  /** Mean over all days of the week. */
  readonly ticketsPerDay: number;
  readonly maxTickets: number;
}

/** Instants at which tickets come in, in order: quiet nights and weekends, peaks in the late morning and afternoon. */
export function drawArrivals(random: Random, { from, to, ticketsPerDay, maxTickets }: ArrivalsOptions): number[] {
  const arrivals: number[] = [];
  for (let day = berlinMidnight(from); day < to; day = nextMidnight(day)) {
    const mean = ticketsPerDay * 7 * (INCIDENT_LOGS.weekdays[berlinWeekday(day)] ?? 0);
    const count = drawCount(random, mean);
    for (let at = 0; at < count; at += 1) arrivals.push(drawInstant(random, day));
  }
  const inside = arrivals.filter((at) => at >= from && at < to).sort((a, b) => a - b);
  return inside.length <= maxTickets ? inside : thinned(inside, maxTickets);
}

/** About Poisson: the mean, give or take its root. */
function drawCount(random: Random, mean: number): number {
  const bell = random.next() + random.next() + random.next() - 1.5;
  return Math.max(0, Math.round(mean + bell * 2 * Math.sqrt(mean)));
}

function drawInstant(random: Random, midnight: number): number {
  const hour = drawIndex(random, INCIDENT_LOGS.hours);
  return midnight + hour * 3_600_000 + Math.floor(random.next() * 3_600_000);
}

/** Keeps `count` of them, spread evenly, so that the rhythm stays. */
function thinned(arrivals: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, at) => arrivals[Math.floor((at * arrivals.length) / count)] ?? 0);
}
