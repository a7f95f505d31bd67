import { z } from 'zod';

// the official OpenAPI file declares far fewer nulls than answers contain, so everything but ids may be missing
const Id = z.union([z.int(), z.string().min(1)]).transform(String);
const OptionalId = Id.nullish().transform((id) => id ?? null);
const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const Text = z
  .string()
  .nullish()
  .transform((text) => text ?? null);

/** How something came in: channel, and what stood at both ends. `rel` tells merges and rules. */
export const Via = z
  .object({
    channel: z
      .union([z.string(), z.number()])
      .nullish()
      .transform((channel) => String(channel ?? '')),
    source: z
      .object({
        from: z.record(z.string(), z.unknown()).nullish(),
        to: z.record(z.string(), z.unknown()).nullish(),
        rel: z.string().nullish(),
      })
      .nullish(),
  })
  .transform(({ channel, source }) => ({
    channel,
    rel: source?.rel ?? null,
    from: source?.from ?? {},
    to: source?.to ?? {},
  }));
export type Via = z.output<typeof Via>;
const OptionalVia = Via.nullish().transform((via) => via ?? null);

export const Ticket = z
  .object({
    id: Id,
    subject: Text,
    status: z.string(),
    custom_status_id: OptionalId,
    priority: Text,
    requester_id: OptionalId,
    assignee_id: OptionalId,
    group_id: OptionalId,
    organization_id: OptionalId,
    brand_id: OptionalId,
    tags: z.array(z.string()).nullish(),
    custom_fields: z.array(z.object({ id: Id, value: z.unknown().optional() })).nullish(),
    created_at: Instant,
    updated_at: z.string(),
    via: OptionalVia,
  })
  .transform((ticket) => ({
    id: ticket.id,
    subject: ticket.subject,
    status: ticket.status.toLowerCase(),
    customStatusId: ticket.custom_status_id,
    priority: ticket.priority,
    requesterId: ticket.requester_id,
    assigneeId: ticket.assignee_id,
    groupId: ticket.group_id,
    organizationId: ticket.organization_id,
    brandId: ticket.brand_id,
    tags: ticket.tags ?? [],
    fields: new Map((ticket.custom_fields ?? []).map(({ id, value }) => [id, value])),
    createdAt: ticket.created_at,
    /** As written by Zendesk: it is sent back to tell whether the ticket moved on. */
    updatedStamp: ticket.updated_at,
    via: ticket.via,
  }));
export type Ticket = z.output<typeof Ticket>;

export const User = z
  .object({ id: Id, role: Text, role_type: z.number().nullish(), name: Text, email: Text })
  .transform(({ role_type, ...user }) => ({ ...user, roleType: role_type ?? null }));
export type User = z.output<typeof User>;

export const Organization = z
  .object({ id: Id, organization_fields: z.record(z.string(), z.unknown()).nullish() })
  .transform(({ id, organization_fields }) => ({ id, fields: organization_fields ?? {} }));
export type Organization = z.output<typeof Organization>;

export const TicketShow = z.object({
  ticket: Ticket,
  users: z.array(User).default([]),
  organizations: z.array(Organization).default([]),
});
export type TicketShow = z.output<typeof TicketShow>;

/** An event of an audit. Types we do not know keep their place, since the place is part of the key. */
export const AuditEvent = z
  .object({
    id: OptionalId,
    type: z.string(),
    field_name: z.union([z.string(), z.number()]).nullish(),
    value: z.unknown().optional(),
    previous_value: z.unknown().optional(),
    body: Text,
    public: z.boolean().nullish(),
    author_id: OptionalId,
    via: OptionalVia,
  })
  .transform((event) => ({
    id: event.id,
    type: event.type,
    field: event.field_name === null || event.field_name === undefined ? null : String(event.field_name),
    value: event.value ?? null,
    previous: event.previous_value ?? null,
    body: event.body,
    public: event.public ?? null,
    authorId: event.author_id,
    via: event.via,
  }));
export type AuditEvent = z.output<typeof AuditEvent>;

export const Audit = z
  .object({
    id: Id,
    created_at: Instant,
    author_id: OptionalId,
    via: OptionalVia,
    events: z.array(AuditEvent).default([]),
  })
  .transform((audit) => ({
    id: audit.id,
    at: audit.created_at,
    authorId: audit.author_id,
    via: audit.via,
    events: audit.events,
  }));
export type Audit = z.output<typeof Audit>;

/** The answer to an update. When nothing changed the audit has no id. */
export const TicketUpdate = z.object({
  ticket: z.object({ id: Id }),
  audit: z.object({ id: OptionalId, events: z.array(AuditEvent).default([]) }).nullish(),
});
export type TicketUpdate = z.output<typeof TicketUpdate>;

const Meta = z.object({ has_more: z.boolean(), after_cursor: Text }).nullish();

export const AuditPage = z.object({ audits: z.array(Audit), meta: Meta });
export const GroupPage = z.object({ groups: z.array(z.object({ id: Id, name: z.string() })), meta: Meta });
export const UserList = z.object({ users: z.array(User) });
export const OrganizationList = z.object({ organizations: z.array(Organization) });
export const CustomStatusList = z.object({
  custom_statuses: z.array(
    z.object({ id: Id, status_category: z.string(), agent_label: z.string(), default: z.boolean().nullish() }),
  ),
});

/** Without credentials this answers 200 with an "Anonymous user" whose id is null or missing. */
export const Me = z.object({
  user: z.object({ id: OptionalId, name: Text, email: Text, role: Text, iana_time_zone: Text }),
});

export const CurrentToken = z.object({ token: z.object({ scopes: z.array(z.string()).nullish() }) });

export const TicketField = z.object({
  ticket_field: z.object({
    type: z.string(),
    custom_field_options: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  }),
});

export const ExportPage = z
  .object({
    tickets: z.array(z.object({ id: Id, generated_timestamp: z.number().nullish() })),
    after_cursor: Text,
    end_of_stream: z.boolean(),
  })
  .transform((page) => ({
    rows: page.tickets.map(({ id, generated_timestamp }) => ({ id, generatedAt: generated_timestamp ?? 0 })),
    after: page.after_cursor,
    end: page.end_of_stream,
  }));
