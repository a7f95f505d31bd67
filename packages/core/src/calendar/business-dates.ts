import { weekdayOf } from './civil-date.ts';
import type { DayPlan } from './day-plan.ts';

/** What a business-day count needs to know of one local date. Instants are epoch ms. */
export interface BusinessDate {
  readonly from: number;
  readonly to: number;
  /** Last closing instant of the hours that begin on this date; undefined when none begin. */
  readonly close: number | undefined;
  readonly counts: boolean;
  readonly endsAt: 'close' | 'midnight';
}

/** Consecutive local dates as plain numbers: a thousand calendars must fit in memory. */
export class BusinessDates {
  readonly #froms: Float64Array;
  readonly #ends: number;
  /** Ms from the start of the date to its close; 0 where it has none. */
  readonly #closeAfter: Int32Array;
  readonly #counts: Uint8Array;
  readonly #endsAtMidnight: Uint8Array;

  /** `closes` holds the last close of each plan. */
  constructor(plans: readonly DayPlan[], closes: readonly (number | undefined)[]) {
    this.#froms = Float64Array.from(plans, ({ from }) => from);
    this.#ends = plans.at(-1)!.to;
    this.#closeAfter = Int32Array.from(plans, ({ from }, index) => (closes[index] ?? from) - from);
    this.#counts = Uint8Array.from(plans, (plan, index) => Number(isBusinessDay(plan, closes[index] !== undefined)));
    this.#endsAtMidnight = Uint8Array.from(plans, ({ rules }) => Number(rules.businessDay.endsAt === 'midnight'));
  }

  /** The date at an index. */
  at(index: number): BusinessDate {
    const from = this.#froms[index]!;
    const closeAfter = this.#closeAfter[index]!;
    return {
      from,
      to: this.#froms[index + 1] ?? this.#ends,
      close: closeAfter > 0 ? from + closeAfter : undefined,
      counts: this.#counts[index] === 1,
      endsAt: this.#endsAtMidnight[index] === 1 ? 'midnight' : 'close',
    };
  }
}

function isBusinessDay({ rules, from, to, epochDay, isHoliday, open }: DayPlan, opens: boolean): boolean {
  const { days } = rules.businessDay;
  if (days === undefined) return opens;
  const closedByException = rules.exceptions.has(epochDay) && open.length === 0;
  const lastWeekday = days === 'arbeitstag' ? 4 : 5;
  return from < to && !isHoliday && !closedByException && weekdayOf(epochDay) <= lastWeekday;
}
