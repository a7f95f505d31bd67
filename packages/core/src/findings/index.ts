export { FindingCollector, type FindingOptions } from './find.ts';
export {
  FINDING_KINDS,
  type Finding,
  type FindingFigures,
  type FindingKind,
  type FindingStory,
  type TicketFinding,
} from './finding.ts';
export { type CalendarDisagreement, compareNativeCalendar, NativeCalendar } from './native-calendar.ts';
