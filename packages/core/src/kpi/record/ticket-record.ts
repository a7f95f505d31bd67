import type { ActorKind, Channel } from '../../model/actor.ts';
import type { Priority } from '../../model/priority.ts';
import type { StatusClass } from '../../model/status.ts';
import type { Tier } from '../../model/tier.ts';
import type { Metric, OlaMetric } from '../../policy/metrics.ts';

/** Rises with every change of the record's meaning: older records are folded anew. */
export const RECORD_SCHEMA = 1;

/** A length by the clock on the wall and by the business calendar in force in each part of it; ms. What has not ended is
 * measured up to the record's `asOf`. */
export interface Length {
  readonly calMs: number;
  readonly busMs: number;
}

/** A length that ended at an instant. */
export interface Lapse extends Length {
  readonly at: number;
}

/** A first reply, with the tier that gave it. */
export interface FirstReply extends Lapse {
  readonly tier: Tier | null;
}

/** A customer's message that opened a turn, and what ended the turn: an answer, the solution (nobody owes a reply any more), or nothing yet. */
export interface Turn extends Length {
  readonly from: number;
  readonly to: number | null;
  readonly end: 'answered' | 'solved' | null;
  /** The turn that the first reply answers. */
  readonly first: boolean;
}

/** Time between two public messages of agents; `pausable` leaves out the time that waited for the customer. */
export interface UpdateGap extends Length {
  readonly from: number;
  readonly to: number;
  readonly pausable: Length;
}

/** A part of the ticket's life in one status class under one calendar. */
export interface Stretch extends Length {
  readonly status: StatusClass;
  readonly calendar: string;
  /** Whether the customer had written last: a pause for the customer is then none of theirs. */
  readonly asked: boolean;
  readonly from: number;
  readonly to: number | null;
}

/** One stay in a tier while the ticket was not solved. A return and a reopening begin a new one. */
export interface TierStay extends Length {
  readonly tier: Tier;
  readonly from: number;
  readonly to: number | null;
}

/** A move between tiers. */
export interface TierMove {
  readonly from: Tier;
  readonly to: Tier;
  readonly at: number;
  /** Back to a tier that the ticket had left before. */
  readonly bounce: boolean;
  /** Facts that the edge requires and that were not there. */
  readonly missingFacts: number;
  /** When somebody took it in the new tier. */
  readonly acceptedAt: number | null;
  /** End of the first business day after the move: an escalation accepted later is not a good one. */
  readonly acceptBy: number;
  /** When the ticket left the new tier to the one before; null when it did not. */
  readonly returnedAt: number | null;
}

/** A promise as the engine timed it. */
export interface ClockFact {
  readonly id: string;
  readonly metric: Metric | OlaMetric;
  /** Tier of an internal clock. */
  readonly tier: Tier | null;
  readonly state: 'running' | 'paused' | 'met' | 'breached' | 'cancelled';
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Why it ended, such as `agent_reply` or `solved`; null while it runs. */
  readonly endReason: string | null;
  /** When the target was or would have been used up; null while paused and where a cancelled one never ran out. */
  readonly dueAt: number | null;
  readonly breachedAt: number | null;
  readonly targetMs: number;
  /** Open time used, ms. */
  readonly usedMs: number;
  /** Time by the wall that counted, and that stood still; ms. */
  readonly countedMs: number;
  readonly pausedMs: number;
  /** Of the latter: while the customer had written last. */
  readonly pausedAskedMs: number;
  /** Why it does not count any more, or null. */
  readonly withdrawn: string | null;
}

export interface Reopening {
  readonly at: number;
  readonly by: 'customer' | 'agent' | 'other';
  /** The customer only said thanks. */
  readonly thanks: boolean;
}

/** Why a ticket has left every population. */
export type Withdrawal = 'merged' | 'spam' | 'deleted' | 'test';

/** Messages by who wrote them when. The opening is the customer's request (or the agent's opening), not a reply. */
export interface MessageCounts {
  /** Public messages of human agents after the opening. */
  readonly humanReplies: number;
  /** The same with a chat session as one. */
  readonly humanTouches: number;
  /** Public messages of bots, rules, the system and ourselves, and machine answers. */
  readonly automated: number;
  /** Public messages of customers, the opening among them. */
  readonly customer: number;
  /** Runs of customer messages without a human answer between; a chat session is one. */
  readonly contacts: number;
  readonly internalNotes: number;
  /** Different agents who wrote, publicly or not. */
  readonly agents: number;
}

/** Work on the ticket and where the figure is from. */
export interface Handling {
  readonly minutes: number;
  /** `accounted`: logged in the helpdesk. `estimated`: from the number of replies and notes. */
  readonly provenance: 'accounted' | 'estimated';
}

export interface AssignmentFacts {
  /** First assignment to a person, from the ticket's start. */
  readonly first: Lapse | null;
  readonly lastAt: number | null;
  /** Assignments to a person; changes of group; groups that it came back to at once (A→B→A). */
  readonly stations: number;
  readonly assignees: number;
  readonly groupMoves: number;
  readonly groupReturns: number;
  /** Time without an assignee that ended with one, ms by the wall. */
  readonly unassignedMs: number;
}

/** An issue of development and its three moments. */
export interface IssueFact {
  readonly issue: string;
  readonly linkedAt: number;
  readonly fixedAt: number | null;
  readonly releasedAt: number | null;
  readonly toldAt: number | null;
  readonly cause: string | null;
}

/** Proposals about the tier: what became of them. */
export interface ProposalFacts {
  readonly accepted: number;
  readonly dismissed: number;
  readonly open: number;
}

/** Everything the measures need to know of one ticket: the fold of its story. Instants are epoch ms. No person is named in it. */
export interface TicketRecord {
  readonly schema: number;
  /** Policy by which it was folded. */
  readonly policy: string;
  readonly connection: string;
  readonly ticket: string;
  readonly number: string;
  /** Up to when the clocks had run. */
  readonly asOf: number;
  readonly createdAt: number;
  /** The customer's first message: birth, or later where an agent opened it; null before. */
  readonly startedAt: number | null;
  readonly openedBy: ActorKind;
  readonly channel: Channel;
  readonly brand: string | null;
  readonly status: StatusClass;
  readonly priority: Priority | null;
  readonly plan: string;
  readonly touch: string;
  /** Present tier, or the last one. */
  readonly tier: Tier | null;
  readonly group: string | null;
  readonly category: string | null;
  readonly department: string | null;
  readonly component: string | null;
  readonly kind: 'bug' | 'wish' | 'other';
  readonly language: string | null;
  readonly organisation: string | null;
  readonly requester: string | null;
  readonly withdrawn: Withdrawal | null;
  readonly mergedInto: string | null;
  readonly messages: MessageCounts;
  readonly firstReply: FirstReply | null;
  readonly firstBotReply: Lapse | null;
  readonly turns: readonly Turn[];
  readonly updates: readonly UpdateGap[];
  readonly stretches: readonly Stretch[];
  /** Each solution with its length from the ticket's start. */
  readonly solutions: readonly Lapse[];
  readonly solvedIn: Tier | null;
  readonly reopenings: readonly Reopening[];
  readonly restored: Lapse | null;
  readonly assignment: AssignmentFacts;
  readonly stays: readonly TierStay[];
  readonly moves: readonly TierMove[];
  readonly clocks: readonly ClockFact[];
  readonly handling: Handling | null;
  readonly rating: { readonly score: 'good' | 'bad'; readonly points: number | null; readonly at: number } | null;
  readonly issues: readonly IssueFact[];
  readonly proposals: ProposalFacts;
}
