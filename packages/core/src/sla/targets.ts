import type { BusinessCalendar } from '../calendar/index.ts';
import type { ClockInstance, EngineState } from '../decide/state.ts';
import { parseDuration } from '../policy/duration.ts';
import { type Metric, OLA_METRICS, type OlaMetric } from '../policy/metrics.ts';
import { calendarOf, olaTargetOf, type Policy, targetOf } from '../policy/policy.ts';
import type { Target } from './clock.ts';

/** The target of a customer metric as the ticket stands now, or null where none is promised. */
export function slaTarget(policy: Policy, { facts }: EngineState, metric: Metric): Target | null {
  const duration = targetOf(policy, facts.plan, metric, facts.priority);
  return duration && { duration, calendar: calendarOf(policy, facts.plan, facts.priority) };
}

/** The target agreed inside for a tier span, or null. A hand-over's own span (`tierEdges`) wins over the tier's. */
export function olaTarget(policy: Policy, state: EngineState, metric: OlaMetric, span: number): Target | null {
  const tier = state.spans[span]?.tier;
  if (!tier) return null;

  const from = state.spans[span - 1]?.tier;
  const edge = metric === 'accept' && from ? policy.input.tierEdges[`${from}->${tier}`]?.sla?.accept : undefined;
  const duration = edge ?? olaTargetOf(policy, tier, metric, state.facts.priority);
  const own = policy.input.tiers[tier]?.calendar;
  const calendar =
    (own === undefined ? undefined : policy.calendars.get(own)) ??
    calendarOf(policy, state.facts.plan, state.facts.priority);
  return duration && { duration, calendar };
}

/** The target a clock should have now. */
export function targetFor(policy: Policy, state: EngineState, clock: ClockInstance): Target | null {
  const ola = OLA_METRICS.find((metric) => metric === clock.metric);
  if (ola) return olaTarget(policy, state, ola, clock.span ?? -1);
  return slaTarget(policy, state, clock.metric as Metric);
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
