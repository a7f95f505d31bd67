import { dayMs, minuteMs, weekdayOf, yearOf } from './civil-date.ts';
import type { CompiledRules, DayHours } from './compiled-rules.ts';
import { type Holiday, holidaysOf } from './holidays.ts';
import { clip, cut, type Stretch } from './interval-set.ts';
import type { CalendarSegment } from './types.ts';
import { dayMinutes, type MinuteInterval } from './wall-time.ts';
import { tabulateOffsets, type ZoneOffsets } from './zone-offsets.ts';

/** Why a stretch is open or closed. */
export type Reason = Pick<CalendarSegment, 'reason' | 'label' | 'labelEn'>;

/** A stretch of instants with its reason. */
export interface ReasonedStretch extends Stretch {
  readonly why: Reason;
}

/** One local date: when it begins and ends, when it is open and why it is closed otherwise. Instants are epoch ms. */
export interface DayPlan {
  readonly epochDay: number;
  readonly from: number;
  readonly to: number;
  readonly open: readonly ReasonedStretch[];
  /** Closed parts with a reason of their own; the rest of the date is closed for `closedWhy`. */
  readonly breaks: readonly ReasonedStretch[];
  readonly closedWhy: Reason;
  /** Where the hours that begin on this date end at the latest; undefined when none begin. */
  readonly lastClose: number | undefined;
  /** Closed all day by a statutory holiday or a closed date. */
  readonly isHoliday: boolean;
  readonly rules: CompiledRules;
}

/** Hours of a date before they become instants. */
interface DatedHours extends DayHours {
  readonly reason: 'hours' | 'exception';
  readonly closedWhy: Reason;
  readonly isHoliday: boolean;
  readonly breaks: readonly { readonly from: number; readonly to: number; readonly why: Reason }[];
}

const closed: Reason = { reason: 'closed' };

/** Plans local dates between two instants; made per question, because it tabulates the clock changes of that range. */
export class DayPlanner {
  readonly #versions: readonly CompiledRules[];
  readonly #offsets: readonly ZoneOffsets[];
  readonly #holidays = new Map<string, ReadonlyMap<number, Holiday>>();

  constructor(versions: readonly CompiledRules[], from: number, to: number) {
    this.#versions = versions;
    this.#offsets = versions.map(({ timezone }) => tabulateOffsets(timezone, from, to));
  }

  /** The date with its hours; `from` equals `to` for a date that the zone skipped. */
  plan(epochDay: number): DayPlan {
    const { rules, toInstant } = this.#versionOn(epochDay);
    const from = this.#startOf(epochDay);
    const to = Math.max(from, this.#startOf(epochDay + 1));
    const at = ({ from, to }: MinuteInterval) => ({ from: toInstant(from), to: toInstant(to) });
    const hours = this.#hoursOf(epochDay, rules);
    const spill = this.#spillInto(epochDay, rules);
    const breaks = clip(
      hours.breaks.map(({ why, ...minutes }) => ({ ...at(minutes), why })),
      from,
      to,
    );
    const open = [
      ...hours.open.map((minutes) => ({ ...at(minutes), why: withLabel(hours.reason, hours.label) })),
      ...(spill?.open.map((minutes) => ({ ...at(minutes), why: withLabel('exception', spill.label) })) ?? []),
    ];
    const { closedWhy, isHoliday } = hours;
    const lastClose = hours.lastClose === undefined || from === to ? undefined : toInstant(hours.lastClose);
    return {
      epochDay,
      from,
      to,
      open: clip(cut(open, breaks), from, to),
      breaks,
      closedWhy,
      lastClose,
      isHoliday,
      rules,
    };
  }

  #startOf(epochDay: number): number {
    return this.#versionOn(epochDay).toInstant(0);
  }

  #versionOn(epochDay: number) {
    const index = this.#versions.findLastIndex(({ firstDay }) => firstDay <= epochDay);
    const offsets = this.#offsets[index]!;
    const toInstant = (minute: number) => offsets.toInstant(epochDay * dayMs + minute * minuteMs);
    return { rules: this.#versions[index]!, toInstant };
  }

  /** A closed date wins over an exception, an exception over a statutory holiday, a holiday over the week. */
  #hoursOf(epochDay: number, rules: CompiledRules): DatedHours {
    const breaks = (rules.breaks.get(epochDay) ?? []).map((minutes) => ({ ...minutes, why: withLabel('exception') }));
    const holiday = this.#holidayOn(epochDay, rules);
    const named = holiday ? { reason: 'holiday' as const, label: holiday.de, labelEn: holiday.en } : undefined;
    if (rules.closedDays.has(epochDay)) return allDayClosed(named ?? withLabel('holiday'));
    const exception = rules.exceptions.get(epochDay);
    if (exception) {
      return {
        ...exception,
        reason: 'exception',
        closedWhy: withLabel('exception', exception.label),
        isHoliday: false,
        breaks,
      };
    }
    if (named && holiday?.fromMinute === 0) return allDayClosed(named);
    const afternoon = named && holiday ? [{ from: holiday.fromMinute, to: dayMinutes, why: named }] : [];
    const week = rules.week[weekdayOf(epochDay)]!;
    return { ...week, reason: 'hours', closedWhy: closed, isHoliday: false, breaks: [...breaks, ...afternoon] };
  }

  /** Hours of yesterday's exception past midnight; hours of this very date's own exception replace them. */
  #spillInto(epochDay: number, rules: CompiledRules): DayHours | undefined {
    const replaced = rules.exceptions.has(epochDay) || rules.closedDays.has(epochDay);
    return replaced ? undefined : rules.spills.get(epochDay);
  }

  #holidayOn(epochDay: number, { regions }: CompiledRules): Holiday | undefined {
    if (regions.length === 0) return undefined;
    const year = yearOf(epochDay);
    const key = `${year} ${regions.join(' ')}`;
    const known = this.#holidays.get(key) ?? byDay(regions, year);
    this.#holidays.set(key, known);
    return known.get(epochDay);
  }
}

/** Where two regions differ, the longer holiday counts. */
function byDay(regions: readonly string[], year: number): ReadonlyMap<number, Holiday> {
  const days = new Map<number, Holiday>();
  for (const holiday of regions.flatMap((region) => holidaysOf(region, year))) {
    const known = days.get(holiday.epochDay);
    if (!known || holiday.fromMinute < known.fromMinute) days.set(holiday.epochDay, holiday);
  }
  return days;
}

function allDayClosed(closedWhy: Reason): DatedHours {
  return { open: [], lastClose: undefined, reason: 'hours', closedWhy, isHoliday: true, breaks: [] };
}

function withLabel(reason: Reason['reason'], label?: string): Reason {
  return label === undefined ? { reason } : { reason, label };
}
