import type { ClockInstance } from '../decide/state.ts';
import { currentTier } from '../decide/state.ts';
import type { Step } from '../decide/step.ts';
import { compares } from '../policy/comparison.ts';
import type { When } from '../policy/when.ts';
import { bounces } from '../tiering/change-tier.ts';
import { clockMoment, type OwnCalendar, ownTimeMoment, unownedMoment } from './moments.ts';

type Leaf = Exclude<keyof When, 'at' | 'any' | 'all'>;
type Check = (asked: Asked, when: When) => boolean;

/** What a condition is asked about. */
export interface Asked {
  readonly step: Step;
  /** The clock that `sla` means, or null. */
  readonly clock: ClockInstance | null;
  /** The rule that asks, for the calendar of its own spans. */
  readonly rule: OwnCalendar;
}

const oneOf = <T>(wanted: T | readonly T[] | undefined, actual: T): boolean =>
  Array.isArray(wanted) ? wanted.includes(actual) : wanted === actual;
const anyOf = <T>(wanted: T | readonly T[] | undefined, actual: readonly T[]): boolean =>
  actual.some((item) => oneOf(wanted, item));
const reached = (moment: number | null, at: number): boolean => moment !== null && moment <= at;
const numberOf = (value: unknown): number => Number(value ?? Number.NaN);

const checks: { readonly [K in Leaf]: Check } = {
  priority: ({ step: { state } }, when) => oneOf(when.priority, state.facts.priority),
  plan: ({ step: { state } }, when) => oneOf(when.plan, state.facts.plan),
  tier: ({ step: { state } }, when) => oneOf<unknown>(when.tier, currentTier(state)),
  status: ({ step: { state } }, when) => oneOf(when.status, state.facts.status),
  group: ({ step: { state } }, when) => oneOf(when.group, state.facts.group ?? ''),
  tag: ({ step: { state } }, when) => anyOf(when.tag, state.facts.tags),
  channel: ({ step: { state } }, when) => oneOf(when.channel, state.facts.channel),
  language: ({ step: { state } }, when) => oneOf(when.language, state.facts.language ?? ''),
  category: ({ step: { state } }, when) => oneOf(when.category, String(state.facts.fields.category ?? '')),
  pattern: ({ step: { state } }, when) => anyOf(when.pattern, state.facts.patterns),
  openedBy: ({ step: { state } }, when) => oneOf(when.openedBy, state.facts.openedBy),
  touch: ({ step: { state, policy } }, when) =>
    oneOf<string>(when.touch, String(state.facts.fields.touch ?? policy.input.touch.default)),
  sla: ({ step, clock }, when) => clock !== null && reached(clockMoment(step, when, clock), step.at),
  unowned: ({ step, rule }, when) => reached(unownedMoment(step, when, rule), step.at),
  ownTime: ({ step, rule }, when) => reached(ownTimeMoment(step, when, rule), step.at),
  agentReplies: ({ step: { state } }, when) => compares(state.facts.agentReplies, when.agentReplies!),
  customerReplies: ({ step: { state } }, when) => compares(state.facts.customerReplies, when.customerReplies!),
  reopens: ({ step: { state } }, when) => compares(state.facts.reopens, when.reopens!),
  tierBounces: ({ step }, when) => compares(bounces(step), when.tierBounces!),
  health: ({ step: { state } }, when) => compares(numberOf(state.facts.fields.health), when.health!),
  csat: ({ step: { state } }, when) => state.facts.lastRating === when.csat,
  similarTickets: ({ step: { state } }, when) =>
    compares(numberOf(state.facts.fields.similar_tickets), when.similarTickets!.count),
  issue: ({ step: { state } }, when) =>
    Object.values(state.facts.issues).some(({ state: now, reason }) =>
      when.issue === 'open' ? now === 'open' : now === 'closed' && (reason ?? 'completed') === when.issue,
    ),
};

/** Whether a structured condition holds at the step's instant. */
export function holds(asked: Asked, when: When): boolean {
  for (const key in when) {
    const check = checks[key as Leaf] as Check | undefined;
    if (check && when[key as Leaf] !== undefined && !check(asked, when)) return false;
  }
  if (when.all && !when.all.every((part) => holds(asked, part))) return false;
  return !when.any || when.any.some((part) => holds(asked, part));
}
