import type { ActorKind, Channel } from '../model/actor.ts';
import type { EventOrder, FieldValue, IssueCloseReason, IssueState, OrganisationRef } from '../model/event.ts';
import type { Priority } from '../model/priority.ts';
import type { StatusClass } from '../model/status.ts';
import type { Tier } from '../model/tier.ts';
import type { Metric, OlaMetric } from '../policy/metrics.ts';
import type { ChosenBy } from '../sla/agreement.ts';

/** Rises with every change of the shapes below: older cached states are thrown away and folded anew. */
export const STATE_SCHEMA = 6;

/** An issue that the ticket is linked to. Instants are epoch ms. */
export interface LinkedIssue {
  tracker: string;
  /** False for what is told of an issue before the ticket came to it: an older issue has a past of its own. */
  linked: boolean;
  state: IssueState;
  reason: IssueCloseReason | null;
  labels: string[];
  /** Cause of the bug, as its label says. */
  cause: string | null;
  /** Since when it is closed as done. */
  fixedAt: number | null;
  /** Since when the fix is with the customers. */
  releasedAt: number | null;
  /** When the customer was told, after one of the two. */
  toldAt: number | null;
  /** What this ticket gives to the impact comment, as it was last wanted; null before. */
  impact: string | null;
}

/** How the ticket stands, as told by its events. */
export interface TicketFacts {
  number: string;
  url: string | null;
  createdAt: number;
  openedBy: ActorKind;
  channel: Channel;
  status: StatusClass;
  rawStatus: string;
  priority: Priority;
  /** False when nobody set a priority and the default stands in. */
  priorityKnown: boolean;
  plan: string;
  organisation: OrganisationRef | null;
  group: string | null;
  assignee: string | null;
  requester: string | null;
  tags: string[];
  fields: Record<string, FieldValue>;
  language: string | null;
  textLength: number;
  patterns: string[];
  /** The tier that the helpdesk itself shows. */
  shownTier: Tier | null;
  agentReplies: number;
  customerReplies: number;
  internalNotes: number;
  reopens: number;
  ratings: number;
  lastRating: 'good' | 'bad' | null;
  minutesLogged: number;
  mergedInto: string | null;
  spam: boolean;
  solvedAt: number | null;
  /** Since when nobody is assigned, or null while somebody is. */
  unownedSince: number | null;
  /** Linked issues by their reference. */
  issues: Record<string, LinkedIssue>;
  /** Last event that changed the facts of interest to the first tiering. */
  lastEventAt: number;
}

export type SpanSource = 'rule' | 'default' | 'group' | 'human' | 'import' | 'accepted';

/** A stretch of the ticket's life in one tier. */
export interface TierSpan {
  tier: Tier;
  from: number;
  to: number | null;
  source: SpanSource;
  /** Rule id, or null where no rule decided. */
  rule: string | null;
  /** Key of the event or deadline that began it, or that gave a default its rule. */
  cause: string;
  /** Whether it returned to a tier the ticket had left before. */
  bounce: boolean;
  /** Set once the customer has been told of this step. */
  told?: true;
}

export type SegmentReason =
  | 'started'
  | 'resumed'
  | 'paused'
  | 'solved'
  | 'calendar_changed'
  | 'target_changed'
  | 'restarted';

/** A stretch of a clock's life: counting or paused, by one calendar and one target. */
export interface ClockSegment {
  from: number;
  to: number | null;
  counting: boolean;
  reason: SegmentReason;
  /** What made it so: status class, priority, plan. */
  detail: string;
  calendar: string;
  /** What promised it then, where more than the plan decided. */
  by?: ChosenBy;
}

export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'cancelled';

/** One promise: a metric, and which turn of it. */
export interface ClockInstance {
  /** `first_reply#1`, `own@3#1` for a tier span. */
  id: string;
  metric: Metric | OlaMetric;
  /** Index of the tier span for OLA clocks, else null. */
  span: number | null;
  startedAt: number;
  /** Target as written, for people. */
  targetText: string;
  /** Open time promised, ms. */
  targetMs: number;
  calendar: string;
  state: ClockState;
  segments: ClockSegment[];
  /** Open time used by the closed segments, ms. */
  usedMs: number;
  /** The instant at which the target is used up, while running. The closing instant where it falls on one. */
  dueAt: number | null;
  /** The first instant at which more than the target is used, while running; what the breach waits for. */
  breachAt: number | null;
  /** When the target was overrun, or null. */
  breachedAt: number | null;
  endedAt: number | null;
  endReason: string | null;
  /** What promised it, where more than the plan decides: version, policy, contract. Null: the plan alone, or an internal clock. */
  chosenBy: ChosenBy | null;
  /** Why its result no longer counts (`spam`, `deleted`), or null. The decision `sla.withdrawn` is the correction. */
  withdrawn: string | null;
}

/** What the rules remember of a ticket. */
export interface RuleMemory {
  /** Once-only key → instants at which it fired. */
  fired: Record<string, number[]>;
  /** Rule id → instant of its latest firing, for the cool-down. */
  lastFired: Record<string, number>;
  /** Proposals not yet decided on: effect key → tier it would set. Others need no memory. */
  proposedTiers: Record<string, { tier: Tier; rule: string }>;
}

/** The fold of a ticket's story: everything the rules need, and nothing that could not be computed again. */
export interface EngineState {
  schema: number;
  policy: string;
  facts: TicketFacts;
  spans: TierSpan[];
  clocks: ClockInstance[];
  /** What last decided over the ticket's promises; null before, and always where the plan alone decides. */
  agreement: ChosenBy | null;
  rules: RuleMemory;
  /** Order of the last event folded. */
  last: EventOrder | null;
  /** Instant of the last deadline acted on. */
  lastDeadlineAt: number | null;
  /** Next instant at which something happens by itself, or null. Follows from the rest; kept so that appending is cheap. */
  nextAt: number | null;
  /** Number of events folded, for `explain` and checks. */
  folded: number;
  /** Whether a cached state has left out what is over for good: see `writeState`. */
  cut: boolean;
}

/** A ticket about which nothing is known yet. */
export function emptyState(policy: string, defaultPlan: string): EngineState {
  return {
    schema: STATE_SCHEMA,
    policy,
    facts: emptyFacts(defaultPlan),
    spans: [],
    clocks: [],
    agreement: null,
    rules: { fired: {}, lastFired: {}, proposedTiers: {} },
    last: null,
    lastDeadlineAt: null,
    nextAt: null,
    folded: 0,
    cut: false,
  };
}

function emptyFacts(plan: string): TicketFacts {
  return {
    number: '',
    url: null,
    createdAt: 0,
    openedBy: 'unknown',
    channel: 'unknown',
    status: 'unknown',
    rawStatus: '',
    priority: 'P3',
    priorityKnown: false,
    plan,
    organisation: null,
    group: null,
    assignee: null,
    requester: null,
    tags: [],
    fields: {},
    language: null,
    textLength: 0,
    patterns: [],
    shownTier: null,
    agentReplies: 0,
    customerReplies: 0,
    internalNotes: 0,
    reopens: 0,
    ratings: 0,
    lastRating: null,
    minutesLogged: 0,
    mergedInto: null,
    spam: false,
    solvedAt: null,
    unownedSince: null,
    issues: {},
    lastEventAt: 0,
  };
}

/** The present tier, or null before the first tiering. */
export function currentTier(state: EngineState): Tier | null {
  return state.spans.at(-1)?.tier ?? null;
}

/** Whether the ticket is out of the rules' reach: merged, deleted or spam. */
export function isWithdrawn(facts: TicketFacts): boolean {
  return facts.mergedInto !== null || facts.spam || facts.status === 'deleted';
}

/** Thrown where what a cached state has left out is asked for. The engine then folds the story anew; nobody else sees it. */
export class PastNeeded extends Error {}

/** Called before all that a ticket ever had is looked at. */
export function needPast({ cut }: EngineState): void {
  if (cut) throw new PastNeeded('the story must be folded anew');
}
