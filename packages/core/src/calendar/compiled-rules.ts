import type { BusinessDayRule } from './types.ts';
import type { MinuteInterval } from './wall-time.ts';

/** The hours of a date or weekday, cut at midnight. */
export interface DayHours {
  /** Open minutes of the date itself, including what ran over from the day before it in the week. */
  readonly open: readonly MinuteInterval[];
  /** End of the last interval that begins on the date; past 1440 when it runs past midnight. */
  readonly lastClose: number | undefined;
  readonly label?: string | undefined;
}

/** One version of a calendar, read and checked; days are counted from 1970-01-01. */
export interface CompiledRules {
  /** First local day on which it holds. */
  readonly firstDay: number;
  readonly timezone: string;
  /** Monday first. */
  readonly week: readonly DayHours[];
  /** Ids in the holiday table. */
  readonly regions: readonly string[];
  readonly closedDays: ReadonlySet<number>;
  readonly exceptions: ReadonlyMap<number, DayHours>;
  /** What an exception past midnight adds to the date after it. */
  readonly spills: ReadonlyMap<number, DayHours>;
  readonly breaks: ReadonlyMap<number, readonly MinuteInterval[]>;
  readonly businessDay: BusinessDayRule;
}
