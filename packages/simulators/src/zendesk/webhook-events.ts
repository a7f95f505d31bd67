import type { Random } from '../shared/random.ts';
import { type JsonObject, stamp } from './http.ts';
import type { ZendeskAudit, ZendeskAuditEvent, ZendeskTicket } from './model.ts';
import { tagDifference } from './shapes/audit.ts';
import { BRAND_ID, FORM_ID, isStaff, type ZendeskState } from './state.ts';

/** Fixed payloads of event subscriptions (developer.zendesk.com, "Ticket events"): ids are texts, values upper case. */

export interface TicketWebhookEvent {
  /** With its prefix, e.g. `zen:event-type:ticket.status_changed`. */
  readonly type: string;
  readonly event: JsonObject;
}

const NAMES: Readonly<Record<string, string>> = {
  subject: 'subject_changed',
  status: 'status_changed',
  custom_status_id: 'custom_status_changed',
  priority: 'priority_changed',
  type: 'type_changed',
  assignee_id: 'agent_assignment_changed',
  group_id: 'group_assignment_changed',
  external_id: 'external_id_changed',
};

const UPPER = new Set(['status', 'priority', 'type']);

/** The events one audit makes; an update that changes five things makes five. */
export function eventsOf(state: ZendeskState, ticket: ZendeskTicket, audit: ZendeskAudit): TicketWebhookEvent[] {
  if (audit.events.some((event) => event.type === 'Create')) return [named('created', {})];

  const events = audit.events.flatMap((event) => eventOf(state, event) ?? []);
  const merged = audit.via.source.rel === 'merge' && audit.ticketId === ticket.id && ticket.mergedInto !== null;
  return merged ? [...events, named('merged', { target_ticket_id: String(ticket.mergedInto) })] : events;
}

const named = (name: string, event: JsonObject): TicketWebhookEvent => ({
  type: `zen:event-type:ticket.${name}`,
  event,
});

function eventOf(state: ZendeskState, event: ZendeskAuditEvent): TicketWebhookEvent | null {
  if (event.type === 'Comment') {
    const author = {
      id: String(event.authorId),
      is_staff: isStaff(state, event.authorId),
      name: nameOf(state, event.authorId),
    };
    return named('comment_added', {
      comment: { id: String(event.id), body: event.body, is_public: event.public, author },
    });
  }
  if (event.field === 'tags') {
    const { added, removed } = tagDifference(event);
    return named('tags_changed', { tags_added: added, tags_removed: removed });
  }
  if (event.field === 'satisfaction_score') {
    return event.value === 'offered' ? null : named('csat_received', { score: String(event.value).toUpperCase() });
  }
  if (/^\d+$/.test(event.field)) return customFieldEvent(state, event.field, event.value, event.previous);

  const name = NAMES[event.field];
  const tell = (value: unknown): string | null => told(value, UPPER.has(event.field));
  return name === undefined ? null : named(name, { current: tell(event.value), previous: tell(event.previous) });
}

function customFieldEvent(state: ZendeskState, id: string, value: unknown, previous: unknown): TicketWebhookEvent {
  const field = state.fields.find((each) => String(each.id) === id);
  const about = { id, title: field?.title ?? '', type: field?.type ?? 'text' };
  return named('custom_field_changed', { current: { value }, previous: { value: previous }, custom_field: about });
}

const told = (value: unknown, upper: boolean): string | null => {
  if (value === null || value === undefined) return null;
  return upper ? String(value).toUpperCase() : String(value);
};

const nameOf = (state: ZendeskState, id: number): string => state.users.get(id)?.name ?? 'Zendesk';

export interface EventPlace {
  /** One id for all events of an update. */
  readonly sequenceId: string;
  readonly position: number;
  readonly total: number;
}

/** The whole payload as text. `detail` is the ticket as it stands when the update was made. */
export function eventBody(
  state: ZendeskState,
  ticket: ZendeskTicket,
  audit: ZendeskAudit,
  { type, event }: TicketWebhookEvent,
  place: EventPlace,
  random: Random,
): string {
  const sequence = { id: place.sequenceId, position: place.position, total: place.total };
  return JSON.stringify({
    account_id: state.accountId,
    detail: detailOf(ticket, audit),
    event: { ...event, meta: { sequence } },
    id: random.uuid(),
    subject: `zen:ticket:${ticket.id}`,
    time: nanoseconds(audit.at, random),
    type,
    zendesk_event_version: '2022-11-06',
  });
}

function detailOf(ticket: ZendeskTicket, audit: ZendeskAudit): JsonObject {
  return {
    actor_id: String(audit.authorId),
    assignee_id: orEmpty(ticket.assigneeId),
    brand_id: String(BRAND_ID),
    created_at: stamp(ticket.createdAt),
    custom_status: String(ticket.customStatusId),
    description: ticket.description,
    external_id: ticket.externalId,
    form_id: String(FORM_ID),
    group_id: orEmpty(ticket.groupId),
    id: String(ticket.id),
    is_public: ticket.isPublic,
    organization_id: orEmpty(ticket.organizationId),
    priority: told(ticket.priority, true),
    requester_id: String(ticket.requesterId),
    status: told(ticket.status, true),
    subject: ticket.subject,
    submitter_id: String(ticket.submitterId),
    tags: ticket.tags,
    type: told(ticket.type, true),
    updated_at: stamp(ticket.updatedAt),
    via: { channel: ticket.via.channel === 'email' ? 'mail' : ticket.via.channel },
  };
}

/** An unset id is an empty text here, not null as in the REST API. */
const orEmpty = (id: number | null): string => (id === null ? '' : String(id));

function nanoseconds(at: number, random: Random): string {
  const rest = String(random.int(1_000_000)).padStart(6, '0');
  return new Date(at).toISOString().replace('Z', `${rest}Z`);
}
