import type { BusinessCalendar } from '../calendar/index.ts';
import type { Priority } from '../model/priority.ts';
import type { Tier } from '../model/tier.ts';
import type { SlaRules } from '../sla/sla-rules.ts';
import type { CelCondition } from './cel.ts';
import type { Duration } from './duration.ts';
import type { Metric, OlaMetric } from './metrics.ts';
import type { PolicyInput } from './policy-input.ts';
import type { RuleShape } from './rule-shape.ts';

type Escalation = NonNullable<PolicyInput['escalations']>[number];
type TieringRuleInput = PolicyInput['tiering']['rules'][number];

/** A rule of `escalations:` with its CEL condition compiled. */
export interface EscalationRule extends Omit<Escalation, 'type'> {
  /** To a tier, or to people who decide. */
  readonly type: NonNullable<Escalation['type']>;
  readonly condition: CelCondition | null;
  readonly shape: RuleShape;
}

/** A rule of `tiering:` with its CEL condition compiled. */
export interface TieringRule extends TieringRuleInput {
  readonly condition: CelCondition | null;
}

/** The file with every default filled in. */
export type CompleteInput = Omit<
  PolicyInput,
  'calendars' | 'tiers' | 'plans' | 'sla' | 'ola' | 'escalations' | 'priorities'
> & {
  readonly [K in 'calendars' | 'tiers' | 'plans' | 'sla' | 'ola' | 'escalations' | 'priorities']: NonNullable<
    PolicyInput[K]
  >;
};

/** A policy ready to decide with: references checked, conditions and calendars compiled. Immutable. */
export interface Policy {
  /** Names this policy in every decision: a hash of the file's text. */
  readonly version: string;
  readonly input: CompleteInput;
  readonly language: 'de' | 'en';
  readonly calendars: ReadonlyMap<string, BusinessCalendar>;
  readonly escalations: readonly EscalationRule[];
  readonly tieringRules: readonly TieringRule[];
  /** Versions of the SLA, its policies, contracts: what decides over a ticket's promise. */
  readonly sla: SlaRules;
  readonly defaultPlan: string;
  readonly coolDownMs: number;
  /** The instant from which the SLA is in force (`sla.effectiveFrom`), epoch ms, or null for always. */
  readonly inForceFrom: number | null;
  /** Age beyond which an event is the past, ms. */
  readonly lateAfterMs: number;
}

/** The calendar by which a ticket of this plan and priority is timed. */
export function calendarOf(policy: Policy, plan: string, priority: Priority): BusinessCalendar {
  const chosen = policy.input.plans[plan]?.calendar;
  const name = typeof chosen === 'string' ? chosen : (chosen?.[priority] ?? chosen?.default);
  const calendar = name === undefined ? undefined : policy.calendars.get(name);
  const usable = calendar ?? policy.calendars.values().next().value;
  if (!usable) throw new Error('a policy without a calendar was compiled');
  return usable;
}

/** Place of a priority in a row of targets. */
export const COLUMN: Readonly<Record<Priority, number>> = { P1: 0, P2: 1, P3: 2, P4: 3 };

/** The span that the plan alone promises from the first version on, or null. What a ticket is promised: `promisedSpan`. */
export function targetOf(policy: Policy, plan: string, metric: Metric, priority: Priority): Duration | null {
  return policy.input.sla.targets[plan]?.[metric]?.[COLUMN[priority]] ?? null;
}

/** The span agreed inside for a tier, or null. */
export function olaTargetOf(policy: Policy, tier: Tier, metric: OlaMetric, priority: Priority): Duration | null {
  return policy.input.ola[tier]?.[metric]?.[COLUMN[priority]] ?? null;
}
