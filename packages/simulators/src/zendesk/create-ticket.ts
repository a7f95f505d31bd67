import type { ZendeskActing, ZendeskPriority, ZendeskTicket, ZendeskType } from './model.ts';
import { defaultStatus, type ZendeskState } from './state.ts';
import { fieldsForTags, tagsForFields } from './tags.ts';
import { creationEvents, record } from './ticket-change.ts';

export interface TicketInput {
  readonly requesterId: number;
  readonly subject: string;
  readonly body: string;
  readonly public?: boolean;
  readonly priority?: ZendeskPriority | null;
  readonly type?: ZendeskType | null;
  readonly groupId?: number | null;
  readonly assigneeId?: number | null;
  readonly tags?: readonly string[];
  readonly externalId?: string | null;
  readonly fields?: ReadonlyMap<number, string | null>;
}

/** Opens a ticket: one audit with the first comment and a Create per field. */
export function createTicket(state: ZendeskState, input: TicketInput, acting: ZendeskActing): ZendeskTicket {
  const at = state.now();
  const status = input.assigneeId == null ? 'new' : 'open';
  const ticket: ZendeskTicket = {
    id: state.nextTicketId(),
    createdAt: at,
    requesterId: input.requesterId,
    submitterId: acting.userId,
    organizationId: state.users.get(input.requesterId)?.organizationId ?? null,
    via: acting.via,
    description: input.body,
    subject: input.subject,
    externalId: input.externalId ?? null,
    status,
    customStatusId: defaultStatus(state, status).id,
    priority: input.priority ?? null,
    type: input.type ?? null,
    assigneeId: input.assigneeId ?? null,
    groupId: input.groupId ?? null,
    tags: [],
    fields: new Map(state.fields.map((field) => [field.id, null])),
    score: 'unoffered',
    mergedInto: null,
    isPublic: input.public ?? true,
    updatedAt: at,
    generatedAt: at,
  };
  ticket.tags = fieldsForTags(state, ticket.fields, input.tags ?? []);
  if (input.fields) ticket.tags = tagsForFields(state, ticket, input.fields);
  state.tickets.set(ticket.id, ticket);

  const comment = { body: input.body, public: ticket.isPublic, authorId: acting.userId };
  record(state, ticket, { id: state.nextId(), acting, events: creationEvents(state, ticket, comment) });
  return ticket;
}
