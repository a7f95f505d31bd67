import type { BusinessCalendar } from '../calendar/index.ts';
import type { ClockInstance } from '../decide/state.ts';
import type { Step } from '../decide/step.ts';
import { isFinished } from '../model/status.ts';
import { type Duration, parseDuration } from '../policy/duration.ts';
import type { EscalationRule } from '../policy/policy.ts';
import type { When } from '../policy/when.ts';
import { shareAt } from '../sla/clock.ts';
import { clockCalendar, ticketCalendar } from '../sla/targets.ts';

/** What says by which calendar a rule's own spans count. */
export type OwnCalendar = Pick<EscalationRule, 'calendar'>;

/** The instant at which the clock part of a condition comes true, or null while it cannot. */
export function clockMoment(step: Step, when: When, clock: ClockInstance): number | null {
  if (clock.state === 'cancelled' || !means(when, clock)) return null;

  const at = asksBreach(when) ? 'breach' : (when.at ?? 'breach');
  if (at === 'breach') return clock.breachedAt ?? clock.breachAt;
  if (clock.endedAt !== null) return null;
  return at.endsWith('%') ? shareMoment(step, clock, Number.parseInt(at, 10) / 100) : offsetMoment(step, clock, at);
}

/** Whether the condition means this clock: by name, `any` clock of the customer's, or every clock for `breach`. */
function means({ sla }: When, clock: ClockInstance): boolean {
  if (typeof sla !== 'string') return sla?.some((name) => means({ sla: name }, clock)) ?? false;
  return sla === clock.metric || sla === 'breach' || (sla === 'any' && clock.span === null);
}

function asksBreach({ sla }: When): boolean {
  return sla === 'breach' || (Array.isArray(sla) && sla.includes('breach'));
}

/** A clock that is overrun has passed every share of its target. */
function shareMoment(step: Step, clock: ClockInstance, share: number): number | null {
  return clock.breachedAt ?? shareAt(clock, clockCalendar(step.policy, clock), share);
}

/** Open time before or after the due instant: `-30min`, `+60min`. */
function offsetMoment(step: Step, clock: ClockInstance, at: string): number | null {
  const offset = parseDuration(at.slice(1));
  const due = clock.breachedAt ?? clock.dueAt;
  if (!offset || due === null) return null;

  const calendar = clockCalendar(step.policy, clock);
  return at.startsWith('-') ? before(calendar, due, offset) : after(calendar, due, offset);
}

/** When the ticket has been without an owner for the span. */
export function unownedMoment(step: Step, when: When, rule: OwnCalendar): number | null {
  const { facts } = step.state;
  if (!when.unowned || facts.unownedSince === null || isFinished(facts.status)) return null;
  return after(ruleCalendar(step, rule), facts.unownedSince, when.unowned);
}

/** When the present tier has had the ticket for the span. */
export function ownTimeMoment(step: Step, when: When, rule: OwnCalendar): number | null {
  const { state } = step;
  const span = state.spans.at(-1);
  if (!when.ownTime || !span || isFinished(state.facts.status)) return null;
  return after(ruleCalendar(step, rule), span.from, when.ownTime);
}

/** The calendar of a rule's own spans: the one it names, else the ticket's. */
export function ruleCalendar({ policy, state, at }: Step, rule: OwnCalendar): BusinessCalendar {
  const named = rule.calendar === undefined ? undefined : policy.calendars.get(rule.calendar);
  return named ?? ticketCalendar(policy, state, at);
}

/** The instant a span after another, by a calendar. */
export function after(calendar: BusinessCalendar, from: number, duration: Duration): number {
  return duration.kind === 'bd' ? calendar.addBusinessDays(from, duration.days) : calendar.add(from, duration.ms);
}

function before(calendar: BusinessCalendar, from: number, duration: Duration): number {
  return calendar.subtract(from, duration.kind === 'bd' ? duration.days * 86_400_000 : duration.ms);
}
