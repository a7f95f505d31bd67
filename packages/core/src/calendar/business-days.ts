import { type BusinessDate, BusinessDates } from './business-dates.ts';
import { dayMs, epochDayOf, yearOf } from './civil-date.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { type DayPlan, DayPlanner } from './day-plan.ts';
import type { OpenTable } from './open-table.ts';

/** A calendar without a business day for this long has none. */
const searchDays = 10 * 366;

/** The dates of a year and the epoch days that it goes from and up to. */
interface PlannedYear {
  readonly first: number;
  readonly after: number;
  readonly dates: BusinessDates;
}

/** Counts local dates in business days; years are worked out when first asked for. */
export class BusinessDays {
  readonly #versions: readonly CompiledRules[];
  readonly #table: OpenTable;
  readonly #years = new Map<number, PlannedYear>();
  /** The year asked for last: most questions are about the same one. */
  #recent: PlannedYear | undefined;

  constructor(versions: readonly CompiledRules[], table: OpenTable) {
    this.#versions = versions;
    this.#table = table;
  }

  /**
   * End of the `days`-th business day after the local date of `from`: that date itself does not count. With 0 the end of the
   * current business day, or of the next when it is none or over. Throws `CALENDAR_UNREACHABLE`.
   */
  add(from: number, days: number): number {
    const today = this.#dateOf(from);
    if (days === 0) {
      const end = this.#dateOn(today).counts ? this.#endOf(today) : Number.NEGATIVE_INFINITY;
      return end >= from ? end : this.#endOf(this.#nextCounting(today));
    }
    let day = today;
    for (let left = days; left > 0; left--) day = this.#nextCounting(day);
    return this.#endOf(day);
  }

  #nextCounting(epochDay: number): number {
    return this.#nextDate(epochDay, ({ counts }) => counts);
  }

  /** A counted date without hours (a Saturday as Werktag) ends with the next date that has some. */
  #endOf(epochDay: number): number {
    const date = this.#dateOn(epochDay);
    if (date.endsAt === 'midnight') return date.to;
    return date.close ?? this.#dateOn(this.#nextDate(epochDay, ({ close }) => close !== undefined)).close!;
  }

  #nextDate(after: number, matches: (date: BusinessDate) => boolean): number {
    for (let day = after + 1; day <= after + searchDays; day++) {
      if (matches(this.#dateOn(day))) return day;
    }
    throw this.#table.unreachable();
  }

  #dateOf(at: number): number {
    let day = Math.floor(at / dayMs);
    while (at < this.#dateOn(day).from) day--;
    while (at >= this.#dateOn(day).to) day++;
    return day;
  }

  #dateOn(epochDay: number): BusinessDate {
    const recent = this.#recent;
    const year = recent && epochDay >= recent.first && epochDay < recent.after ? recent : this.#yearWith(epochDay);
    return year.dates.at(epochDay - year.first);
  }

  #yearWith(epochDay: number): PlannedYear {
    const year = yearOf(epochDay);
    const known = this.#years.get(year) ?? this.#planYear(year);
    this.#years.set(year, known);
    this.#recent = known;
    return known;
  }

  #planYear(year: number): PlannedYear {
    const first = epochDayOf(year, 1, 1);
    const after = epochDayOf(year + 1, 1, 1);
    const planner = new DayPlanner(this.#versions, first * dayMs, after * dayMs);
    const plans = Array.from({ length: after - first }, (_, index) => planner.plan(first + index));
    const closes = plans.map((plan) => this.#closeOf(plan));
    return { first, after, dates: new BusinessDates(plans, closes) };
  }

  /** The last open instant up to the end of the date's own hours, so that breaks and half holidays shorten it. */
  #closeOf({ from, lastClose }: DayPlan): number | undefined {
    if (lastClose === undefined) return undefined;
    this.#table.cover(from);
    this.#table.cover(lastClose);
    const close = this.#table.lastOpenUpTo(lastClose);
    return close > from ? close : undefined;
  }
}
