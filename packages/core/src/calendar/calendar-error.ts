import { StellwerkError } from '../errors.ts';

/** Codes of everything a calendar can refuse. */
export type CalendarErrorCode =
  | 'CALENDAR_ZONE_UNKNOWN'
  | 'CALENDAR_TIME_INVALID'
  | 'CALENDAR_DATE_INVALID'
  | 'CALENDAR_DATE_TWICE'
  | 'CALENDAR_DAY_UNKNOWN'
  | 'CALENDAR_DAY_TWICE'
  | 'CALENDAR_REGION_UNKNOWN'
  | 'CALENDAR_MUNICIPALITY_UNKNOWN'
  | 'CALENDAR_NEVER_OPEN'
  | 'CALENDAR_UNREACHABLE'
  | 'CALENDAR_ARGUMENT_INVALID'
  | 'CALENDAR_CASE_INVALID';

/** One thing that is wrong: where it stands in the definition, and a sentence in German and English. */
export interface CalendarProblem {
  readonly code: CalendarErrorCode;
  /** Keys and indexes from the calendar's root, such as `['exceptions', 0, 'date']`. */
  readonly path: readonly (string | number)[];
  readonly de: string;
  readonly en: string;
}

/** A calendar that cannot be used, or a question it cannot answer. The message is the English text with calendar and path. */
export class CalendarError extends StellwerkError implements CalendarProblem {
  readonly code: CalendarErrorCode;
  readonly path: readonly (string | number)[];
  readonly de: string;
  readonly en: string;
  /** Everything found wrong at load; the error itself is the first of them. */
  readonly problems: readonly CalendarProblem[];

  constructor(calendarId: string, problem: CalendarProblem, problems: readonly CalendarProblem[] = [problem]) {
    super(`calendar ${calendarId}: ${[...problem.path, problem.en].join(': ')}`);
    this.code = problem.code;
    this.path = problem.path;
    this.de = problem.de;
    this.en = problem.en;
    this.problems = problems;
  }
}
