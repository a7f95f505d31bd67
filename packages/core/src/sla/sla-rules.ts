import type { CompleteInput } from '../policy/policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import { asksTier, compileCondition, type TicketCondition } from './ticket-condition.ts';

type Sla = NonNullable<PolicyInput['sla']>;

/** One of `sla.policies`, its condition compiled. */
export interface SlaPolicy extends Omit<Sla['policies'][number], 'when'> {
  readonly matches: TicketCondition;
}

/** One of `contracts`. */
export type Contract = PolicyInput['contracts'][string] & { readonly name: string };

/** The SLA as it stands from an instant on. */
export interface SlaVersion {
  /** `effectiveFrom` as written: names the version. Null for an SLA that holds from ever on. */
  readonly name: string | null;
  /** Instant of that day's midnight in the desk's zone, epoch ms; null for ever. */
  readonly from: number | null;
  readonly appliesTo: 'new' | 'open';
  readonly targets: Sla['targets'];
  readonly pause: Sla['pause'];
  readonly policies: readonly SlaPolicy[];
}

/** What decides which promise a ticket gets, worked out once when the policy is loaded. */
export interface SlaRules {
  /** The first as `sla` says, the others as `sla.versions` say; by time. Never empty. */
  readonly versions: readonly [SlaVersion, ...SlaVersion[]];
  readonly contracts: readonly Contract[];
  /** Only plan and priority decide: nothing else has to be looked at. */
  readonly plain: boolean;
  /** A policy asks for the tier: the first tier is found before the first clock starts. */
  readonly byTier: boolean;
  /** Instants at which a version takes over clocks that run, ascending, epoch ms. */
  readonly takeOvers: readonly number[];
}

/** Compiles `sla` and `contracts`. The time zone must have been checked. */
export function compileSla(input: CompleteInput): SlaRules {
  const versions = compileVersions(input);
  const contracts = Object.entries(input.contracts).map(([name, contract]) => ({ ...contract, name }));
  const written = [...input.sla.policies, ...input.sla.versions.flatMap(({ policies }) => policies ?? [])];
  return {
    versions,
    contracts,
    plain: versions.length === 1 && contracts.length === 0 && written.length === 0,
    byTier: written.some(({ when }) => asksTier(when)),
    takeOvers: versions.flatMap(({ appliesTo, from }) => (appliesTo === 'open' && from !== null ? [from] : [])),
  };
}

function compileVersions(input: CompleteInput): [SlaVersion, ...SlaVersion[]] {
  const { sla, locale } = input;
  const first: SlaVersion = {
    name: sla.effectiveFrom ?? null,
    from: sla.effectiveFrom === undefined ? null : midnight(sla.effectiveFrom, locale.timezone),
    appliesTo: 'new',
    targets: sla.targets,
    pause: sla.pause,
    policies: compilePolicies(sla.policies, input),
  };
  const versions: [SlaVersion, ...SlaVersion[]] = [first];
  let before = first;
  for (const { effectiveFrom, appliesTo, targets, policies, pause } of sla.versions) {
    before = {
      name: effectiveFrom,
      from: midnight(effectiveFrom, locale.timezone),
      appliesTo,
      targets: targets ?? before.targets,
      pause: pause ?? before.pause,
      policies: policies === undefined ? before.policies : compilePolicies(policies, input),
    };
    versions.push(before);
  }
  return versions;
}

function compilePolicies(policies: Sla['policies'], { touch }: CompleteInput): readonly SlaPolicy[] {
  return policies.map(({ when, ...rest }) => ({ ...rest, matches: compileCondition(when, touch.default) }));
}

function midnight(date: string, timeZone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;
}
