import { applyIssueEvent, applyTold, isFixedNotice } from '../bugs/back/apply-issue-event.ts';
import type { EventBody, OrganisationRef, TicketCreated, TicketEvent, TicketMessage } from '../model/event.ts';
import type { PriorityValue } from '../model/priority.ts';
import { isFinished, type StatusClass, type StatusValue } from '../model/status.ts';
import { own } from '../own.ts';
import type { Policy } from '../policy/policy.ts';
import type { TicketFacts } from './state.ts';

/** Names of the ticket's connection: its part of `mapping:` is applied here, so that a changed mapping restates history. */
export interface FactsContext {
  readonly connection: string;
  readonly policy: Policy;
}

type Body<T extends EventBody['type']> = TicketEvent & Extract<EventBody, { type: T }>;
type Appliers = {
  readonly [T in EventBody['type']]?: (facts: TicketFacts, event: Body<T>, context: FactsContext) => void;
};

const MAX_ROUGH_TAGS = 500; // beyond any helpdesk's own limit; keeps a runaway automation from growing the state

const appliers: Appliers = {
  created: applyCreated,
  message: applyMessage,
  status_changed: (facts, { to, at }, context) => setStatus(facts, mappedStatus(to, context), to.raw, at),
  priority_changed: (facts, { to }, context) => setPriority(facts, to, context),
  group_changed: (facts, { to }) => {
    facts.group = to;
  },
  assignee_changed: (facts, { to, at }) => {
    facts.assignee = to;
    facts.unownedSince = to === null ? (facts.unownedSince ?? at) : null;
  },
  tags_changed: (facts, { added, removed }) => {
    const kept = facts.tags.filter((tag) => !removed.includes(tag));
    facts.tags = [...new Set([...kept, ...added])].sort().slice(0, MAX_ROUGH_TAGS);
  },
  field_changed: (facts, { field, to }, context) => {
    facts.fields[ourField(field, context)] = to;
  },
  organisation_changed: (facts, { to }, context) => setOrganisation(facts, to, context),
  requester_changed: (facts, { to }) => {
    facts.requester = to;
  },
  tier_changed: (facts, { to }) => {
    facts.shownTier = to;
  },
  rated: (facts, { score }) => {
    facts.lastRating = score;
    facts.ratings += 1;
  },
  merged: (facts, { into, at }) => {
    facts.mergedInto = into;
    setStatus(facts, 'closed', facts.rawStatus, at);
  },
  deleted: (facts, { at }) => setStatus(facts, 'deleted', facts.rawStatus, at),
  restored: (facts) => {
    facts.status = 'open'; // nobody reopened it: it was never solved
  },
  marked_spam: (facts) => {
    facts.spam = true;
  },
  time_logged: (facts, { minutes }) => {
    facts.minutesLogged += minutes;
  },
  proposal_accepted: (facts, { effectKey, at }) => {
    if (isFixedNotice(effectKey)) applyTold(facts, at);
  },
  issue_linked: applyIssueEvent,
  issue_state_changed: applyIssueEvent,
  issue_labelled: applyIssueEvent,
  issue_released: applyIssueEvent,
};

/** Applies what an event says to the facts. Changes `facts` in place: they are a copy of the caller's own. */
export function applyEvent(facts: TicketFacts, event: TicketEvent, context: FactsContext): void {
  const apply = appliers[event.type] as
    | ((facts: TicketFacts, event: TicketEvent, context: FactsContext) => void)
    | undefined;
  apply?.(facts, event, context);
  facts.lastEventAt = Math.max(facts.lastEventAt, event.at);
}

function applyCreated(facts: TicketFacts, event: Body<'created'> & TicketCreated, context: FactsContext): void {
  facts.number = event.number;
  facts.url = event.url;
  facts.createdAt = event.at;
  facts.openedBy = event.actor.kind;
  facts.channel = event.channel;
  facts.group = event.group;
  facts.assignee = event.assignee;
  facts.unownedSince = event.assignee === null ? event.at : null;
  facts.requester = event.requester;
  facts.tags = [...new Set(event.tags)].sort();
  for (const [field, value] of Object.entries(event.fields)) facts.fields[ourField(field, context)] = value;
  facts.language = event.features?.language ?? null;
  facts.textLength = event.features?.length ?? 0;
  facts.patterns = [...(event.features?.patterns ?? [])];
  facts.shownTier = event.tier;
  setPriority(facts, event.priority, context);
  setOrganisation(facts, event.organisation, context);
  setStatus(facts, mappedStatus(event.status, context), event.status.raw, event.at);
}

function applyMessage(facts: TicketFacts, event: Body<'message'> & TicketMessage): void {
  if (event.visibility === 'internal') {
    facts.internalNotes += 1;
    return;
  }
  if (event.autoReply) return; // no machine's answer is a reply
  if (isCustomer(event)) {
    facts.customerReplies += 1;
    facts.patterns = [...new Set([...facts.patterns, ...event.features.patterns])].sort();
    facts.language ??= event.features.language;
  }
  if (event.actor.kind === 'agent') {
    facts.agentReplies += 1;
    applyTold(facts, event.at);
  }
}

/** Whether a message came from the customer's side. */
export function isCustomer(event: TicketEvent): boolean {
  return event.actor.kind === 'requester' || event.actor.kind === 'end_user';
}

function setStatus(facts: TicketFacts, status: StatusClass, raw: string, at: number): void {
  if (isFinished(facts.status) && !isFinished(status) && facts.solvedAt !== null) facts.reopens += 1;
  if (isFinished(status)) facts.solvedAt = isFinished(facts.status) ? (facts.solvedAt ?? at) : at;
  facts.status = status;
  facts.rawStatus = raw;
}

function mappedStatus(status: StatusValue, { policy, connection }: FactsContext): StatusClass {
  return own(policy.input.mapping[connection]?.status, status.raw) ?? status.class;
}

function setPriority(facts: TicketFacts, priority: PriorityValue, { policy, connection }: FactsContext): void {
  const mapped = priority.raw === null ? undefined : own(policy.input.mapping[connection]?.priority, priority.raw);
  const value = mapped ?? priority.value;
  facts.priorityKnown = value !== null && value !== 'unknown';
  facts.priority = value === null || value === 'unknown' ? 'P3' : value;
}

function setOrganisation(facts: TicketFacts, organisation: OrganisationRef | null, { policy }: FactsContext): void {
  facts.organisation = organisation;
  const plans = Object.entries(policy.input.plans);
  const matching = plans.find(([, { match }]) =>
    match.some(({ 'org.field': field, is }) => organisation !== null && sameText(organisation.fields[field], is)),
  );
  facts.plan = matching?.[0] ?? policy.defaultPlan;
}

function sameText(value: unknown, wanted: unknown): boolean {
  return value !== undefined && value !== null && String(value).toLowerCase() === String(wanted).toLowerCase();
}

function ourField(field: string, { policy, connection }: FactsContext): string {
  const fields = policy.input.mapping[connection]?.fields ?? {};
  const known = Object.entries(fields).find(([, theirs]) => theirs === field);
  return known?.[0] ?? field;
}
