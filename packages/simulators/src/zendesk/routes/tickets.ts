import { Hono } from 'hono';
import { createTicket } from '../create-ticket.ts';
import {
  actingOf,
  conflict,
  idParam,
  idsQuery,
  isObject,
  type JsonObject,
  notFound,
  part,
  readObject,
  stamp,
  type ZendeskContext,
  type ZendeskEnv,
} from '../http.ts';
import { createIdempotency } from '../idempotency.ts';
import type { ZendeskAudit, ZendeskTicket } from '../model.ts';
import { listPage } from '../paging.ts';
import { auditJson } from '../shapes/audit.ts';
import { organizationJson, userJson } from '../shapes/people.ts';
import { ticketJson } from '../shapes/ticket.ts';
import type { ZendeskState } from '../state.ts';
import { changeTicket } from '../ticket-change.ts';
import { checkUpdate, defaultGroupId, readChange, readComment, readRequester } from '../ticket-input.ts';

const ARCHIVED_AFTER_MS = 120 * 86_400_000;

export function ticketRoutes(state: ZendeskState): Hono<ZendeskEnv> {
  const app = new Hono<ZendeskEnv>();
  const json = (c: ZendeskContext) => (ticket: ZendeskTicket) => ticketJson(state, ticket, c.get('base'));

  app.get('/', (c) => {
    const page = listPage(c, 'tickets', listed(state, c), json(c));
    return c.json({ ...page, ...sideLoads(state, c, page.tickets) });
  });

  app.get('/count', (c) => {
    const value = [...state.tickets.values()].filter((ticket) => !archived(state, ticket)).length;
    return c.json({ count: { value, refreshed_at: stamp(state.now()) } });
  });

  app.get('/show_many', (c) => {
    const found = idsQuery(c).flatMap((id) => state.tickets.get(id) ?? []);
    return c.json({ tickets: found.map(json(c)), next_page: null, previous_page: null, count: found.length });
  });

  app.post('/', createIdempotency(state.now), async (c) => {
    const input = part(await readObject(c), 'ticket');
    const ticket = create(state, c, input);
    const audit = state.auditsOf.get(ticket.id)?.at(-1);
    return c.json({ ticket: json(c)(ticket), ...(audit ? { audit: auditJson(audit) } : {}) }, 201);
  });

  app.get('/:id{[0-9]+}', (c) => {
    const ticket = json(c)(ticketParam(state, c));
    return c.json({ ticket, ...sideLoads(state, c, [ticket]) });
  });

  app.put('/:id{[0-9]+}', async (c) => {
    const ticket = ticketParam(state, c);
    const input = part(await readObject(c), 'ticket');
    checkStamp(ticket, input);
    const audit = update(state, ticket, input, c);
    return c.json({ ticket: json(c)(ticket), audit: audit ? auditJson(audit) : { ticket_id: ticket.id, events: [] } });
  });

  return app;
}

export function ticketParam(state: ZendeskState, c: ZendeskContext): ZendeskTicket {
  const ticket = state.tickets.get(idParam(c));
  if (!ticket) throw notFound();
  return ticket;
}

/** The presence of `safe_update` means yes, whatever its value; then the stamp must be the one that stands. */
export function checkStamp(ticket: ZendeskTicket, input: JsonObject): void {
  if (input.safe_update === undefined) return;
  if (Date.parse(String(input.updated_stamp)) !== Date.parse(stamp(ticket.updatedAt))) throw conflict();
}

export function update(
  state: ZendeskState,
  ticket: ZendeskTicket,
  input: JsonObject,
  c: ZendeskContext,
): ZendeskAudit | null {
  const change = readChange(state, input);
  checkUpdate(ticket, change);
  return changeTicket(state, ticket, change, actingOf(c));
}

function create(state: ZendeskState, c: ZendeskContext, input: JsonObject): ZendeskTicket {
  const acting = actingOf(c);
  const change = readChange(state, input);
  const comment = readComment(input.comment) ?? {
    body: String(input.description ?? input.subject ?? ''),
    public: true,
  };
  const { subject, priority, type, tags, fields, externalId, assigneeId, groupId } = change;
  return createTicket(
    state,
    {
      requesterId: readRequester(state, input, acting.userId),
      subject: subject ?? '',
      body: comment.body,
      public: comment.public,
      groupId: groupId ?? defaultGroupId(state),
      priority: priority ?? null,
      type: type ?? null,
      assigneeId: assigneeId ?? null,
      externalId: externalId ?? null,
      tags: tags ?? [],
      ...(fields ? { fields } : {}),
    },
    acting,
  );
}

const archived = (state: ZendeskState, ticket: ZendeskTicket): boolean =>
  ticket.status === 'closed' && ticket.updatedAt < state.now() - ARCHIVED_AFTER_MS;

/** Archived tickets are left out; `external_id` filters; `sort=updated_at|id`, with `-` for descending. */
function listed(state: ZendeskState, c: ZendeskContext): ZendeskTicket[] {
  const externalId = c.req.query('external_id');
  const found = [...state.tickets.values()].filter(
    (ticket) => !archived(state, ticket) && (externalId === undefined || ticket.externalId === externalId),
  );
  const sort = c.req.query('sort') ?? c.req.query('sort_by') ?? 'id';
  const descending = sort.startsWith('-') || c.req.query('sort_order') === 'desc';
  const value = (ticket: ZendeskTicket): number => (sort.endsWith('updated_at') ? ticket.updatedAt : ticket.id);
  return found.sort((a, b) => (descending ? -1 : 1) * (value(a) - value(b) || a.id - b.id));
}

function sideLoads(state: ZendeskState, c: ZendeskContext, tickets: unknown): JsonObject {
  const wanted = (c.req.query('include') ?? '').split(',');
  const rows = (Array.isArray(tickets) ? tickets : []).filter(isObject);
  const ids = (...keys: string[]): number[] => [...new Set(rows.flatMap((row) => keys.map((key) => Number(row[key]))))];
  const users = ids('requester_id', 'submitter_id', 'assignee_id').flatMap((id) => state.users.get(id) ?? []);
  const organizations = ids('organization_id').flatMap((id) => state.organizations.get(id) ?? []);
  const base = c.get('base');
  return {
    ...(wanted.includes('users') ? { users: users.map((user) => userJson(user, base)) } : {}),
    ...(wanted.includes('organizations')
      ? { organizations: organizations.map((organization) => organizationJson(organization, base)) }
      : {}),
  };
}
