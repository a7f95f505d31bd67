import type {
  ZendeskActing,
  ZendeskAudit,
  ZendeskAuditEvent,
  ZendeskPriority,
  ZendeskScore,
  ZendeskStatus,
  ZendeskTicket,
  ZendeskType,
} from './model.ts';
import { defaultStatus, isStaff, type ZendeskState } from './state.ts';
import { fieldsForTags, tagsForFields } from './tags.ts';

/** What one update wants of a ticket; what is left out stays. */
export interface TicketChange {
  readonly subject?: string;
  readonly externalId?: string | null;
  readonly status?: ZendeskStatus;
  readonly customStatusId?: number;
  readonly priority?: ZendeskPriority | null;
  readonly type?: ZendeskType | null;
  readonly assigneeId?: number | null;
  readonly groupId?: number | null;
  readonly tags?: readonly string[];
  readonly fields?: ReadonlyMap<number, string | null>;
  readonly score?: ZendeskScore;
  readonly mergedInto?: number;
  readonly comment?: { readonly body: string; readonly public: boolean; readonly authorId?: number };
}

/**
 * Applies one update as one audit: the comment first, then a Change per field that moved. Nothing moved: no audit, and
 * `updated_at` stays.
 */
export function changeTicket(
  state: ZendeskState,
  ticket: ZendeskTicket,
  change: TicketChange,
  acting: ZendeskActing,
): ZendeskAudit | null {
  const before = snapshot(ticket);
  const auditId = state.nextId();
  const comment = commentEvent(state, change, acting);
  assignValues(state, ticket, change);
  assignStatus(state, ticket, change, comment);
  const events = [...(comment ? [comment] : []), ...differences(state, before, snapshot(ticket))];
  if (events.length === 0) return null;

  ticket.updatedAt = state.now();
  ticket.generatedAt = state.now();
  if (comment?.public) ticket.isPublic = true;
  return record(state, ticket, { id: auditId, acting, events });
}

export function record(
  state: ZendeskState,
  ticket: ZendeskTicket,
  input: { readonly id: number; readonly acting: ZendeskActing; readonly events: readonly ZendeskAuditEvent[] },
): ZendeskAudit {
  const { userId: authorId, via } = input.acting;
  const audit = { id: input.id, ticketId: ticket.id, authorId, at: state.now(), via, events: input.events };
  state.audits.push(audit);
  const own = state.auditsOf.get(ticket.id);
  if (own) own.push(audit);
  else state.auditsOf.set(ticket.id, [audit]);
  state.emit(ticket, audit);
  return audit;
}

function commentEvent(state: ZendeskState, { comment }: TicketChange, acting: ZendeskActing) {
  if (!comment) return null;
  const authorId = comment.authorId ?? acting.userId;
  return { id: state.nextId(), type: 'Comment', body: comment.body, public: comment.public, authorId } as const;
}

function assignValues(state: ZendeskState, ticket: ZendeskTicket, change: TicketChange): void {
  if (change.subject !== undefined) ticket.subject = change.subject;
  if (change.externalId !== undefined) ticket.externalId = change.externalId;
  if (change.priority !== undefined) ticket.priority = change.priority;
  if (change.type !== undefined) ticket.type = change.type;
  if (change.assigneeId !== undefined) ticket.assigneeId = change.assigneeId;
  if (change.groupId !== undefined) ticket.groupId = change.groupId;
  if (change.score !== undefined) ticket.score = change.score;
  if (change.mergedInto !== undefined) ticket.mergedInto = change.mergedInto;
  // Tags first: fields named in the same update have the last word on their own tags.
  if (change.tags !== undefined) {
    const tags = fieldsForTags(state, ticket.fields, change.tags);
    ticket.tags = tags;
  }
  if (change.fields !== undefined) ticket.tags = tagsForFields(state, ticket, change.fields);
}

/** A status given wins; else an assignment opens a new ticket, and a customer's word opens one that waited or was solved. */
function assignStatus(
  state: ZendeskState,
  ticket: ZendeskTicket,
  change: TicketChange,
  comment: { readonly public: boolean; readonly authorId: number } | null,
): void {
  if (change.customStatusId !== undefined) {
    const custom = state.statuses.find((status) => status.id === change.customStatusId);
    if (custom) setStatus(ticket, custom.category, custom.id);
    return;
  }
  if (change.status !== undefined) {
    if (change.status !== ticket.status) setStatus(ticket, change.status, defaultStatus(state, change.status).id);
    return;
  }
  const answered = comment?.public === true && !isStaff(state, comment.authorId) && comment.authorId > 0;
  const waiting = ticket.status === 'pending' || ticket.status === 'hold' || ticket.status === 'solved';
  const taken = ticket.status === 'new' && ticket.assigneeId !== null;
  if ((answered && waiting) || taken) setStatus(ticket, 'open', defaultStatus(state, 'open').id);
}

function setStatus(ticket: ZendeskTicket, status: ZendeskStatus, customStatusId: number): void {
  ticket.status = status;
  ticket.customStatusId = customStatusId;
}

type Snapshot = ReadonlyMap<string, unknown>;

const text = (id: number | null): string | null => (id === null ? null : String(id));

/** The fields an audit speaks of, under the audit's names; ids of persons and groups are texts there. */
function snapshot(ticket: ZendeskTicket): Snapshot {
  const custom = [...ticket.fields].map(([id, value]) => [String(id), value] as const);
  return new Map<string, unknown>([
    ['subject', ticket.subject],
    ['status', ticket.status],
    ['custom_status_id', ticket.customStatusId],
    ['priority', ticket.priority],
    ['type', ticket.type],
    ['assignee_id', text(ticket.assigneeId)],
    ['group_id', text(ticket.groupId)],
    ['external_id', ticket.externalId],
    ['satisfaction_score', ticket.score],
    ['tags', ticket.tags],
    ...custom,
  ]);
}

function differences(state: ZendeskState, before: Snapshot, after: Snapshot): ZendeskAuditEvent[] {
  const events: ZendeskAuditEvent[] = [];
  for (const [field, value] of after) {
    const previous = before.get(field) ?? null;
    if (same(previous, value)) continue;
    events.push({ id: state.nextId(), type: 'Change', field, value, previous });
  }
  return events;
}

function same(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === (b ?? null);
  return a.length === b.length && a.every((each, at) => each === b[at]);
}

/** The first audit: what the ticket began with, one Create per field that has a value. */
export function creationEvents(
  state: ZendeskState,
  ticket: ZendeskTicket,
  comment: { readonly body: string; readonly public: boolean; readonly authorId: number },
): ZendeskAuditEvent[] {
  const created: ZendeskAuditEvent[] = [{ id: state.nextId(), type: 'Comment', ...comment }];
  const values: Snapshot = new Map([...snapshot(ticket), ['requester_id', String(ticket.requesterId)]]);
  for (const [field, value] of values) {
    const empty = value === null || value === 'unoffered' || (Array.isArray(value) && value.length === 0);
    if (!empty) created.push({ id: state.nextId(), type: 'Create', field, value, previous: null });
  }
  return created;
}
