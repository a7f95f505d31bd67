import { decided, type Step } from '../decide/step.ts';
import { celContext } from '../escalation/cel-context.ts';
import { holds } from '../escalation/holds.ts';
import { TIERS, type Tier } from '../model/tier.ts';
import type { TieringRule } from '../policy/policy.ts';
import { changeTier, ownerGroups } from './change-tier.ts';

/** Chooses the first tier: the helpdesk's own, else the first rule that matches, else the owner group's, else the default. */
export function firstTier(step: Step): void {
  const { facts } = step.state;
  if (facts.shownTier !== null) {
    const reason = decided(step, 'tier.imported', { tier: facts.shownTier });
    return changeTier(step, { to: facts.shownTier, source: 'import', rule: 'tiering', reason });
  }
  if (byRule(step)) return;

  const owner = tierOfGroup(step, facts.group);
  if (owner) {
    const reason = decided(step, 'tier.by_group', { group: facts.group, tier: owner });
    return changeTier(step, { to: owner, source: 'group', rule: 'tiering', reason });
  }
  const to = step.policy.input.tiering.default;
  const reason = decided(step, 'tier.default', { tier: to });
  changeTier(step, { to, source: 'default', rule: 'tiering', reason });
}

/** A ticket that stands on its tier only by default is tried again when it changes. True when a rule took it. */
export function byRule(step: Step): boolean {
  const rule = step.policy.tieringRules.find((candidate) => matches(step, candidate));
  if (!rule) return false;

  const reason = decided(
    step,
    'tier.rule_matched',
    { tier: rule.tier, group: rule.group ?? null, ...evidence(step, rule) },
    rule.id,
  );
  const present = step.state.spans.at(-1);
  // the default was right: the rule stands for it from now on, and group and time stay
  if (present?.tier === rule.tier) Object.assign(present, { source: 'rule', rule: rule.id, cause: step.cause });
  else changeTier(step, { to: rule.tier, source: 'rule', rule: rule.id, reason, group: rule.group });
  return true;
}

/** The only tier that owns a group at this connection; null when none or several do. */
export function tierOfGroup(step: Step, group: string | null): Tier | null {
  if (group === null) return null;
  const owners = TIERS.filter((tier) => ownerGroups(step, tier).includes(group));
  return owners.length === 1 ? (owners[0] ?? null) : null;
}

function matches(step: Step, rule: TieringRule): boolean {
  if (rule.when && !holds({ step, clock: null, rule: {} }, rule.when)) return false;
  return rule.condition === null || rule.condition(celContext(step));
}

/** The values that a rule's conditions looked at, for the explanation. */
function evidence({ state: { facts } }: Step, rule: TieringRule): Record<string, string | number | null> {
  const named: Record<string, string | number | null> = {};
  for (const key of Object.keys(rule.when ?? {}))
    if (key in facts) named[key] = String(facts[key as 'plan' | 'priority'] ?? '');
  if (rule.if !== undefined) named.if = rule.if;
  return named;
}
