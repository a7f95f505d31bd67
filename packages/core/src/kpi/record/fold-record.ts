import { applyEvent } from '../../decide/apply-event.ts';
import { fold, inStoryOrder } from '../../decide/fold.ts';
import { type EngineState, emptyState, type TicketFacts, type TierSpan } from '../../decide/state.ts';
import type { TicketName } from '../../decide/step.ts';
import { missingFacts } from '../../escalation/gate.ts';
import { stepOf } from '../../explain/rules.ts';
import type { TicketEvent } from '../../model/event.ts';
import type { Policy } from '../../policy/policy.ts';
import { ticketCalendar } from '../../sla/targets.ts';
import { Assignments } from './assignments.ts';
import { clockFacts } from './clock-facts.ts';
import { Conversation } from './conversation.ts';
import { DEFAULT_ESTIMATE, type HandlingEstimate, handlingOf } from './estimate.ts';
import { Solutions } from './solutions.ts';
import { RECORD_SCHEMA, type TicketRecord, type Withdrawal } from './ticket-record.ts';
import { tierMoves, tierStays } from './tier-facts.ts';
import { Timeline } from './timeline.ts';

/** A ticket's story and the rules it was decided by. */
export interface RecordInput {
  readonly lane: TicketName;
  readonly policy: Policy;
  /** The whole story in any order. Messages of merged tickets belong to it, under keys of their own; those older than this
   * ticket are left out. */
  readonly events: readonly TicketEvent[];
  /** The engine's fold of the same story by the same policy, uncut; left out: folded here. */
  readonly state?: EngineState;
  readonly now: number;
  readonly estimate?: HandlingEstimate;
}

/** Folds a story into its record. Depends on the events alone, not on when or in what order they came. Null before its birth is known. */
export function foldRecord(input: RecordInput): TicketRecord | null {
  const { lane, policy, now } = input;
  const story = inStoryOrder(input.events.filter(({ at }) => at <= now));
  const birth = story.find((event) => event.type === 'created');
  if (birth?.type !== 'created') return null;
  const whole = input.state && !input.state.cut ? input.state : fold(lane, policy, null, story, now).state;
  return new RecordWalk(lane, policy, whole, now).record(story, birth, input);
}

class RecordWalk {
  readonly #lane: TicketName;
  readonly #policy: Policy;
  readonly #state: EngineState;
  readonly #facts: TicketFacts;
  readonly #timeline: Timeline;
  readonly #assignments = new Assignments();
  readonly #solutions = new Solutions();
  readonly #conversation: Conversation;
  readonly #linkedAt = new Map<string, number>();
  readonly #missing = new Map<string, number>();
  #withdrawn: Withdrawal | null = null;
  #loggedMinutes: number | null = null;
  #restoredAt: number | null = null;
  #rating: TicketRecord['rating'] = null;
  #proposals = { accepted: 0, dismissed: 0 };

  constructor(lane: TicketName, policy: Policy, state: EngineState, now: number) {
    this.#lane = lane;
    this.#timeline = new Timeline(now);
    this.#policy = policy;
    this.#state = state;
    this.#facts = emptyState(policy.version, policy.defaultPlan).facts;
    this.#conversation = new Conversation({ ignoreThanks: policy.input.sla.ignoreThanks });
  }

  record(
    story: readonly TicketEvent[],
    birth: Extract<TicketEvent, { type: 'created' }>,
    { now, estimate = DEFAULT_ESTIMATE }: RecordInput,
  ): TicketRecord {
    for (const event of story) this.#apply(event);
    const timeline = this.#timeline;
    const start = this.#conversation.startedAt ?? birth.at;
    const messages = this.#conversation.counts(birth.actor.kind === 'agent');
    const { spans } = this.#state;
    const restoredAt = this.#restoredAt;
    return {
      schema: RECORD_SCHEMA,
      policy: this.#policy.version,
      connection: this.#lane.connection,
      ticket: this.#lane.ticketId,
      asOf: now,
      ...this.#standing(birth),
      startedAt: this.#conversation.startedAt,
      messages,
      firstReply: this.#conversation.firstReply(timeline),
      firstBotReply: this.#conversation.firstBotReply(timeline),
      turns: this.#conversation.turns(timeline),
      updates: this.#conversation.updates(timeline),
      stretches: timeline.stretches(),
      solutions: this.#solutions.solutions(birth.at, timeline),
      solvedIn: this.#solutions.solvedIn,
      reopenings: this.#solutions.reopenings(),
      restored: restoredAt === null ? null : { at: restoredAt, ...timeline.length(start, restoredAt) },
      assignment: this.#assignments.facts(birth.at, timeline),
      stays: tierStays(spans, timeline),
      moves: tierMoves(spans, {
        assignments: this.#assignments,
        missingFacts: ({ cause, from }) => this.#missing.get(`${cause} ${from}`) ?? 0,
        businessDayAfter: (at) => this.#calendar(at).addBusinessDays(at, 1),
      }),
      clocks: clockFacts(this.#state, this.#policy, timeline, now),
      handling: handlingOf(this.#loggedMinutes, messages, estimate),
      rating: this.#rating,
      issues: this.#issues(),
      proposals: { ...this.#proposals, open: Object.keys(this.#state.rules.proposedTiers).length },
    };
  }

  #apply(event: TicketEvent): void {
    const before = this.#facts.status;
    applyEvent(this.#facts, event, { connection: this.#lane.connection, policy: this.#policy });
    const { status, createdAt } = this.#facts;
    if (createdAt === 0) return; // older than the ticket itself: it came with a merged one
    const moment = { event, before, status, tier: this.#spanAt(event.at)?.tier ?? null };
    this.#conversation.apply(moment);
    this.#assignments.apply(event);
    this.#solutions.apply(moment);
    this.#note(event);
    this.#judgeMoves(event);
    this.#timeline.change(event.at, { status, asked: this.#conversation.asked, calendar: this.#calendar(event.at) });
  }

  #note(event: TicketEvent): void {
    if (event.type === 'time_logged') this.#loggedMinutes = (this.#loggedMinutes ?? 0) + event.minutes;
    if (event.type === 'rated') this.#rating = { score: event.score, points: event.points, at: event.at };
    if (event.type === 'issue_linked' && !this.#linkedAt.has(event.issue.issue)) {
      this.#linkedAt.set(event.issue.issue, event.at);
    }
    if (event.type === 'proposal_accepted' && isTierProposal(event.effectKey)) this.#proposals.accepted += 1;
    if (event.type === 'proposal_dismissed' && isTierProposal(event.effectKey)) this.#proposals.dismissed += 1;
    if (event.type === 'merged') this.#withdrawn = 'merged';
    if (event.type === 'marked_spam') this.#withdrawn ??= 'spam';
    if (this.#facts.status === 'deleted') this.#withdrawn ??= 'deleted';
    else if (this.#withdrawn === 'deleted') this.#withdrawn = null;
    if (this.#facts.tags.includes(this.#policy.input.sla.fulfil.restore.tag)) this.#restoredAt ??= event.at;
  }

  /** Facts that a hand-over needed, as they were when its event had been applied. */
  #judgeMoves(event: TicketEvent): void {
    const { spans } = this.#state;
    for (const [index, span] of spans.entries()) {
      if (span.cause !== event.key || index === 0) continue;
      const edge = `${spans[index - 1]!.tier}->${span.tier}`;
      const state = { ...this.#state, facts: this.#facts };
      const step = stepOf({ ticket: this.#lane, policy: this.#policy, state, now: span.from });
      this.#missing.set(`${span.cause} ${span.from}`, missingFacts(step, edge).length);
    }
  }

  #spanAt(at: number): TierSpan | undefined {
    return this.#state.spans.findLast(({ from }) => from <= at);
  }

  /** The calendar in force: it follows plan, priority, contract and, where the SLA asks for it, the tier. */
  #calendar(at: number) {
    const spans = this.#state.spans.filter(({ from }) => from <= at);
    return ticketCalendar(this.#policy, { ...this.#state, facts: this.#facts, spans }, at);
  }

  #standing(birth: Extract<TicketEvent, { type: 'created' }>) {
    const { facts: engine } = this.#state;
    const facts = this.#facts;
    const field = (name: string): string | null => textOf(facts.fields[name]);
    return {
      number: facts.number,
      createdAt: birth.at,
      openedBy: birth.actor.kind,
      channel: birth.channel,
      brand: birth.brand,
      status: facts.status,
      priority: facts.priorityKnown ? facts.priority : null,
      plan: facts.plan,
      touch: field('touch') ?? this.#policy.input.touch.default,
      tier: this.#state.spans.at(-1)?.tier ?? null,
      group: facts.group,
      category: field('category'),
      department: field('department'),
      component: field('component'),
      kind: kindOf(facts),
      language: facts.language,
      organisation: engine.organisation?.ref ?? null,
      requester: facts.requester,
      withdrawn: this.#withdrawn ?? (facts.tags.includes(TEST_TAG) ? ('test' as const) : null),
      mergedInto: facts.mergedInto,
    };
  }

  #issues(): TicketRecord['issues'] {
    return Object.entries(this.#state.facts.issues).map(([issue, { fixedAt, releasedAt, toldAt, cause }]) => ({
      issue,
      linkedAt: this.#linkedAt.get(issue) ?? 0,
      fixedAt,
      releasedAt,
      toldAt,
      cause,
    }));
  }
}

/** Tickets of the desk itself carry it, in every helpdesk. */
const TEST_TAG = 'stellwerk_test';

const WISHES = ['wish', 'wunsch', 'feature', 'feature_request', 'suggestion'];

function kindOf({ fields, tags }: TicketFacts): TicketRecord['kind'] {
  const names = [textOf(fields.type)?.toLowerCase() ?? '', ...tags];
  if (names.some((name) => name === 'bug' || name === 'incident_bug')) return 'bug';
  return names.some((name) => WISHES.includes(name)) ? 'wish' : 'other';
}

function textOf(value: unknown): string | null {
  return value === undefined || value === null || value === '' ? null : String(value);
}

/** A proposal's key ends in what it would do: `…/set_tier:T2`. */
function isTierProposal(effectKey: string): boolean {
  return effectKey.slice(effectKey.lastIndexOf('/') + 1).startsWith('set_tier:');
}
