export { compileCalendar } from './business-calendar.ts';
export type { CalendarCaseResult } from './calendar-case.ts';
export { CalendarCase, checkCalendarCase } from './calendar-case.ts';
export type { CalendarErrorCode, CalendarProblem } from './calendar-error.ts';
export { CalendarError } from './calendar-error.ts';
export { CalendarInput } from './calendar-input.ts';
export { suggestHalfDays } from './half-days.ts';
export type { HolidaySource } from './holiday-table.ts';
export type { Holiday, HolidayRegion } from './holidays.ts';
export { holidayRegions, holidaySource, holidaysOf } from './holidays.ts';
export { checkDefinition } from './read-definition.ts';
export type {
  BusinessCalendar,
  BusinessDayRule,
  CalendarDefinition,
  CalendarException,
  CalendarRules,
  CalendarSegment,
  CalendarVersion,
  HolidaySelection,
  WallInterval,
  Weekday,
} from './types.ts';
export { weekdays } from './types.ts';
