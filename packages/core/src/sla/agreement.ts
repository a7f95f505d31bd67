import type { BusinessCalendar } from '../calendar/index.ts';
import { currentTier, type EngineState, type TicketFacts } from '../decide/state.ts';
import type { Priority } from '../model/priority.ts';
import type { Duration } from '../policy/duration.ts';
import type { Metric } from '../policy/metrics.ts';
import { COLUMN, calendarOf, type Policy } from '../policy/policy.ts';
import type { Contract, SlaPolicy, SlaVersion } from './sla-rules.ts';

/** What decides over a promise: a version of the SLA, the policy chosen in it, and the customer's own contract. */
export interface Agreement {
  readonly version: SlaVersion;
  readonly policy: SlaPolicy | null;
  readonly contract: Contract | null;
}

/** Names of what chose a promise, as clocks and tickets remember it. Null where the plan alone decided. */
export interface ChosenBy {
  /** `effectiveFrom` of the version, or null. */
  version: string | null;
  /** Id of one of `sla.policies`, or null. */
  policy: string | null;
  /** Name of one of `contracts`, or null. */
  contract: string | null;
}

/** The version that holds for what starts at an instant. Before the first one's day it is the first. */
export function versionAt({ sla }: Policy, at: number): SlaVersion {
  return sla.versions.findLast(({ from }) => from === null || from <= at) ?? sla.versions[0];
}

/** The version that holds at an instant for what started under another: a later one only where it says `appliesTo: open`. */
export function versionFor({ sla }: Policy, started: string | null, at: number): SlaVersion {
  const index = Math.max(
    0,
    sla.versions.findIndex(({ name }) => name === started),
  );
  const later = sla.versions.slice(index + 1);
  const taken = later.findLast(({ appliesTo, from }) => appliesTo === 'open' && from !== null && from <= at);
  return taken ?? sla.versions[index] ?? sla.versions[0];
}

/** What a version has for a ticket: the first active policy that matches, the first contract of its organisation. */
export function agreementOf(policy: Policy, version: SlaVersion, state: EngineState): Agreement {
  const subject = { facts: state.facts, tier: currentTier(state) };
  return {
    version,
    policy: version.policies.find(({ active, matches }) => active && matches(subject)) ?? null,
    contract: contractOf(policy, state.facts),
  };
}

function contractOf({ sla }: Policy, { organisation }: TicketFacts): Contract | null {
  if (sla.contracts.length === 0 || organisation === null) return null;
  const { fields } = organisation;
  const has = (field: string, is: unknown): boolean =>
    fields[field] !== undefined &&
    fields[field] !== null &&
    String(fields[field]).toLowerCase() === String(is).toLowerCase();
  return sla.contracts.find(({ match }) => match.some(({ 'org.field': field, is }) => has(field, is))) ?? null;
}

/** The span promised: single metrics by the contract, all others by the policy, or by the plan where no policy matches. */
export function promisedSpan(
  { version, policy, contract }: Agreement,
  facts: TicketFacts,
  metric: Metric,
): Duration | null {
  const rows = policy ? policy.targets : version.targets[facts.plan];
  return (contract?.targets[metric] ?? rows?.[metric])?.[COLUMN[facts.priority]] ?? null;
}

/** What promises the span of a metric: a contract may have chosen only the calendar. Null: the plan. */
export function promiser({ policy, contract }: Agreement, metric: Metric): 'contract' | 'policy' | null {
  if (contract?.targets[metric]) return 'contract';
  return policy ? 'policy' : null;
}

/** The calendar of a promise: the contract's, else the policy's, else the plan's. */
export function promisedCalendar(policy: Policy, agreement: Agreement, facts: TicketFacts): BusinessCalendar {
  const { plan, priority } = facts;
  return (
    named(policy, agreement.contract?.calendar, priority) ??
    named(policy, agreement.policy?.calendar, priority) ??
    calendarOf(policy, plan, priority)
  );
}

function named(
  policy: Policy,
  choice: SlaPolicy['calendar'] | Contract['calendar'],
  priority: Priority,
): BusinessCalendar | undefined {
  const name = typeof choice === 'string' ? choice : (choice?.[priority] ?? choice?.default);
  return name === undefined ? undefined : policy.calendars.get(name);
}

/** Names of what chose, or null where the plan alone did, by an SLA without further versions. */
export function chosenBy(policy: Policy, { version, policy: chosen, contract }: Agreement): ChosenBy | null {
  if (policy.sla.plain) return null;
  return { version: version.name, policy: chosen?.id ?? null, contract: contract?.name ?? null };
}

/** Whether two choices are the same. */
export function sameChoice(a: ChosenBy | null, b: ChosenBy | null): boolean {
  return a?.version === b?.version && a?.policy === b?.policy && a?.contract === b?.contract;
}
