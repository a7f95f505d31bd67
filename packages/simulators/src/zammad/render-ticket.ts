import type { Json, ZammadTicket } from './model.ts';
import { articleTypeName, senderName } from './names.ts';
import { renderArticle } from './render-article.ts';
import { renderOrganization, renderUser } from './render-master.ts';
import type { ZammadStore } from './state.ts';

/** Bare attributes, as `GET /tickets` and `GET /tickets/{id}` give them. The SLA columns are empty: there is no SLA here. */
export function renderTicketPlain(ticket: ZammadTicket): Json {
  return {
    id: ticket.id,
    group_id: ticket.group_id,
    priority_id: ticket.priority_id,
    state_id: ticket.state_id,
    organization_id: ticket.organization_id,
    number: ticket.number,
    title: ticket.title,
    owner_id: ticket.owner_id,
    customer_id: ticket.customer_id,
    note: null,
    first_response_at: ticket.first_response_at,
    first_response_escalation_at: null,
    first_response_in_min: null,
    first_response_diff_in_min: null,
    close_at: ticket.close_at,
    close_escalation_at: null,
    close_in_min: null,
    close_diff_in_min: null,
    update_escalation_at: null,
    update_in_min: null,
    update_diff_in_min: null,
    last_close_at: ticket.last_close_at,
    last_contact_at: ticket.last_contact_at,
    last_contact_agent_at: ticket.last_contact_agent_at,
    last_contact_customer_at: ticket.last_contact_customer_at,
    last_owner_update_at: ticket.last_owner_update_at,
    create_article_type_id: ticket.create_article_type_id,
    create_article_sender_id: ticket.create_article_sender_id,
    article_count: ticket.article_count,
    escalation_at: null,
    pending_time: ticket.pending_time,
    type: null,
    time_unit: null,
    preferences: ticket.preferences,
    updated_by_id: ticket.updated_by_id,
    created_by_id: ticket.created_by_id,
    created_at: ticket.created_at,
    updated_at: ticket.updated_at,
    checklist_id: null,
    ...ticket.custom,
  };
}

/** With id arrays, as search, create and update give it. */
export function renderTicketWithIds(store: ZammadStore, ticket: ZammadTicket): Json {
  return {
    ...renderTicketPlain(ticket),
    referencing_checklist_ids: [],
    article_ids: [...(store.articleIds.get(ticket.id) ?? [])],
    ticket_time_accounting_ids: [],
  };
}

/** With names beside ids (`expand=true`). Relations that are not set have no name. */
export function renderTicketExpanded(store: ZammadStore, ticket: ZammadTicket): Json {
  const organization = ticket.organization_id === null ? undefined : store.organizations.get(ticket.organization_id);
  const login = (id: number): string => store.users.need(id).login;
  return {
    ...renderTicketWithIds(store, ticket),
    referencing_checklists: [],
    group: store.groups.need(ticket.group_id).name,
    ...(organization ? { organization: organization.name } : {}),
    ticket_time_accounting: [],
    state: store.states.need(ticket.state_id).name,
    priority: store.priorities.need(ticket.priority_id).name,
    owner: login(ticket.owner_id),
    customer: login(ticket.customer_id),
    created_by: login(ticket.created_by_id),
    updated_by: login(ticket.updated_by_id),
    ...(ticket.create_article_type_id === null
      ? {}
      : {
          create_article_type: articleTypeName(ticket.create_article_type_id),
          create_article_sender: senderName(ticket.create_article_sender_id ?? 0),
        }),
  };
}

/** The records around tickets, by model and id. */
export function ticketAssets(store: ZammadStore, tickets: readonly ZammadTicket[], withArticles = false): Json {
  const users = new Set<number>();
  const organizations = new Set<number>();
  const articles: Record<string, Json> = {};
  for (const ticket of tickets) {
    for (const id of [ticket.owner_id, ticket.customer_id, ticket.created_by_id, ticket.updated_by_id]) users.add(id);
    if (ticket.organization_id !== null) organizations.add(ticket.organization_id);
    if (!withArticles) continue;
    for (const article of store.articlesOf(ticket.id)) {
      users.add(article.created_by_id);
      articles[article.id] = renderArticle(store, article, 'asset');
    }
  }
  return {
    Ticket: Object.fromEntries(tickets.map((ticket) => [ticket.id, renderTicketWithIds(store, ticket)])),
    User: Object.fromEntries([...users].map((id) => [id, renderUser(store.users.need(id))])),
    Organization: Object.fromEntries(
      [...organizations].map((id) => [id, renderOrganization(store, store.organizations.need(id))]),
    ),
    ...(withArticles ? { TicketArticle: articles } : {}),
  };
}

/** The one answer that carries articles, tags and links together (`all=true`). */
export function renderTicketAll(store: ZammadStore, ticket: ZammadTicket): Json {
  return {
    ticket_id: ticket.id,
    ticket_article_ids: [...(store.articleIds.get(ticket.id) ?? [])],
    assets: ticketAssets(store, [ticket], true),
    links: linksOf(store, ticket.id),
    tags: [...(store.tags.get(ticket.id) ?? [])],
    mentions: [],
    time_accountings: [],
    form_meta: { filter: {}, dependencies: null, configure_attributes: [], core_workflow: {} },
  };
}

/** A ticket's links as seen from it. */
export function linksOf(store: ZammadStore, ticketId: number): Json[] {
  const turned = { normal: 'normal', parent: 'child', child: 'parent' } as const;
  return store.links.flatMap(({ kind, from, to }) => {
    if (from === ticketId) return [{ link_type: turned[kind], link_object: 'Ticket', link_object_value: to }];
    return to === ticketId ? [{ link_type: kind, link_object: 'Ticket', link_object_value: from }] : [];
  });
}
