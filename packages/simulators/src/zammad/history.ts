import type { Actor, Json } from './model.ts';
import type { ZammadStore } from './state.ts';

/** `2026-11-22 01:25:38 UTC`: how Zammad writes a time into a history value. */
export function historyTime(iso: string | null): string {
  return iso ? `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC` : '';
}

function head(store: ZammadStore, actor: Actor, hasAttribute: boolean): Json {
  return {
    id: store.nextHistoryId(),
    // rows about an attribute name it at their end instead
    ...(hasAttribute ? {} : { history_attribute_id: null }),
    sourceable_type: actor.source?.type ?? null,
    sourceable_id: actor.source?.id ?? null,
    sourceable_name: actor.source?.name ?? null,
  };
}

function push(store: ZammadStore, ticketId: number, row: Json): void {
  const rows = store.history.get(ticketId);
  if (rows) rows.push(row);
  else store.history.set(ticketId, [row]);
}

const tail = (store: ZammadStore, actor: Actor, type: string, object = 'Ticket'): Json => ({
  created_by_id: actor.userId,
  created_at: store.stamp(),
  object,
  type,
});

/** The row that says a ticket came to be. The first state and group are not in it, as in the real one. */
export function logCreated(store: ZammadStore, actor: Actor, ticketId: number): void {
  push(store, ticketId, {
    ...head(store, actor, false),
    o_id: ticketId,
    related_history_object_id: null,
    ...tail(store, actor, 'created'),
  });
}

/** One changed attribute. Relations carry names as values and the ids beside them. */
export interface AttributeChange {
  readonly attribute: string;
  readonly from: string;
  readonly to: string;
  readonly ids?: { readonly from: number; readonly to: number };
}

export function logChange(store: ZammadStore, actor: Actor, ticketId: number, change: AttributeChange): void {
  push(store, ticketId, {
    ...head(store, actor, true),
    o_id: ticketId,
    related_history_object_id: null,
    ...(change.ids ? { id_to: change.ids.to, id_from: change.ids.from } : {}),
    value_from: change.from,
    value_to: change.to,
    ...tail(store, actor, 'updated'),
    attribute: change.attribute,
  });
}

export function logTag(
  store: ZammadStore,
  actor: Actor,
  ticketId: number,
  type: 'added' | 'removed',
  tag: string,
): void {
  push(store, ticketId, {
    ...head(store, actor, true),
    o_id: ticketId,
    related_history_object_id: null,
    value_from: null,
    value_to: tag,
    ...tail(store, actor, type),
    attribute: 'tag',
  });
}

export function logArticle(store: ZammadStore, actor: Actor, ticketId: number, articleId: number): void {
  push(store, ticketId, {
    ...head(store, actor, false),
    o_id: articleId,
    related_o_id: ticketId,
    ...tail(store, actor, 'created', 'Ticket::Article'),
    related_object: 'Ticket',
  });
}

/** The only article attribute that can change. */
export function logInternal(store: ZammadStore, actor: Actor, ticketId: number, articleId: number, to: boolean): void {
  push(store, ticketId, {
    ...head(store, actor, true),
    o_id: articleId,
    related_o_id: ticketId,
    value_from: String(!to),
    value_to: String(to),
    ...tail(store, actor, 'updated', 'Ticket::Article'),
    attribute: 'internal',
    related_object: 'Ticket',
  });
}

/** Both sides of a merge. */
export function logMerge(store: ZammadStore, actor: Actor, sourceId: number, targetId: number): void {
  const both = [
    [targetId, 'received_merge'],
    [sourceId, 'merged_into'],
  ] as const;
  for (const [ticketId, type] of both) {
    push(store, ticketId, {
      ...head(store, actor, false),
      o_id: ticketId,
      related_history_object_id: null,
      id_to: targetId,
      id_from: sourceId,
      ...tail(store, actor, type),
    });
  }
}

/** A mail to an agent about the ticket: noise that a reader has to skip. */
export function logNotification(
  store: ZammadStore,
  actor: Actor,
  ticketId: number,
  action: 'create' | 'update',
  login: string,
): void {
  push(store, ticketId, {
    ...head(store, actor, false),
    o_id: ticketId,
    related_history_object_id: null,
    value_from: null,
    value_to: `${login}(${action}:online,email)`,
    ...tail(store, actor, 'notification'),
  });
}
