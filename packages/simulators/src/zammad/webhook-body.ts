import type { Json, ZammadArticle, ZammadTicket } from './model.ts';
import { renderArticle } from './render-article.ts';
import {
  renderGroupExpanded,
  renderOrganizationExpanded,
  renderPriority,
  renderUserForWebhook,
} from './render-master.ts';
import { renderTicketExpanded } from './render-ticket.ts';
import type { ZammadStore } from './state.ts';

/** The body of a delivery as it is true now: `ticket` with people, group and priority as objects and the state as text,
 * `article` or `{}`. Keys are sorted, as recorded; tags, changes and a merge's target are not in it. */
export function webhookBody(store: ZammadStore, ticket: ZammadTicket, article: ZammadArticle | undefined): string {
  return JSON.stringify({ ticket: ticketPart(store, ticket), article: article ? articlePart(store, article) : {} });
}

function ticketPart(store: ZammadStore, ticket: ZammadTicket): Json {
  const user = (id: number): Json => sorted(renderUserForWebhook(store, store.users.need(id)));
  const organization = ticket.organization_id === null ? undefined : store.organizations.get(ticket.organization_id);
  return sorted({
    ...renderTicketExpanded(store, ticket),
    owner: user(ticket.owner_id),
    customer: user(ticket.customer_id),
    created_by: user(ticket.created_by_id),
    updated_by: user(ticket.updated_by_id),
    ...(organization ? { organization: sorted(renderOrganizationExpanded(store, organization)) } : {}),
    group: sorted(renderGroupExpanded(store, store.groups.need(ticket.group_id))),
    priority: sorted(renderPriority(store, store.priorities.need(ticket.priority_id), true)),
  });
}

function articlePart(store: ZammadStore, article: ZammadArticle): Json {
  const user = (id: number): Json => sorted(renderUserForWebhook(store, store.users.need(id)));
  return {
    ...sorted({
      ...renderArticle(store, article, 'named'),
      created_by: user(article.created_by_id),
      updated_by: user(article.updated_by_id),
    }),
    // appended after sorting by the product itself
    accounted_time: 0,
  };
}

function sorted(row: Json): Json {
  return Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}
