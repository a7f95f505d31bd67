/** The seven keys of a week, in ISO order. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Key of a weekday. */
export type Weekday = (typeof weekdays)[number];

/** 0 for `mon` … 6 for `sun`, -1 for anything else. */
export function weekdayIndex(name: string): number {
  const names: readonly string[] = weekdays;
  return names.indexOf(name);
}

/** Local wall times `HH:MM`, half open. `24:00` ends the day; a close at or before its open runs past midnight. */
export type WallInterval = readonly [open: string, close: string];

/** Which statutory holidays close the calendar. */
export interface HolidaySelection {
  /** Region ids such as `DE-NW`, `DE-BY-KATH`, `AT-9`, `CH-ZH`. Several are united. */
  readonly regions: readonly string[];
  /** Municipality variant appended to the regions that have it, such as `KATH` for `DE-BY`. */
  readonly municipality?: string | null | undefined;
}

/** One local date whose hours replace the weekly ones, in either direction. Wins over a statutory holiday. */
export interface CalendarException {
  /** Local date, `YYYY-MM-DD`. */
  readonly date: string;
  /** The hours of that date; none means closed all day. */
  readonly open: readonly WallInterval[];
  /** Shown in explanations, such as `Heiligabend`. */
  readonly label?: string | undefined;
}

/** What the unit `bd` (business day) means. */
export interface BusinessDayRule {
  /** A business day ends at the last close of that date, or at the end of the date. */
  readonly endsAt: 'close' | 'midnight';
  /** Days that count: Mon–Fri (`arbeitstag`) or Mon–Sat (`werktag`) without holidays; left out: every date with open hours. */
  readonly days?: 'arbeitstag' | 'werktag' | undefined;
}

/** The parts of a calendar that may change from one version to the next. */
export interface CalendarRules {
  /** IANA time zone, such as `Europe/Berlin`. */
  readonly timezone: string;
  /** Hours of each weekday; overlapping intervals are united. */
  readonly week: Readonly<Record<Weekday, readonly WallInterval[]>>;
  /** Statutory holidays that close the calendar. */
  readonly holidays?: HolidaySelection | undefined;
  /** Local dates closed all day whatever else is said about them. */
  readonly closedDates?: readonly string[] | undefined;
  /** Dates with hours of their own. */
  readonly exceptions?: readonly CalendarException[] | undefined;
  /** Local date → intervals cut out of whatever is open on that date. */
  readonly breaks?: Readonly<Record<string, readonly WallInterval[]>> | undefined;
  /** Meaning of the unit `bd`; left out: `{ endsAt: 'close' }`. */
  readonly businessDay?: BusinessDayRule | undefined;
}

/** A change of the calendar: what it names replaces the part of the version before it. */
export interface CalendarVersion
  extends Partial<{ readonly [K in keyof CalendarRules]: CalendarRules[K] | undefined }> {
  /** First local date on which the version holds, `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
}

/** A calendar as data: what `CalendarInput` makes of the admin's file and `compileCalendar` takes. */
export interface CalendarDefinition extends CalendarRules {
  /** Later versions, in any order of `effectiveFrom`. */
  readonly versions?: readonly CalendarVersion[] | undefined;
}

/** A stretch of time with one answer to "open?" and one reason. Instants are epoch ms, half open. */
export interface CalendarSegment {
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
  /** `hours` and `closed` come from the week; `holiday` and `exception` from the date. */
  readonly reason: 'hours' | 'closed' | 'holiday' | 'exception';
  /** Name of the holiday (German) or the exception's own label. */
  readonly label?: string;
  /** English name of a statutory holiday. */
  readonly labelEn?: string;
}

/** A compiled calendar. All instants are epoch ms, all amounts ms of open time; pure apart from years compiled on first use. */
export interface BusinessCalendar {
  /** Name of the calendar. */
  readonly id: string;
  /** Open ms between two instants; 0 when `to` is not after `from`. */
  between(from: number, to: number): number;
  /** First instant at which `openMs` are used up: the closing instant when it falls on a close. Adding 0 gives the next open instant. */
  add(from: number, openMs: number): number;
  /** As `add`, but a deadline on a close moves to the next opening (the reading of Zammad and Zendesk). */
  addRolling(from: number, openMs: number): number;
  /** Last instant from which `openMs` are used up by `from`: an interval's start belongs to it. */
  subtract(from: number, openMs: number): number;
  /** Whether the instant lies in an interval; a closing instant does not. */
  isOpen(at: number): boolean;
  /** The instant itself when open, else the next opening. Throws `CalendarError` `CALENDAR_UNREACHABLE` when there is none. */
  nextOpening(at: number): number;
  /** First close after the instant. Throws `CalendarError` `CALENDAR_UNREACHABLE` when it never closes. */
  nextClosing(at: number): number;
  /** End of the `days`-th business day after the date of `from`; 0 is the end of the current one, or of the next when it is over. */
  addBusinessDays(from: number, days: number): number;
  /** The span cut into stretches with their reasons, oldest first, without gaps. */
  segments(from: number, to: number): readonly CalendarSegment[];
}
