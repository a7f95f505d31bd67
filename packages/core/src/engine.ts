import { continues, fold, inStoryOrder } from './decide/fold.ts';
import { currentTier, type EngineState } from './decide/state.ts';
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
      const cached = readState(input.state);
      const fresh = inStoryOrder(input.fresh);
      const appends = cached !== null && continues(cached, fresh, policy);
      const events = appends ? fresh : inStoryOrder(await input.history());
      const folded = fold(input.lane, policy, appends ? cached : null, events, input.now);
      return {
        state: JSON.stringify(folded.state),
        row: summaryOf(folded.state),
        timers: folded.nextAt === null ? [] : [{ key: 'next', dueAt: folded.nextAt }],
        effects: folded.effects,
        refolded: !appends,
        decisions: folded.decisions,
      };
    },
  };
}

/** A cached state that cannot be read is no state: the story is folded anew. */
function readState(text: string | null): EngineState | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as EngineState;
  } catch {
    return null;
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
