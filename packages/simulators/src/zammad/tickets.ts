import { addArticle, type NewArticle } from './articles.ts';
import {
  applyPatch,
  notifyAgents,
  stateConsequences,
  type TicketPatch,
  type TicketRun,
  touchBy,
  validOwner,
} from './changes.ts';
import { logCreated, logMerge, logTag } from './history.ts';
import { type Actor, NOBODY, type ZammadTicket } from './model.ts';
import { customAttributes } from './seed.ts';
import type { ZammadStore } from './state.ts';

/** What a new ticket needs. */
export interface NewZammadTicket {
  readonly title: string;
  readonly groupId: number;
  readonly customerId: number;
  readonly patch: TicketPatch;
  readonly tags?: readonly string[];
  readonly article?: NewArticle;
}

const FIRST_NUMBER = 40_000;

/** Makes a ticket with its first article and tags. */
export function createTicket(store: ZammadStore, actor: Actor, input: NewZammadTicket): TicketRun {
  const id = store.tickets.nextId();
  const run: TicketRun = { ticketId: id, action: 'create', changed: new Set(), articleId: null };
  const ticket = store.tickets.add(blankTicket(store, actor, id, input));
  const { custom = {}, ...columns } = input.patch;
  Object.assign(ticket, columns);
  Object.assign(ticket.custom, custom);
  ticket.owner_id = validOwner(store, ticket.owner_id, ticket.group_id);

  logCreated(store, actor, id);
  for (const tag of input.tags ?? []) addTag(store, actor, id, tag);
  if (input.article) {
    const article = addArticle(store, actor, run, input.article);
    ticket.create_article_type_id = article.type_id;
    ticket.create_article_sender_id = article.sender_id;
  }
  applyPatch(store, actor, run, stateConsequences(store, ticket, ticket.state_id));
  notifyAgents(store, actor, run);
  return run;
}

function blankTicket(store: ZammadStore, actor: Actor, id: number, input: NewZammadTicket): ZammadTicket {
  return {
    ...store.stamped(id, actor.userId),
    group_id: input.groupId,
    priority_id: store.priorities.find((priority) => priority.default_create)?.id ?? 2,
    state_id: store.states.find((state) => state.default_create)?.id ?? 1,
    organization_id: store.users.need(input.customerId).organization_id,
    number: String(FIRST_NUMBER + id),
    title: input.title,
    owner_id: NOBODY,
    customer_id: input.customerId,
    first_response_at: null,
    close_at: null,
    last_close_at: null,
    last_contact_at: null,
    last_contact_agent_at: null,
    last_contact_customer_at: null,
    last_owner_update_at: null,
    create_article_type_id: null,
    create_article_sender_id: null,
    article_count: null,
    pending_time: null,
    preferences: {},
    custom: Object.fromEntries(customAttributes(store, 'Ticket')),
  };
}

/** Changes a ticket and adds an article in the same run. */
export function updateTicket(
  store: ZammadStore,
  actor: Actor,
  ticketId: number,
  patch: TicketPatch,
  article?: NewArticle,
): TicketRun {
  const run: TicketRun = { ticketId, action: 'update', changed: new Set(), articleId: null };
  const ticket = store.tickets.need(ticketId);
  const groupId = patch.group_id ?? ticket.group_id;
  const owner = validOwner(store, patch.owner_id ?? ticket.owner_id, groupId);
  const moved = patch.state_id !== undefined && patch.state_id !== ticket.state_id;

  applyPatch(store, actor, run, {
    ...patch,
    ...(patch.owner_id !== undefined || patch.group_id !== undefined ? { owner_id: owner } : {}),
    ...(moved ? stateConsequences(store, ticket, patch.state_id ?? ticket.state_id) : {}),
  });
  if (article) addArticle(store, actor, run, article);
  if (hasHappened(run)) notifyAgents(store, actor, run);
  return run;
}

/** False when a write changed nothing: then Zammad moves no `updated_at` and runs no trigger. */
export const hasHappened = (run: TicketRun): boolean => run.changed.size > 0 || run.articleId !== null;

/** Adds a tag; touches the ticket but is no run: tags alone fire no trigger (zammad issue 2438). */
export function addTag(store: ZammadStore, actor: Actor, ticketId: number, raw: string): void {
  const tag = raw.trim();
  rememberTag(store, tag);
  const tags = store.tags.get(ticketId) ?? [];
  if (tags.includes(tag)) return;
  store.tags.set(ticketId, [...tags, tag]);
  logTag(store, actor, ticketId, 'added', tag);
  store.tickets.need(ticketId).updated_at = store.stamp();
}

/** Takes a tag away; a name nobody knew is in the catalogue afterwards, as in the real one. */
export function removeTag(store: ZammadStore, actor: Actor, ticketId: number, raw: string): void {
  const tag = raw.trim();
  rememberTag(store, tag);
  const tags = store.tags.get(ticketId) ?? [];
  if (!tags.includes(tag)) return;
  store.tags.set(
    ticketId,
    tags.filter((other) => other !== tag),
  );
  logTag(store, actor, ticketId, 'removed', tag);
  store.tickets.need(ticketId).updated_at = store.stamp();
}

function rememberTag(store: ZammadStore, name: string): void {
  if (!store.tagNames.find((known) => known.name === name)) {
    store.tagNames.add({ id: store.tagNames.nextId(), name });
  }
}

/** Moves the source's articles to the target and ends the source as merged. Only the source is a run. */
export function mergeTickets(store: ZammadStore, actor: Actor, sourceId: number, targetId: number): TicketRun {
  const moved = store.articleIds.get(sourceId) ?? [];
  for (const id of moved) store.articles.need(id).ticket_id = targetId;
  store.articleIds.set(sourceId, []);
  store.articleIds.set(
    targetId,
    [...(store.articleIds.get(targetId) ?? []), ...moved].sort((a, b) => a - b),
  );
  store.merged.set(sourceId, targetId);
  store.links.push({ id: store.links.length + 1, kind: 'parent', from: targetId, to: sourceId });

  logMerge(store, actor, sourceId, targetId);
  const mergedState = store.states.find((state) => state.name === 'merged')?.id ?? 0;
  const patch = { state_id: mergedState, owner_id: NOBODY };
  const run = updateTicket(store, actor, sourceId, patch, { body: 'merged', type: 'note' });

  const target = store.tickets.need(targetId);
  target.article_count = store.articlesOf(targetId).length;
  touchBy(store, { userId: target.updated_by_id }, target);
  return run;
}
