import { type JsonObject, stamp } from './http.ts';
import type { ZendeskAudit, ZendeskTicket } from './model.ts';
import { isStaff, type ZendeskState } from './state.ts';

/** The metric set of a ticket, counted from its audits. Business minutes equal calendar minutes: the account has no schedule. */
export function metricSetJson(state: ZendeskState, ticket: ZendeskTicket, base: string): JsonObject {
  const facts = collect(state, ticket);
  const id = 900_000 + ticket.id;
  return {
    url: `${base}/ticket_metrics/${id}.json`,
    id,
    ticket_id: ticket.id,
    created_at: stamp(ticket.createdAt),
    updated_at: stamp(ticket.updatedAt),
    group_stations: facts.groups,
    assignee_stations: facts.assignees,
    reopens: facts.reopens,
    replies: facts.replies,
    assignee_updated_at: orNull(facts.assigneeUpdatedAt),
    requester_updated_at: orNull(facts.requesterUpdatedAt),
    status_updated_at: orNull(facts.statusUpdatedAt),
    custom_status_updated_at: orNull(facts.statusUpdatedAt),
    initially_assigned_at: orNull(facts.firstAssignedAt),
    assigned_at: orNull(facts.assignedAt),
    solved_at: orNull(facts.solvedAt),
    latest_comment_added_at: orNull(facts.latestCommentAt),
    reply_time_in_minutes: since(ticket, facts.firstReplyAt),
    first_resolution_time_in_minutes: since(ticket, facts.firstSolvedAt),
    full_resolution_time_in_minutes: since(ticket, facts.solvedAt),
    agent_wait_time_in_minutes: minutes(facts.inStatus.get('pending') ?? 0),
    requester_wait_time_in_minutes: minutes(requesterWait(facts)),
    on_hold_time_in_minutes: minutes(facts.inStatus.get('hold') ?? 0),
  };
}

interface Facts {
  groups: number;
  assignees: number;
  reopens: number;
  replies: number;
  firstReplyAt: number | null;
  firstSolvedAt: number | null;
  solvedAt: number | null;
  firstAssignedAt: number | null;
  assignedAt: number | null;
  assigneeUpdatedAt: number | null;
  requesterUpdatedAt: number | null;
  statusUpdatedAt: number | null;
  latestCommentAt: number | null;
  readonly inStatus: Map<string, number>;
}

function collect(state: ZendeskState, ticket: ZendeskTicket): Facts {
  const facts: Facts = {
    groups: 0,
    assignees: 0,
    reopens: 0,
    replies: 0,
    firstReplyAt: null,
    firstSolvedAt: null,
    solvedAt: null,
    firstAssignedAt: null,
    assignedAt: null,
    assigneeUpdatedAt: null,
    requesterUpdatedAt: null,
    statusUpdatedAt: ticket.createdAt,
    latestCommentAt: null,
    inStatus: new Map(),
  };
  for (const audit of state.auditsOf.get(ticket.id) ?? []) {
    for (const event of audit.events) {
      if (event.type === 'Comment') noteComment(state, facts, audit, event.public, ticket);
      else noteField(facts, audit.at, event.field, event.value, event.previous);
    }
  }
  return facts;
}

function noteComment(
  state: ZendeskState,
  facts: Facts,
  audit: ZendeskAudit,
  isPublic: boolean,
  ticket: ZendeskTicket,
): void {
  facts.latestCommentAt = audit.at;
  if (audit.authorId === ticket.requesterId) facts.requesterUpdatedAt = audit.at;
  if (!isStaff(state, audit.authorId)) return;
  facts.assigneeUpdatedAt = audit.at;
  const first = state.auditsOf.get(ticket.id)?.[0];
  if (!isPublic || audit === first) return;
  facts.replies += 1;
  facts.firstReplyAt ??= audit.at;
}

function noteField(facts: Facts, at: number, field: string, value: unknown, previous: unknown): void {
  if (field === 'group_id' && value !== null) facts.groups += 1;
  if (field === 'assignee_id' && value !== null) {
    facts.assignees += 1;
    facts.firstAssignedAt ??= at;
    facts.assignedAt = at;
  }
  if (field === 'status') noteStatus(facts, at, String(value), String(previous));
}

function noteStatus(facts: Facts, at: number, value: string, previous: string): void {
  const spent = at - (facts.statusUpdatedAt ?? at);
  facts.inStatus.set(previous, (facts.inStatus.get(previous) ?? 0) + spent);
  facts.statusUpdatedAt = at;
  if (value === 'solved') {
    facts.firstSolvedAt ??= at;
    facts.solvedAt = at;
  }
  if (previous === 'solved' && value !== 'closed') {
    facts.reopens += 1;
    facts.solvedAt = null;
  }
}

const requesterWait = ({ inStatus }: Facts): number =>
  (inStatus.get('new') ?? 0) + (inStatus.get('open') ?? 0) + (inStatus.get('hold') ?? 0);

const orNull = (at: number | null): string | null => (at === null ? null : stamp(at));

function minutes(ms: number | null): { readonly calendar: number | null; readonly business: number | null } {
  const value = ms === null ? null : Math.floor(ms / 60_000);
  return { calendar: value, business: value };
}

const since = (ticket: ZendeskTicket, at: number | null) => minutes(at === null ? null : at - ticket.createdAt);
