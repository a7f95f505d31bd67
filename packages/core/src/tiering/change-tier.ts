import { currentTier, type SpanSource } from '../decide/state.ts';
import { decided, type Step, want } from '../decide/step.ts';
import type { Reason } from '../model/reason.ts';
import type { Tier } from '../model/tier.ts';
import { syncOlaSpan } from '../sla/sync-ola.ts';
import { type ChosenGroup, chooseGroup } from './choose-group.ts';
import { handOver } from './hand-over.ts';
import { tellCustomer } from './tell-customer.ts';

/** A change of tier and who wanted it. */
export interface TierChange {
  readonly to: Tier;
  readonly source: SpanSource;
  /** Rule id for the effects' keys; `tiering` where no rule decided. */
  readonly rule: string;
  readonly reason: Reason;
  /** Group to assign; left out: the owner group of the tier at this connection that fits best. */
  readonly group?: string | undefined;
}

/** Ends the present span, begins the next one, and wants the helpdesk to show it. */
export function changeTier(step: Step, change: TierChange): void {
  const { state } = step;
  if (currentTier(state) === change.to) return;

  const last = state.spans.at(-1);
  if (last) last.to = step.at;
  const bounce = state.spans.slice(0, -1).some(({ tier }) => tier === change.to);
  const rule = change.source === 'rule' || change.source === 'accepted' ? change.rule : null;
  state.spans.push({
    tier: change.to,
    from: step.at,
    to: null,
    source: change.source,
    rule,
    cause: step.cause,
    bounce,
  });
  decided(step, 'tier.changed', { from: last?.tier ?? null, to: change.to, source: change.source, bounce }, rule);
  syncOlaSpan(step);
  showInHelpdesk(step, change);
  handOver(step, change, last?.tier ?? null);
  announce(step, change);
}

/** Internal moves are nobody's business but the desk's, unless `notices` says otherwise. */
function announce(step: Step, { to, source, rule, reason }: TierChange): void {
  if (source === 'import' || !step.policy.input.notices[to]?.onEntry) return;
  tellCustomer(step, { rule, reason, mode: 'auto', instance: step.cause, name: `notice:${to}` });
}

function showInHelpdesk(step: Step, change: TierChange): void {
  const { facts } = step.state;
  const keys = { rule: change.rule, instance: step.cause, reason: change.reason, mode: 'auto' as const };
  if (facts.shownTier !== change.to) {
    want(step, { kind: 'set_tier', tier: change.to }, { ...keys, name: `set_tier:${change.to}` });
  }
  if (change.source === 'human' || change.source === 'group') return;
  const chosen = groupFor(step, change);
  if (chosen && chosen.group !== facts.group) {
    const { group, reason } = chosen;
    want(
      step,
      { kind: 'assign_group', group },
      { ...keys, reason: reason ?? keys.reason, name: `assign_group:${group}` },
    );
  }
}

function groupFor(step: Step, { to, group }: TierChange): ChosenGroup | null {
  if (group !== undefined) return { group, reason: null };
  return chooseGroup(step, to, ownerGroups(step, to));
}

/** The groups that own a tier at the ticket's connection. */
export function ownerGroups({ policy, ticket }: Step, tier: Tier): readonly string[] {
  return policy.input.tiers[tier]?.groups[ticket.connection] ?? [];
}

/** Number of returns to a tier the ticket had left before. */
export function bounces({ state }: Step): number {
  return state.spans.filter(({ bounce }) => bounce).length;
}
