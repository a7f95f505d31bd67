import { PRIORITIES } from '../../model/priority.ts';
import { TIERS } from '../../model/tier.ts';
import type { PolicyIssue } from '../issues.ts';
import { METRICS, type Metric, OLA_METRICS, type OlaMetric } from '../metrics.ts';
import { olaTargetOf, type Policy, targetOf } from '../policy.ts';
import type { When } from '../when.ts';
import { partsOf } from './conditions.ts';
import { type Path, warning } from './warning.ts';

/** Parts of escalations that can never hold: clocks that never start, tiers that do not exist, tickets out of reach. */
export function neverHolds(policy: Policy): readonly PolicyIssue[] {
  return policy.input.escalations.flatMap(({ when }, index) =>
    partsOf(when, ['escalations', index, 'when']).flatMap(({ when: part, path }) => [
      ...noClock(policy, part, path),
      ...noTier(policy, part, path),
      ...outOfReach(part, path),
    ]),
  );
}

function noClock(policy: Policy, when: When, path: Path): PolicyIssue[] {
  if (when.sla === undefined) return [];
  const names = [when.sla].flat();
  if (names.some((name) => starts(policy, when, name))) return [];
  const clocks = names.join(', ');
  return [
    warning([...path, 'sla'], {
      de: `kann nie zutreffen: für ${clocks} ist unter dieser Bedingung nirgends ein Ziel zugesagt`,
      en: `can never hold: no target for ${clocks} is promised anywhere under this condition`,
    }),
  ];
}

function starts(policy: Policy, when: When, name: string): boolean {
  const promised = (metric: Metric): boolean => {
    if (promisedElsewhere(policy, metric)) return true;
    const plans = when.plan === undefined ? Object.keys(policy.input.plans) : [when.plan].flat();
    const priorities = when.priority === undefined ? PRIORITIES : [when.priority].flat();
    return plans.some((plan) => priorities.some((priority) => targetOf(policy, plan, metric, priority)));
  };
  const agreed = (metric: OlaMetric): boolean => {
    const tiers = when.tier === undefined ? TIERS : [when.tier].flat();
    return tiers.some(
      (tier) =>
        PRIORITIES.some((priority) => olaTargetOf(policy, tier, metric, priority)) ||
        (metric === 'accept' && hasEdgeTarget(policy, tier)),
    );
  };
  if (name === 'breach') return METRICS.some(promised) || OLA_METRICS.some(agreed);
  if (name === 'any') return METRICS.some(promised);
  const ola = OLA_METRICS.find((metric) => metric === name);
  return ola ? agreed(ola) : promised(name as Metric);
}

/** A policy of the SLA, a contract or a later version promises it to somebody. */
function promisedElsewhere({ sla }: Policy, metric: Metric): boolean {
  const rows = [
    ...sla.versions.flatMap(({ policies }) => policies.map(({ targets }) => targets[metric])),
    ...sla.versions.slice(1).flatMap(({ targets }) => Object.values(targets).map((plan) => plan[metric])),
    ...sla.contracts.map(({ targets }) => targets[metric]),
  ];
  return rows.some((row) => row?.some((target) => target !== null));
}

function hasEdgeTarget({ input }: Policy, tier: string): boolean {
  return Object.entries(input.tierEdges).some(([edge, { sla }]) => edge.endsWith(`->${tier}`) && sla?.accept);
}

function noTier({ input }: Policy, when: When, path: Path): PolicyIssue[] {
  const tiers = [when.tier ?? []].flat();
  if (tiers.length === 0 || tiers.some((tier) => input.tiers[tier] !== undefined)) return [];
  return [
    warning([...path, 'tier'], {
      de: `kann nie zutreffen: die Stufe ${tiers.join(', ')} gibt es in \`tiers\` nicht`,
      en: `can never hold: there is no tier ${tiers.join(', ')} in \`tiers\``,
    }),
  ];
}

/** Rules pass over deleted tickets; nobody waits for an owner, or stays in a tier, once the work is over. */
function outOfReach(when: When, path: Path): PolicyIssue[] {
  const statuses = [when.status ?? []].flat();
  if (statuses.length === 0) return [];
  const timed = when.unowned !== undefined || when.ownTime !== undefined;
  const over = timed ? ['solved', 'closed', 'deleted'] : ['deleted'];
  if (!statuses.every((status) => over.includes(status))) return [];
  return [
    warning([...path, 'status'], {
      de: `kann nie zutreffen: Tickets im Status ${statuses.join(', ')} sind hier außer Reichweite`,
      en: `can never hold: tickets with status ${statuses.join(', ')} are out of reach here`,
    }),
  ];
}
