import { runRules } from '../escalation/run-rules.ts';
import type { TicketEvent } from '../model/event.ts';
import { eventOrder } from '../model/event.ts';
import { own } from '../own.ts';
import { syncClocks } from '../sla/sync-clocks.ts';
import { syncOlaEvent } from '../sla/sync-ola.ts';
import { changeTier } from '../tiering/change-tier.ts';
import { byRule, firstTier, tierOfGroup } from '../tiering/first-tier.ts';
import { applyEvent } from './apply-event.ts';
import { markBreaches } from './deadlines.ts';
import { currentTier, isWithdrawn } from './state.ts';
import { decided, type Step } from './step.ts';
import { trackerBack } from './tracker-back.ts';

/** Folds one event: facts, tier, clocks, then the rules. */
export function applyStep(step: Step, event: TicketEvent): void {
  const { state } = step;
  const { status: before, plan, priority } = state.facts;
  applyEvent(state.facts, event, { connection: step.ticket.connection, policy: step.policy });
  state.last = eventOrder(event);
  state.folded += 1;
  if (state.facts.createdAt === 0) return; // its birth is not known yet; the story is folded anew when it is

  const tierFirst = event.type === 'created' && step.policy.sla.byTier; // what is promised depends on it
  if (tierFirst) moveTier(step, event);
  syncClocks(step, { state, live: step.live, policy: step.policy, event, before }, { plan, priority });
  if (isWithdrawn(state.facts)) return;

  if (!tierFirst) moveTier(step, event);
  syncOlaEvent(step, event);
  markBreaches(step);
  trackerBack(step, event);
  runRules(step);
}

/** What the event itself means for the tier: birth, a person's move, an accepted proposal. */
function moveTier(step: Step, event: TicketEvent): void {
  const ours = event.actor.kind === 'self';
  if (event.type === 'created' || step.state.spans.length === 0) return firstTier(step);
  if (event.type === 'proposal_accepted') return accept(step, event.effectKey);
  if (event.type === 'proposal_dismissed') {
    delete step.state.rules.proposedTiers[event.effectKey];
    return;
  }
  if (event.type === 'tier_changed' && !ours && event.to !== null) return byHand(step, event.to);
  if (event.type === 'group_changed' && !ours) return byGroup(step, event.to);
  if (step.state.spans.at(-1)?.source === 'default') byRule(step);
}

/** A change in the helpdesk wins and is recorded, never fought. */
function byHand(step: Step, to: NonNullable<ReturnType<typeof currentTier>>): void {
  if (currentTier(step.state) === to) return;
  const reason = decided(step, 'tier.by_hand', { from: currentTier(step.state), to });
  changeTier(step, { to, source: 'human', rule: 'tiering', reason });
}

function byGroup(step: Step, group: string | null): void {
  const owner = tierOfGroup(step, group);
  if (!owner || owner === currentTier(step.state)) return;
  const reason = decided(step, 'tier.by_group', { group, tier: owner });
  changeTier(step, { to: owner, source: 'group', rule: 'tiering', reason });
}

function accept(step: Step, effectKey: string): void {
  const proposal = own(step.state.rules.proposedTiers, effectKey);
  if (!proposal) return;
  delete step.state.rules.proposedTiers[effectKey];
  const reason = decided(step, 'tier.accepted', { from: currentTier(step.state), to: proposal.tier }, proposal.rule);
  step.state.facts.shownTier = proposal.tier; // the accepted effect itself shows it; no second write
  changeTier(step, { to: proposal.tier, source: 'accepted', rule: proposal.rule, reason });
}
