import { fold, inStoryOrder } from '../decide/fold.ts';
import type { EngineState, TierSpan } from '../decide/state.ts';
import type { TicketName } from '../decide/step.ts';
import type { TicketEvent } from '../model/event.ts';
import type { Tier } from '../model/tier.ts';
import type { Policy } from '../policy/policy.ts';
import { type CelExplanation, explainCel, stepOf } from './rules.ts';
import { comesTrueAt, explainWhen, type PartExplanation } from './when-parts.ts';

/** A tiering rule as it stood when the tier was chosen. */
export interface TieringExplanation {
  readonly rule: string;
  readonly tier: Tier;
  readonly matched: boolean;
  readonly parts: readonly PartExplanation[];
  readonly cel: CelExplanation | null;
}

/** Why the ticket is in its tier. */
export interface TierExplanation {
  readonly span: TierSpan;
  /** Tiering rules in order up to the one that matched; empty where they did not decide (person, import, escalation). */
  readonly rules: readonly TieringExplanation[];
}

/** A ticket's story. */
export interface StoryAsked {
  readonly ticket: TicketName;
  readonly policy: Policy;
  readonly events: readonly TicketEvent[];
  readonly now: number;
}

/** Explains the present tier by the facts of the instant at which it was chosen; null before the first tier. */
export function explainTier(asked: StoryAsked): TierExplanation | null {
  const { ticket, policy, now } = asked;
  const events = inStoryOrder(asked.events);
  const { state } = fold(ticket, policy, null, events, now);
  const span = state.spans.at(-1);
  if (!span) return null;
  const byTiering = span.source === 'rule' && policy.tieringRules.some(({ id }) => id === span.rule);
  if (!byTiering && span.source !== 'default' && span.source !== 'group') return { span, rules: [] };
  return { span, rules: rulesAt(asked, stateAt(asked, events, span), span) };
}

/** The ticket as the tiering rules saw it: facts of that event, tiers before it. */
function stateAt({ ticket, policy }: StoryAsked, events: readonly TicketEvent[], span: TierSpan): EngineState {
  const end = events.findIndex(({ key }) => key === span.cause) + 1;
  const { state } = fold(ticket, policy, null, events.slice(0, end || events.length), span.from - 1);
  const index = state.spans.findIndex(({ cause, from }) => cause === span.cause && from === span.from);
  return { ...state, spans: state.spans.slice(0, Math.max(0, index)) };
}

function rulesAt(
  { ticket, policy }: StoryAsked,
  state: EngineState,
  { from, rule: chosen }: TierSpan,
): readonly TieringExplanation[] {
  const step = stepOf({ ticket, policy, state, now: from });
  const last = policy.tieringRules.findIndex(({ id }) => id === chosen);
  return policy.tieringRules.slice(0, last === -1 ? undefined : last + 1).map((rule) => {
    const parts = rule.when === undefined ? [] : explainWhen({ step, clock: null, rule: {} }, rule.when);
    const cel = explainCel(step, rule);
    const matched = comesTrueAt(parts) === Number.NEGATIVE_INFINITY && cel?.holds !== false;
    return { rule: rule.id, tier: rule.tier, matched, parts, cel };
  });
}
