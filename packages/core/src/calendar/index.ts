export type { CalendarErrorCode, CalendarProblem } from './calendar-error.ts';
export { CalendarError } from './calendar-error.ts';
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
