import type { DeskActor, DeskMessage, DeskPriority, DeskStatus, DeskTicket } from '../desk.ts';
import { NOBODY, STATE_TYPES, type ZammadArticle, type ZammadTicket } from './model.ts';
import { URGENT_PRIORITY, VENDOR_STATE } from './seed.ts';
import type { ZammadStore } from './state.ts';

/** P1 is a custom priority: Zammad comes with three. */
export const PRIORITY: Readonly<Record<DeskPriority, string>> = {
  P1: URGENT_PRIORITY,
  P2: '3 high',
  P3: '2 normal',
  P4: '1 low',
};

const STATUS: Readonly<Record<string, DeskStatus>> = {
  new: 'new',
  open: 'open',
  'pending reminder': 'waiting_requester',
  'pending action': 'waiting_requester',
  closed: 'solved',
  merged: 'closed',
};

/** A ticket as it stands, read past the API. */
export function readTicket(store: ZammadStore, ticket: ZammadTicket): DeskTicket {
  const priority = store.priorities.need(ticket.priority_id).name;
  const names = Object.entries(PRIORITY).find(([, name]) => name === priority);
  return {
    id: String(ticket.id),
    status: statusOf(store, ticket),
    priority: (names?.[0] ?? 'P3') as DeskPriority,
    group: store.groups.need(ticket.group_id).name,
    assigneeId: ticket.owner_id === NOBODY ? null : String(ticket.owner_id),
    tags: [...(store.tags.get(ticket.id) ?? [])],
    tier: String(ticket.custom.support_tier ?? '') || null,
    messages: store.articlesOf(ticket.id).map((article) => messageOf(store, article, ticket)),
    mergedInto: store.merged.get(ticket.id)?.toString() ?? null,
    createdAt: Date.parse(ticket.created_at),
    updatedAt: Date.parse(ticket.updated_at),
  };
}

function statusOf(store: ZammadStore, ticket: ZammadTicket): DeskStatus {
  const state = store.states.need(ticket.state_id);
  if (state.name === VENDOR_STATE) return 'waiting_third_party';
  return STATUS[STATE_TYPES[state.state_type_id] ?? ''] ?? 'open';
}

function messageOf(store: ZammadStore, article: ZammadArticle, ticket: ZammadTicket): DeskMessage {
  const at = Date.parse(article.created_at);
  const author = authorOf(store, article, ticket);
  return { id: String(article.id), at, public: !article.internal, body: article.body, author };
}

function authorOf(store: ZammadStore, { created_by_id, origin_by_id }: ZammadArticle, ticket: ZammadTicket): DeskActor {
  // an article an agent wrote down for the customer is the customer's
  if (created_by_id === ticket.customer_id || origin_by_id !== null) return { kind: 'requester' };
  if (created_by_id === NOBODY) return { kind: 'automation' };
  return created_by_id === store.botUserId ? { kind: 'bot' } : { kind: 'agent', id: String(created_by_id) };
}
