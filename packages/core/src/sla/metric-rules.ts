import { isCustomer } from '../decide/apply-event.ts';
import type { EngineState } from '../decide/state.ts';
import type { TicketEvent } from '../model/event.ts';
import { isFinished, type StatusClass } from '../model/status.ts';
import type { Metric } from '../policy/metrics.ts';
import type { Policy } from '../policy/policy.ts';

/** What the clocks look at when an event has been applied to the facts. */
export interface ClockContext {
  readonly state: EngineState;
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
  readonly late?: (context: ClockContext) => string | null;
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
  starts: (context) => (isReply(context) && !isFinished(context.state.facts.status) ? 'agent_message' : null),
  fulfils: (context) => (isReply(context) ? 'agent_message' : null),
  onSolved: 'cancel',
  resumes: false,
  idleIn: [],
};

export const METRIC_RULES: Readonly<Record<Metric, MetricRule>> = {
  first_reply: {
    starts: firstReplyStarts,
    fulfils: (context) => (isReply(context) ? 'agent_reply' : null),
    late: firstReplyOwed,
    onSolved: 'fulfil',
    resumes: false,
    idleIn: [],
  },
  next_reply: {
    starts: nextReplyStarts,
    fulfils: (context) => (isReply(context) ? 'agent_reply' : null),
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
    late: (context) => (restored(context) === null ? 'promised' : null),
    resumes: false,
  },
  resolution: whole,
};

/** Whether the metric's clock stands still in a status. */
export function pausesIn(policy: Policy, metric: Metric, status: StatusClass): boolean {
  return METRIC_RULES[metric].idleIn.includes(status) || (policy.input.sla.pause[status]?.includes(metric) ?? false);
}

/** A public message of somebody whose answers count, and no machine's. */
function isReply({ event, policy }: ClockContext): boolean {
  const { actors, excludeAutoReplies } = policy.input.sla.fulfil.first_reply;
  if (event.type !== 'message' || event.visibility !== 'public') return false;
  if (event.autoReply && excludeAutoReplies) return false;

  return actors.some((kind) => kind === event.actor.kind);
}

/** At birth when the customer wrote; a ticket that an agent opened owes nothing until the customer's first message. */
function firstReplyStarts({ event, state }: ClockContext): string | null {
  if (state.clocks.some(({ metric }) => metric === 'first_reply')) return null;
  if (event.type === 'created') return isCustomer(event) ? 'created' : null;

  return isCustomerMessage(event) ? 'customer_message' : null;
}

/** The customer has written and nobody has answered. */
function firstReplyOwed({ state: { facts } }: ClockContext): string | null {
  const wrote = facts.openedBy === 'requester' || facts.openedBy === 'end_user' || facts.customerReplies > 0;
  return wrote && facts.agentReplies === 0 ? 'promised' : null;
}

/** One turn: the customer's first message that nobody has answered yet. */
function nextReplyStarts({ event, state, policy, before }: ClockContext): string | null {
  if (!isCustomerMessage(event)) return null;
  const { clocks, facts } = state;
  const first = clocks.find(({ metric }) => metric === 'first_reply');
  const answered = first ? first.endedAt !== null && first.endedAt < event.at : facts.agentReplies > 0;
  const waiting = clocks.some(({ metric, endedAt }) => metric === 'next_reply' && endedAt === null);
  if (!answered || waiting) return null;

  const thanks = event.type === 'message' && event.features.patterns.includes('thanks');
  if (policy.input.sla.ignoreThanks && thanks && isFinished(before)) return null;
  return 'customer_message';
}

function isCustomerMessage(event: TicketEvent): boolean {
  return event.type === 'message' && event.visibility === 'public' && !event.autoReply && isCustomer(event);
}

function restored({ state, policy }: ClockContext): string | null {
  return state.facts.tags.includes(policy.input.sla.fulfil.restore.tag) ? 'workaround' : null;
}
