import { isCustomer } from '../decide/apply-event.ts';
import type { ClockInstance, EngineState, TicketFacts } from '../decide/state.ts';
import type { TicketEvent } from '../model/event.ts';
import { isFinished, type StatusClass } from '../model/status.ts';
import type { Metric } from '../policy/metrics.ts';
import type { Policy } from '../policy/policy.ts';
import type { SlaVersion } from './sla-rules.ts';

/** What the clocks look at when an event has been applied to the facts. */
export interface ClockContext {
  readonly state: EngineState;
  /** Clocks of the ticket that are not over for good. */
  readonly live: readonly ClockInstance[];
  readonly policy: Policy;
  readonly event: TicketEvent;
  /** Status class before the event. */
  readonly before: StatusClass;
}

/** When a metric's clock starts and what fulfils it; each gives the reason, or null. */
export interface MetricRule {
  readonly starts: (context: ClockContext) => string | null;
  readonly fulfils: (context: ClockContext) => string | null;
  /** What a solution does to a running clock: fulfils it, or takes it away (nobody owes a reply any more). */
  readonly onSolved: 'fulfil' | 'cancel';
  /** Why it runs from now on when its target is promised only later; null where nothing would be owed. Left out: never. */
  readonly late?: (ticket: Pick<ClockContext, 'state' | 'policy'>) => string | null;
  /** Whether a reopened ticket lets the same instance run on. */
  readonly resumes: boolean;
  /** Status classes in which it never counts, whatever the policy says. */
  readonly idleIn: readonly StatusClass[];
}

const birth = ({ event }: ClockContext): string | null => (event.type === 'created' ? 'created' : null);
const never = (): null => null;

const whole: MetricRule = {
  starts: birth,
  fulfils: never,
  late: () => 'promised',
  onSolved: 'fulfil',
  resumes: true,
  idleIn: [],
};
const updates: MetricRule = {
  starts: (context) => (isReply(context, 'update') && !isFinished(context.state.facts.status) ? 'agent_message' : null),
  fulfils: (context) => (isReply(context, 'update') ? 'agent_message' : null),
  onSolved: 'cancel',
  resumes: false,
  idleIn: [],
};

export const METRIC_RULES: Readonly<Record<Metric, MetricRule>> = {
  first_reply: {
    starts: firstReplyStarts,
    fulfils: (context) => (isReply(context, 'first_reply') ? 'agent_reply' : null),
    late: firstReplyOwed,
    onSolved: 'fulfil',
    resumes: false,
    idleIn: [],
  },
  next_reply: {
    starts: nextReplyStarts,
    fulfils: (context) => (isReply(context, 'next_reply') ? 'agent_reply' : null),
    onSolved: 'cancel',
    resumes: false,
    idleIn: [],
  },
  update: updates,
  pausable_update: { ...updates, idleIn: ['waiting_requester'] },
  requester_wait: { ...whole, idleIn: ['waiting_requester'] },
  agent_work: { ...whole, idleIn: ['waiting_requester', 'waiting_third_party', 'waiting_dev'] },
  restore: {
    ...whole,
    fulfils: restored,
    late: (ticket) => (restored(ticket) === null ? 'promised' : null),
    resumes: false,
  },
  resolution: whole,
  waiting_dev: {
    starts: developmentStarts,
    fulfils: ({ state, policy }) => (waitsForDevelopment(policy, state.facts) ? null : 'development_done'),
    late: ({ state, policy }) => (waitsForDevelopment(policy, state.facts) ? 'promised' : null),
    onSolved: 'fulfil',
    resumes: false,
    idleIn: [],
  },
};

/** The status class for which a metric's clock stands still now, or null while it counts. Waiting for development is
 * known from linked issues, too, whatever status the customer is shown. */
export function pausedBy(
  policy: Policy,
  { pause }: SlaVersion,
  metric: Metric,
  facts: TicketFacts,
): StatusClass | null {
  const { status } = facts;
  if (METRIC_RULES[metric].idleIn.includes(status) || pause[status]?.includes(metric)) return status;
  return pause.waiting_dev?.includes(metric) && waitsForDevelopment(policy, facts) ? 'waiting_dev' : null;
}

/** Whether development has the ticket: by its status, by an open linked issue, by a tag. */
function waitsForDevelopment({ input }: Policy, { status, issues, tags }: TicketFacts): boolean {
  const { links, tag } = input.sla.waitingDev;
  if (status === 'waiting_dev' || (tag !== undefined && tags.includes(tag))) return true;
  if (!links) return false;
  for (const issue in issues) if (issues[issue]?.state === 'open') return true;
  return false;
}

function developmentStarts({ state: { facts }, live, policy }: ClockContext): string | null {
  if (isFinished(facts.status) || !waitsForDevelopment(policy, facts)) return null;
  const running = live.some(({ metric, endedAt }) => metric === 'waiting_dev' && endedAt === null);
  return running ? null : 'development';
}

type Answered = 'first_reply' | 'next_reply' | 'update';

/** A message that counts as an answer for a metric: of somebody whose answers count, on a way that counts, no machine's. */
function isReply({ event, policy }: ClockContext, metric: Answered): boolean {
  if (event.type !== 'message') return false;
  const { fulfil } = policy.input.sla;
  const { actors, visibility, channels, excludeAutoReplies } = fulfil[metric] ?? fulfil.first_reply;
  if (visibility === 'public' && event.visibility !== 'public') return false;
  if (event.autoReply && excludeAutoReplies) return false;
  if (channels && !channels.includes(event.channel)) return false;

  return actors.some((kind) => kind === event.actor.kind);
}

/** At birth when the customer wrote; a ticket that an agent opened owes nothing until the customer's first message. */
function firstReplyStarts({ event, live }: ClockContext): string | null {
  if (live.some(({ metric }) => metric === 'first_reply')) return null;
  if (event.type === 'created') return isCustomer(event) ? 'created' : null;

  return isCustomerMessage(event) ? 'customer_message' : null;
}

/** The customer has written and nobody has answered. */
function firstReplyOwed({ state: { facts } }: Pick<ClockContext, 'state'>): string | null {
  const wrote = facts.openedBy === 'requester' || facts.openedBy === 'end_user' || facts.customerReplies > 0;
  return wrote && facts.agentReplies === 0 ? 'promised' : null;
}

/** One turn: the customer's first message that nobody has answered yet. */
function nextReplyStarts({ event, state: { facts }, live, policy, before }: ClockContext): string | null {
  if (!isCustomerMessage(event)) return null;
  const first = live.find(({ metric }) => metric === 'first_reply');
  const answered = first ? first.endedAt !== null && first.endedAt < event.at : facts.agentReplies > 0;
  const waiting = live.some(({ metric, endedAt }) => metric === 'next_reply' && endedAt === null);
  if (!answered || waiting) return null;

  const thanks = event.type === 'message' && event.features.patterns.includes('thanks');
  if (policy.input.sla.ignoreThanks && thanks && isFinished(before)) return null;
  return 'customer_message';
}

function isCustomerMessage(event: TicketEvent): boolean {
  return event.type === 'message' && event.visibility === 'public' && !event.autoReply && isCustomer(event);
}

function restored({ state, policy }: Pick<ClockContext, 'state' | 'policy'>): string | null {
  return state.facts.tags.includes(policy.input.sla.fulfil.restore.tag) ? 'workaround' : null;
}
