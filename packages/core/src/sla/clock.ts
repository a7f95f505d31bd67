import type { BusinessCalendar } from '../calendar/index.ts';
import type { ClockInstance, ClockSegment, SegmentReason } from '../decide/state.ts';
import type { Duration } from '../policy/duration.ts';
import type { Metric, OlaMetric } from '../policy/metrics.ts';
import type { ChosenBy } from './agreement.ts';

/** A target with the calendar it counts by. */
export interface Target {
  readonly duration: Duration;
  readonly calendar: BusinessCalendar;
}

/** Open time that a target means for a clock that began at `from`. A business day ends where its calendar says. */
function targetMsOf({ duration, calendar }: Target, from: number): number {
  if (duration.kind === 'open') return duration.ms;

  return calendar.between(from, calendar.addBusinessDays(from, duration.days));
}

/** A target as people write it: `30min`, `4h`, `2bd`. */
function durationText(duration: Duration): string {
  if (duration.kind === 'bd') return `${duration.days}bd`;

  const minutes = duration.ms / 60_000;
  return Number.isInteger(minutes / 60) ? `${minutes / 60}h` : `${minutes}min`;
}

/** Begins a clock at an instant. */
export function startClock(
  id: string,
  metric: Metric | OlaMetric,
  target: Target,
  at: number,
  options: { readonly span: number | null; readonly detail: string; readonly chosenBy?: ChosenBy | null },
): ClockInstance {
  const chosenBy = options.chosenBy ?? null;
  const clock: ClockInstance = {
    id,
    metric,
    span: options.span,
    startedAt: at,
    targetText: durationText(target.duration),
    targetMs: targetMsOf(target, at),
    calendar: target.calendar.id,
    state: 'running',
    segments: [openSegment(at, true, 'started', options.detail, target.calendar.id, chosenBy)],
    usedMs: 0,
    dueAt: null,
    breachAt: null,
    breachedAt: null,
    endedAt: null,
    endReason: null,
    chosenBy,
    withdrawn: null,
  };
  setDue(clock, target.calendar, at);
  return clock;
}

/** Stops the counting without an end: the customer, a partner or the solution has it. */
export function pauseClock(
  clock: ClockInstance,
  calendar: BusinessCalendar,
  at: number,
  reason: SegmentReason,
  detail: string,
): void {
  if (clock.state !== 'running') return;
  closeSegment(clock, calendar, at);
  clock.segments.push(openSegment(at, false, reason, detail, clock.calendar, clock.chosenBy));
  clock.state = 'paused';
  clock.dueAt = null;
  clock.breachAt = null;
}

/** Goes on counting. */
export function resumeClock(clock: ClockInstance, calendar: BusinessCalendar, at: number, detail: string): void {
  if (clock.state !== 'paused') return;
  closeSegment(clock, calendar, at);
  clock.segments.push(openSegment(at, true, 'resumed', detail, clock.calendar, clock.chosenBy));
  clock.state = 'running';
  setDue(clock, calendar, at);
}

/** Ends a clock: fulfilled (met or, when the target was overrun, breached) or cancelled. */
export function endClock(
  clock: ClockInstance,
  calendar: BusinessCalendar,
  at: number,
  end: 'fulfilled' | 'cancelled',
  reason: string,
): void {
  closeSegment(clock, calendar, at);
  const overrun = clock.usedMs > clock.targetMs;
  if (overrun) clock.breachedAt ??= clock.dueAt ?? at;
  clock.state = end === 'cancelled' ? 'cancelled' : overrun ? 'breached' : 'met';
  clock.endedAt = at;
  clock.endReason = reason;
  clock.dueAt = null;
  clock.breachAt = null;
}

/** A finished resolution goes on after a reopening; the time in between counts as paused. */
export function reopenClock(clock: ClockInstance, calendar: BusinessCalendar, at: number, detail: string): void {
  if (clock.endedAt === null) return;
  clock.segments.push({
    ...openSegment(clock.endedAt, false, 'solved', clock.endReason ?? '', clock.calendar, clock.chosenBy),
    to: at,
  });
  clock.segments.push(openSegment(at, true, 'resumed', detail, clock.calendar, clock.chosenBy));
  clock.state = 'running';
  clock.endedAt = null;
  clock.endReason = null;
  setDue(clock, calendar, at);
}

/** How a clock takes a new target or calendar. `by_segment` and `keep_elapsed` keep what was used. */
export type ChangeMode = 'keep_elapsed' | 'by_segment' | 'restart' | 'from_creation';

/** Puts a clock under a new target or calendar from `at` on. */
export function retargetClock(
  clock: ClockInstance,
  before: BusinessCalendar,
  target: Target,
  at: number,
  mode: ChangeMode,
  detail: string,
  chosenBy: ChosenBy | null = clock.chosenBy,
): void {
  const counting = clock.state === 'running';
  const reason: SegmentReason =
    mode === 'restart' ? 'restarted' : clock.calendar === target.calendar.id ? 'target_changed' : 'calendar_changed';
  closeSegment(clock, before, at);
  clock.calendar = target.calendar.id;
  clock.chosenBy = chosenBy;
  if (mode === 'restart') clock.usedMs = 0;
  if (mode === 'from_creation') clock.usedMs = countAgain(clock, target.calendar);
  clock.targetText = durationText(target.duration);
  clock.targetMs = targetMsOf(target, mode === 'restart' ? at : clock.startedAt);
  if (clock.usedMs <= clock.targetMs) clock.breachedAt = null; // the caller records the correction
  clock.segments.push(openSegment(at, counting, reason, detail, target.calendar.id, chosenBy));
  if (counting) setDue(clock, target.calendar, at);
}

/** Open time used until `now`. */
export function usedAt(clock: ClockInstance, calendar: BusinessCalendar, now: number): number {
  const last = clock.segments.at(-1);
  if (!last || last.to !== null || !last.counting) return clock.usedMs;

  return clock.usedMs + calendar.between(last.from, now);
}

/** The instant at which a share of the target is used, while running; null while paused or over. */
export function shareAt(clock: ClockInstance, calendar: BusinessCalendar, share: number): number | null {
  const last = clock.segments.at(-1);
  if (clock.state !== 'running' || !last) return null;

  const left = Math.ceil(clock.targetMs * share) - clock.usedMs;
  return left <= 0 ? last.from : calendar.add(last.from, left);
}

function openSegment(
  from: number,
  counting: boolean,
  reason: SegmentReason,
  detail: string,
  calendar: string,
  by: ChosenBy | null,
): ClockSegment {
  return { from, to: null, counting, reason, detail, calendar, ...(by && { by }) };
}

function closeSegment(clock: ClockInstance, calendar: BusinessCalendar, at: number): void {
  const last = clock.segments.at(-1);
  if (!last || last.to !== null) return;
  last.to = at;
  if (last.counting) clock.usedMs += calendar.between(last.from, at);
}

/** Counts all running segments by another calendar, and writes it into them: what is shown adds up. */
function countAgain(clock: ClockInstance, calendar: BusinessCalendar): number {
  let sum = 0;
  for (const segment of clock.segments) {
    segment.calendar = calendar.id;
    if (segment.counting) sum += calendar.between(segment.from, segment.to ?? segment.from);
  }
  return sum;
}

/** Due is the instant that uses up the target, and stays it when overrun; a breach needs more than the target, so it comes with the next open millisecond. */
function setDue(clock: ClockInstance, calendar: BusinessCalendar, at: number): void {
  const left = clock.targetMs - clock.usedMs;
  clock.dueAt = left > 0 ? calendar.add(at, left) : (clock.breachedAt ?? at);
  clock.breachAt = clock.breachedAt !== null ? null : left < 0 ? at : calendar.add(at, left + 1);
}
