import { readState, writeState } from './decide/cached-state.ts';
import { continues, type Folded, fold, inStoryOrder } from './decide/fold.ts';
import { currentTier, type EngineState, PastNeeded } from './decide/state.ts';
import type { TicketName } from './decide/step.ts';
import type { Effect } from './model/effect.ts';
import type { TicketEvent } from './model/event.ts';
import type { Decision } from './model/reason.ts';
import { isFinished } from './model/status.ts';
import type { Tier } from './model/tier.ts';
import type { Policy } from './policy/policy.ts';

/** What lists and reports show of a ticket. Instants are epoch ms. */
export interface TicketSummary {
  readonly number: string;
  readonly status: string;
  readonly priority: string | null;
  readonly plan: string | null;
  readonly tier: Tier | null;
  readonly group: string | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  readonly nextDueAt: number | null;
  readonly breaches: number;
}

export interface DecideInput {
  readonly lane: TicketName;
  /** The cached fold as it was returned, or null. */
  readonly state: string | null;
  /** Events not yet folded. */
  readonly fresh: readonly TicketEvent[];
  /** The whole story including `fresh`; asked for only when the fold must start anew. */
  readonly history: () => Promise<readonly TicketEvent[]>;
  readonly now: number;
}

export interface DecideResult {
  readonly state: string;
  readonly row: TicketSummary;
  readonly timers: readonly { readonly key: string; readonly dueAt: number }[];
  /** Newly wanted; after folding anew, all that the whole story wants. */
  readonly effects: readonly Effect[];
  readonly refolded: boolean;
  readonly decisions: readonly Decision[];
}

/** The rules of one policy. */
export interface Engine {
  readonly policyVersion: string;
  decide(input: DecideInput): Promise<DecideResult>;
}

/** Makes the engine of a policy. Holds no ticket: everything it knows comes in and goes out. */
export function createEngine(policy: Policy): Engine {
  return {
    policyVersion: policy.version,
    decide: async (input) => {
      const appended = append(policy, input);
      const folded = appended ?? fold(input.lane, policy, null, inStoryOrder(await input.history()), input.now);
      return {
        state: writeState(folded.state, policy),
        row: summaryOf(folded.state),
        timers: folded.nextAt === null ? [] : [{ key: 'next', dueAt: folded.nextAt }],
        effects: folded.effects,
        refolded: appended === null,
        decisions: folded.decisions,
      };
    },
  };
}

/** Folds what has come onto the cached state; null where the story must be folded anew. */
function append(policy: Policy, { lane, state, fresh, now }: DecideInput): Folded | null {
  const cached = readState(state);
  const events = inStoryOrder(fresh);
  if (cached === null || !continues(cached, events, policy)) return null;
  try {
    return fold(lane, policy, cached, events, now);
  } catch (error) {
    if (error instanceof PastNeeded) return null;
    throw error;
  }
}

/** The summary of a folded ticket. */
export function summaryOf(state: EngineState): TicketSummary {
  const { facts, clocks } = state;
  const due = clocks.flatMap(({ dueAt, endedAt }) => (dueAt !== null && endedAt === null ? [dueAt] : []));
  return {
    number: facts.number,
    status: facts.status,
    priority: facts.priorityKnown ? facts.priority : null,
    plan: facts.plan,
    tier: currentTier(state),
    group: facts.group,
    createdAt: facts.createdAt,
    finishedAt: isFinished(facts.status) ? facts.solvedAt : null,
    nextDueAt: due.length === 0 ? null : Math.min(...due),
    breaches: clocks.filter(({ breachedAt, withdrawn }) => breachedAt !== null && withdrawn === null).length,
  };
}
