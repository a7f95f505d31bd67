import { createHash } from 'node:crypto';
import { applyPatch, type TicketPatch, type TicketRun } from './changes.ts';
import { logArticle } from './history.ts';
import {
  type Actor,
  ARTICLE_TYPES,
  isCommunication,
  SENDERS,
  type SenderName,
  type ZammadArticle,
  type ZammadTicket,
} from './model.ts';
import type { ZammadStore } from './state.ts';

/** An article to be written. */
export interface NewArticle {
  readonly body: string;
  readonly subject?: string | null;
  readonly type?: (typeof ARTICLE_TYPES)[number];
  readonly internal?: boolean;
  readonly contentType?: string;
  readonly to?: string | null;
  readonly cc?: string | null;
  /** Agents may write for a customer; others are always themselves. */
  readonly sender?: SenderName;
}

/** Drops what Zammad's HTML sanitiser drops of the things we care about: comments, scripts and styles. */
function sanitizeHtml(html: string): string {
  return html.replace(/<!--[\s\S]*?(?:-->|$)/g, '').replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '');
}

/** Writes an article into a ticket and does what follows from it: contact times, first response, new → open. */
export function addArticle(store: ZammadStore, actor: Actor, run: TicketRun, input: NewArticle): ZammadArticle {
  const ticket = store.tickets.need(run.ticketId);
  const article = store.articles.add(buildArticle(store, actor, ticket, input));
  const ids = store.articleIds.get(ticket.id);
  if (ids) ids.push(article.id);
  else store.articleIds.set(ticket.id, [article.id]);

  run.articleId = article.id;
  logArticle(store, actor, ticket.id, article.id);
  applyPatch(store, actor, run, articleConsequences(store, actor, ticket, article));
  return article;
}

function buildArticle(store: ZammadStore, actor: Actor, ticket: ZammadTicket, input: NewArticle): ZammadArticle {
  const type = input.type ?? 'note';
  const own: SenderName = store.isAgent(actor.userId)
    ? 'Agent'
    : actor.userId === ticket.customer_id
      ? 'Customer'
      : 'System';
  const sender = own === 'Agent' ? (input.sender ?? own) : own;
  const forCustomer = sender === 'Customer' && actor.userId !== ticket.customer_id;
  const contentType = input.contentType ?? 'text/plain';
  const id = store.articles.nextId();
  return {
    ...store.stamped(id, actor.userId),
    ticket_id: ticket.id,
    type_id: ARTICLE_TYPES.indexOf(type) + 1,
    sender_id: SENDERS.indexOf(sender) + 1,
    from: fromLine(store, sender === 'Customer' ? ticket.customer_id : actor.userId, sender, type),
    to: input.to ?? null,
    cc: input.cc ?? null,
    subject: input.subject ?? null,
    message_id: type === 'email' && sender === 'Agent' ? `<${id}.${ticket.id}@helpdesk.example.test>` : null,
    content_type: contentType,
    body: contentType === 'text/html' ? sanitizeHtml(input.body) : input.body,
    internal: input.internal ?? false,
    origin_by_id: forCustomer ? ticket.customer_id : null,
  };
}

function fromLine(store: ZammadStore, userId: number, sender: SenderName, type: string): string {
  const name = store.fullName(userId);
  if (sender === 'Customer') return `${name} <${store.users.need(userId).email}>`;
  return type === 'email' ? `${name} via Support <support@helpdesk.example.test>` : name;
}

function articleConsequences(
  store: ZammadStore,
  actor: Actor,
  ticket: ZammadTicket,
  article: ZammadArticle,
): TicketPatch {
  const count = { article_count: store.articlesOf(ticket.id).length };
  if (article.internal || !isCommunication(article.type_id)) return count;

  const at = article.created_at;
  const sender = SENDERS[article.sender_id - 1];
  if (sender === 'Customer') return { ...count, last_contact_at: at, last_contact_customer_at: at };
  if (sender !== 'Agent') return count;

  const isNew = store.states.need(ticket.state_id).name === 'new';
  return {
    ...count,
    first_response_at: ticket.first_response_at ?? at,
    last_contact_at: at,
    last_contact_agent_at: at,
    ...(ticket.owner_id === actor.userId ? { last_owner_update_at: at } : {}),
    ...(isNew ? { state_id: store.states.find((state) => state.default_follow_up)?.id ?? ticket.state_id } : {}),
  };
}

/** The digest Zammad keeps beside a message id. */
export const messageDigest = (messageId: string | null): string | null =>
  messageId === null ? null : createHash('md5').update(messageId).digest('hex');
