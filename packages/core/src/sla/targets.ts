import type { BusinessCalendar } from '../calendar/index.ts';
import type { ClockInstance, EngineState } from '../decide/state.ts';
import { parseDuration } from '../policy/duration.ts';
import { type Metric, OLA_METRICS, type OlaMetric } from '../policy/metrics.ts';
import { calendarOf, olaTargetOf, type Policy } from '../policy/policy.ts';
import {
  agreementOf,
  type ChosenBy,
  chosenBy,
  promisedCalendar,
  promisedSpan,
  promiser,
  versionAt,
  versionFor,
} from './agreement.ts';
import type { Target } from './clock.ts';
import type { SlaVersion } from './sla-rules.ts';

/** A target and what chose it. */
export interface Promised extends Target {
  readonly chosenBy: ChosenBy | null;
  /** Which of them promised the span; null: the plan, or inside. */
  readonly promiser: 'contract' | 'policy' | null;
}

/** The target of a customer metric as the ticket stands now by a version of the SLA, or null where none is promised. */
export function slaTarget(policy: Policy, state: EngineState, metric: Metric, version: SlaVersion): Promised | null {
  const { facts } = state;
  const agreement = agreementOf(policy, version, state);
  const duration = promisedSpan(agreement, facts, metric);
  return (
    duration && {
      duration,
      calendar: promisedCalendar(policy, agreement, facts),
      chosenBy: chosenBy(policy, agreement),
      promiser: promiser(agreement, metric),
    }
  );
}

/** The calendar by which a ticket is timed as it stands now: its contract's, its policy's, its plan's. */
export function ticketCalendar(policy: Policy, state: EngineState, at: number): BusinessCalendar {
  const { plan, priority } = state.facts;
  if (policy.sla.plain) return calendarOf(policy, plan, priority);
  return promisedCalendar(policy, agreementOf(policy, versionAt(policy, at), state), state.facts);
}

/** The target agreed inside for a tier span, or null. A hand-over's own span (`tierEdges`) wins over the tier's. */
export function olaTarget(
  policy: Policy,
  state: EngineState,
  metric: OlaMetric,
  span: number,
  at: number,
): Target | null {
  const tier = state.spans[span]?.tier;
  if (!tier) return null;

  const from = state.spans[span - 1]?.tier;
  const edge = metric === 'accept' && from ? policy.input.tierEdges[`${from}->${tier}`]?.sla?.accept : undefined;
  const duration = edge ?? olaTargetOf(policy, tier, metric, state.facts.priority);
  const own = policy.input.tiers[tier]?.calendar;
  const calendar = (own === undefined ? undefined : policy.calendars.get(own)) ?? ticketCalendar(policy, state, at);
  return duration && { duration, calendar };
}

/** The target a clock should have at an instant, by the version that it started under or that has taken it over. */
export function targetFor(policy: Policy, state: EngineState, clock: ClockInstance, at: number): Promised | null {
  const ola = OLA_METRICS.find((metric) => metric === clock.metric);
  if (!ola) return slaTarget(policy, state, clock.metric as Metric, clockVersion(policy, clock, at));

  const target = olaTarget(policy, state, ola, clock.span ?? -1, at);
  return target && { ...target, chosenBy: null, promiser: null };
}

/** The version of the SLA that a clock lives under at an instant. */
export function clockVersion(policy: Policy, clock: ClockInstance, at: number): SlaVersion {
  if (policy.sla.plain || clock.chosenBy === null) return policy.sla.versions[0];
  return versionFor(policy, clock.chosenBy.version, at);
}

/** The calendar a clock counts by. Calendars of a policy do not vanish while a state of that policy lives. */
export function clockCalendar(policy: Policy, clock: ClockInstance): BusinessCalendar {
  const calendar = policy.calendars.get(clock.calendar);
  if (!calendar) throw new Error(`calendar ${clock.calendar} of a clock is not in policy ${policy.version}`);
  return calendar;
}

/** Whether the SLA is in force at an instant (`sla.effectiveFrom`, midnight of the desk's own zone). */
export function inForce(policy: Policy, at: number): boolean {
  return policy.inForceFrom === null || at >= policy.inForceFrom;
}

/** Whether two targets promise the same by the same calendar. */
export function sameTarget(clock: ClockInstance, target: Target): boolean {
  const duration = parseDuration(clock.targetText);
  return (
    clock.calendar === target.calendar.id &&
    duration?.kind === target.duration.kind &&
    (duration.kind === 'bd'
      ? duration.days === (target.duration as { days: number }).days
      : duration.ms === (target.duration as { ms: number }).ms)
  );
}
