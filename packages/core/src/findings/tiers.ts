import { applyEvent } from '../decide/apply-event.ts';
import { emptyState, type TierSpan } from '../decide/state.ts';
import { missingFacts } from '../escalation/gate.ts';
import { stepOf } from '../explain/rules.ts';
import { isFinished } from '../model/status.ts';
import { tierLevel } from '../model/tier.ts';
import type { Policy } from '../policy/policy.ts';
import type { FindingFigures, FindingStory } from './finding.ts';

/** Something found at an instant. */
export interface Found {
  readonly at: number;
  readonly figures: FindingFigures;
}

/** Returns to a tier that the ticket had left before, at any distance: A→B→A, A→B→C→A. */
export function pingPong({ state: { spans } }: FindingStory): readonly Found[] {
  const returns = spans.filter(({ bounce }) => bounce);
  const last = returns.at(-1);
  if (!last) return [];
  return [{ at: last.from, figures: { returns: returns.length, path: spans.map(({ tier }) => tier).join('→') } }];
}

/** Moves up over a tier in between, on an edge that the policy does not have. */
export function tierSkips({ state: { spans } }: FindingStory, policy: Policy): readonly Found[] {
  return moves(spans).flatMap(([from, to]) => {
    const skipped = tierLevel(to.tier) - tierLevel(from.tier) - 1;
    if (skipped < 1 || Object.hasOwn(policy.input.tierEdges, `${from.tier}->${to.tier}`)) return [];
    return [{ at: to.from, figures: { from: from.tier, to: to.tier, skipped, source: to.source } }];
  });
}

/** Hand-overs on which a fact that the edge requires was not there yet. */
export function factsMissing(story: FindingStory, policy: Policy): readonly Found[] {
  return moves(story.state.spans).flatMap(([from, to]) => {
    const edge = `${from.tier}->${to.tier}`;
    if ((policy.input.tierEdges[edge]?.require ?? []).length === 0) return [];
    const missing = missingFacts(stepAt(story, policy, to), edge);
    if (missing.length === 0) return [];
    return [
      { at: to.from, figures: { edge, missing: missing.join(', '), missingCount: missing.length, source: to.source } },
    ];
  });
}

function moves(spans: readonly TierSpan[]): readonly (readonly [TierSpan, TierSpan])[] {
  return spans.slice(1).map((to, index) => [spans[index]!, to] as const);
}

/** The facts as they were when the span began: after the event that caused it, before what a deadline waited for. */
function stepAt({ ticket, state, events }: FindingStory, policy: Policy, span: TierSpan) {
  const { facts } = emptyState(policy.version, policy.defaultPlan);
  for (const event of events) {
    if (event.at > span.from) break;
    applyEvent(facts, event, { connection: ticket.connection, policy });
    if (event.key === span.cause) break;
  }
  return stepOf({ ticket, policy, state: { ...state, facts }, now: span.from });
}

const DAY_MS = 86_400_000;

/** Open proposals to move a ticket up that nobody has decided on for `days` days of the clock on the wall. */
export function stuckBelow({ ticket, state }: FindingStory, now: number, days: number): readonly Found[] {
  const present = state.spans.at(-1);
  if (!present || isFinished(state.facts.status)) return [];
  return Object.entries(state.rules.proposedTiers).flatMap(([effectKey, { tier, rule }]) => {
    const at = proposedAt(state.rules.fired, effectKey, `${ticket.key}/${rule}/`, rule);
    if (at === null || now - at <= days * DAY_MS || tierLevel(tier) <= tierLevel(present.tier)) return [];
    return [{ at, figures: { tier: present.tier, needed: tier, rule, days: Math.floor((now - at) / DAY_MS) } }];
  });
}

/** A proposal's key names the firing that made it: `<ticket>/<rule>/<instance>*<n>/set_tier:T2`. */
function proposedAt(
  fired: Readonly<Record<string, readonly number[]>>,
  effectKey: string,
  prefix: string,
  rule: string,
): number | null {
  const instance = effectKey.slice(prefix.length, effectKey.lastIndexOf('/'));
  const [, name = instance, nth = '1'] = /^(.*?)(?:\*(\d+))?$/.exec(instance) ?? [];
  return fired[`${rule}|${name}`]?.[Number(nth) - 1] ?? null;
}
