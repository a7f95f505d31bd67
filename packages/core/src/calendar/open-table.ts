import { CalendarError } from './calendar-error.ts';
import { dayMs } from './civil-date.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { DayPlanner } from './day-plan.ts';
import { clip, type Stretch, unite } from './interval-set.ts';
import { closeOf, join, noOpenTime, type OpenTime, openTimeOf } from './open-time.ts';
import * as problems from './problems.ts';

/** First and last year a calendar answers for. */
const minYear = 1900;
const maxYear = 2200;
/** Intervals in a share of open time, on average: fewer cost memory, more cost time. */
const intervalsPerShare = 6;

/**
 * The open intervals of contiguous years as sorted instants, with the open time before each: every question is one look-up.
 * Years are compiled when first asked for.
 */
export class OpenTable implements OpenTime {
  starts = noOpenTime.starts;
  before = noOpenTime.before;
  /** The table holds for instants in [from, to). */
  from = 0;
  to = 0;
  /** For each UTC day since `from`: how many intervals begin before its end. */
  #startedByDay: Int32Array = new Int32Array(0);
  /** For each `#shareMs` of open time: the interval in which it begins. Narrows the search for an amount to a few intervals. */
  #reachedByShare: Int32Array = new Int32Array(0);
  #shareMs = 1;
  #firstYear = 0;
  #yearAfterLast = 0;
  readonly #id: string;
  readonly #versions: readonly CompiledRules[];

  constructor(id: string, versions: readonly CompiledRules[]) {
    this.#id = id;
    this.#versions = versions;
  }

  /** Makes sure that the table covers the instant. Throws `CALENDAR_ARGUMENT_INVALID` for what is no instant of 1900–2200. */
  cover(at: number): void {
    const year = new Date(at).getUTCFullYear();
    if (!(year >= minYear && year < maxYear)) throw this.#outOfRange(at);
    if (this.#firstYear === this.#yearAfterLast) this.#hold(year, year + 1, this.#compileYear(year));
    if (year < this.#firstYear) this.#prepend(year);
    if (year >= this.#yearAfterLast) this.#append(year);
  }

  /** Adds the year after the last. Throws `CALENDAR_UNREACHABLE` at the end of the range. */
  growForward(): void {
    if (this.#yearAfterLast >= maxYear) throw this.unreachable();
    this.#append(this.#yearAfterLast);
  }

  /** Adds the year before the first. Throws `CALENDAR_UNREACHABLE` at the start of the range. */
  growBackward(): void {
    if (this.#firstYear <= minYear) throw this.unreachable();
    this.#prepend(this.#firstYear - 1);
  }

  /** Number of intervals that begin at or before a covered instant. */
  startedBy(at: number): number {
    let count = this.#startedByDay[Math.floor((at - this.from) / dayMs)]!;
    while (count > 0 && this.starts[count - 1]! > at) count--;
    return count;
  }

  /** First instant at which `target` open ms have passed since the start of the table; more than 0, no more than it holds. */
  instantAt(target: number): number {
    const share = Math.floor(target / this.#shareMs);
    let low = this.#reachedByShare[share]!;
    let high = this.#reachedByShare[share + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.before[middle + 1]! >= target) high = middle;
      else low = middle + 1;
    }
    return this.starts[low]! + target - this.before[low]!;
  }

  /** Open ms from the start of the table to a covered instant. */
  openBefore(at: number): number {
    const index = this.startedBy(at) - 1;
    if (index < 0) return 0;
    const end = this.before[index + 1]!;
    const used = this.before[index]! + at - this.starts[index]!;
    return Math.min(used, end);
  }

  /** The covered instant itself when open or just closed, else the last close before it; -Infinity when there is none. */
  lastOpenUpTo(at: number): number {
    const index = this.startedBy(at) - 1;
    if (index < 0) return Number.NEGATIVE_INFINITY;
    return Math.min(at, closeOf(this, index));
  }

  /** The error for an instant that the calendar does not reach. */
  unreachable(): CalendarError {
    return new CalendarError(
      this.#id,
      problems.unreachable(
        'Der gesuchte Zeitpunkt liegt außerhalb der Reichweite: So viel geöffnete oder geschlossene Zeit hat der Kalender nicht.',
        'The instant asked for is out of reach: the calendar does not have that much open or closed time.',
      ),
    );
  }

  /** Adds all years up to and including `lastYear`. */
  #append(lastYear: number): void {
    const added = this.#compileYears(this.#yearAfterLast, lastYear + 1);
    this.#hold(this.#firstYear, lastYear + 1, join(this, added));
  }

  /** Adds all years back to and including `firstYear`. */
  #prepend(firstYear: number): void {
    const added = this.#compileYears(firstYear, this.#firstYear);
    this.#hold(firstYear, this.#yearAfterLast, join(added, this));
  }

  #compileYears(first: number, after: number): OpenTime {
    let open = noOpenTime;
    for (let year = first; year < after; year++) open = join(open, this.#compileYear(year));
    return open;
  }

  #compileYear(year: number): OpenTime {
    const from = Date.UTC(year, 0, 1);
    const to = Date.UTC(year + 1, 0, 1);
    const planner = new DayPlanner(this.#versions, from, to);
    const open: Stretch[] = [];
    for (let day = from / dayMs - 1; day <= to / dayMs; day++) open.push(...planner.plan(day).open);
    return openTimeOf(clip(unite(open), from, to));
  }

  #hold(firstYear: number, yearAfterLast: number, { starts, before }: OpenTime): void {
    this.#firstYear = firstYear;
    this.#yearAfterLast = yearAfterLast;
    this.from = Date.UTC(firstYear, 0, 1);
    this.to = Date.UTC(yearAfterLast, 0, 1);
    this.starts = starts;
    this.before = before;
    this.#startedByDay = countByDay(starts, this.from, this.to);
    // whole ms, so that no rounding puts an amount into the share after its own
    this.#shareMs = Math.ceil((before[starts.length]! / starts.length) * intervalsPerShare) || 1;
    this.#reachedByShare = indexByShare(before, this.#shareMs);
  }

  #outOfRange(at: number): CalendarError {
    return new CalendarError(
      this.#id,
      problems.argumentInvalid(
        `${at} ist kein Zeitpunkt zwischen ${minYear} und ${maxYear} (Millisekunden seit 1970).`,
        `${at} is no instant between ${minYear} and ${maxYear} (milliseconds since 1970).`,
      ),
    );
  }
}

function countByDay(starts: Float64Array, from: number, to: number): Int32Array {
  const counts = new Int32Array((to - from) / dayMs);
  let started = 0;
  for (let day = 0; day < counts.length; day++) {
    while (started < starts.length && starts[started]! < from + (day + 1) * dayMs) started++;
    counts[day] = started;
  }
  return counts;
}

/** Index of the first interval that ends at or after each multiple of `shareMs` of open time, and the last one to close. */
function indexByShare(before: Float64Array, shareMs: number): Int32Array {
  const last = before.length - 2;
  const reached = new Int32Array(Math.floor(before[last + 1]! / shareMs) + 2);
  let index = 0;
  for (let share = 0; share < reached.length; share++) {
    while (index < last && before[index + 1]! < share * shareMs) index++;
    reached[share] = index;
  }
  return reached;
}
