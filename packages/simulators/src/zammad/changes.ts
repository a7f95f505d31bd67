import { historyTime, logChange, logNotification } from './history.ts';
import { type Actor, NOBODY, STATE_TYPES, type ZammadTicket } from './model.ts';
import type { ZammadStore } from './state.ts';

/** What one request or one act did to a ticket: Zammad runs its triggers once over all of it. */
export interface TicketRun {
  readonly ticketId: number;
  readonly action: 'create' | 'update';
  /** Attribute names that changed, ids under their relation's column (`group_id`). */
  readonly changed: Set<string>;
  /** The last article added, if any. */
  articleId: number | null;
}

type Column = keyof Omit<ZammadTicket, 'id' | 'number' | 'created_at' | 'created_by_id' | 'custom'>;

/** Values to set: columns, and custom attributes under `custom`. */
export type TicketPatch = Partial<Pick<ZammadTicket, Column>> & { readonly custom?: Readonly<Record<string, unknown>> };

const RELATIONS: Readonly<Record<string, (store: ZammadStore, id: number) => string>> = {
  group_id: (store, id) => store.groups.need(id).name,
  priority_id: (store, id) => store.priorities.need(id).name,
  state_id: (store, id) => store.states.need(id).name,
  owner_id: (store, id) => store.fullName(id),
  customer_id: (store, id) => store.fullName(id),
  organization_id: (store, id) => store.organizations.get(id)?.name ?? '',
};

/** Columns Zammad keeps no history of. */
const SILENT = new Set(['preferences', 'article_count', 'create_article_type_id', 'create_article_sender_id']);

/** Sets values, writes a history row for each that differs and moves `updated_at` if any did. */
export function applyPatch(store: ZammadStore, actor: Actor, run: TicketRun, patch: TicketPatch): void {
  const ticket = store.tickets.need(run.ticketId);
  const { custom = {}, ...columns } = patch;
  const before = run.changed.size;

  for (const [name, value] of Object.entries(columns)) setColumn(store, actor, run, ticket, name as Column, value);
  for (const [name, value] of Object.entries(custom)) {
    if (ticket.custom[name] === value) continue;
    if (run.action === 'update') {
      const change = { attribute: name, from: String(ticket.custom[name] ?? ''), to: String(value ?? '') };
      logChange(store, actor, ticket.id, change);
    }
    ticket.custom[name] = value;
    run.changed.add(name);
  }
  if (run.changed.size > before) touchBy(store, actor, ticket);
}

function setColumn(
  store: ZammadStore,
  actor: Actor,
  run: TicketRun,
  ticket: ZammadTicket,
  column: Column,
  value: unknown,
): void {
  const row = ticket as unknown as Record<string, unknown>;
  const from = row[column];
  if (from === value) return;
  row[column] = value;
  run.changed.add(column);
  if (SILENT.has(column)) return;

  const name = RELATIONS[column];
  if (!name) {
    const text = (it: unknown): string =>
      column.endsWith('_at') || column.endsWith('_time') ? historyTime(it as string) : String(it ?? '');
    return void logChange(store, actor, ticket.id, { attribute: column, from: text(from), to: text(value) });
  }
  const label = (id: unknown): string => (typeof id === 'number' ? name(store, id) : '');
  logChange(store, actor, ticket.id, {
    attribute: column.slice(0, -'_id'.length),
    from: label(from),
    to: label(value),
    ids: { from: from as number, to: value as number },
  });
}

/** Moves `updated_at` and says who did it. */
export function touchBy(store: ZammadStore, actor: Actor, ticket: ZammadTicket): void {
  ticket.updated_at = store.stamp();
  ticket.updated_by_id = actor.userId;
}

/** Whether somebody may own tickets of a group; anybody else is silently replaced by nobody. */
export function validOwner(store: ZammadStore, ownerId: number, groupId: number): number {
  return store.users.get(ownerId)?.groups.has(groupId) ? ownerId : NOBODY;
}

/** What follows from a new state: closing times, and no reminder outside pending states. */
export function stateConsequences(store: ZammadStore, ticket: ZammadTicket, stateId: number): TicketPatch {
  const type = STATE_TYPES[store.states.need(stateId).state_type_id];
  const pending = type === 'pending reminder' || type === 'pending action';
  const at = store.stamp();
  return {
    ...(pending || ticket.pending_time === null ? {} : { pending_time: null }),
    ...(type === 'closed' ? { close_at: ticket.close_at ?? at, last_close_at: at } : {}),
  };
}

/** The mail about a run to the owner or else to one agent of the group (Zammad writes a row for each agent). */
export function notifyAgents(store: ZammadStore, actor: Actor, run: TicketRun): void {
  const ticket = store.tickets.need(run.ticketId);
  const others = store.agentsOf(ticket.group_id).filter(({ id }) => id !== actor.userId);
  const reader = others.find(({ id }) => id === ticket.owner_id) ?? others.at(-1);
  if (!reader) return;
  logNotification(store, actor, run.ticketId, run.action, reader.login);
}
