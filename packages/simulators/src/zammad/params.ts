import type { NewArticle } from './articles.ts';
import type { TicketPatch } from './changes.ts';
import { unknownName, ZammadError } from './errors.ts';
import { ARTICLE_TYPES, type Json, ROLE, SENDERS, STATE_TYPES, type ZammadTicket } from './model.ts';
import { addUser, customAttributes } from './seed.ts';
import type { ZammadStore } from './state.ts';

/** Reads a ticket's attributes from a request body: names or ids; unknown attributes are silently dropped. */
export function ticketPatch(store: ZammadStore, body: Json, current?: ZammadTicket): TicketPatch {
  const relations = {
    ...relation(body, 'group', store.groups, (value) => store.groups.find(({ name }) => name === value)?.id),
    ...relation(body, 'state', store.states, (value) => store.states.find(({ name }) => name === value)?.id),
    ...relation(body, 'priority', store.priorities, (value) => store.priorities.find(({ name }) => name === value)?.id),
    ...relation(body, 'owner', store.users, (value) => store.users.find((user) => isCalled(user, value))?.id),
    ...relation(body, 'customer', store.users, (value) => store.users.find((user) => isCalled(user, value))?.id),
  } as TicketPatch;
  const custom = [...customAttributes(store, 'Ticket').keys()].filter((name) => name in body);
  const patch: TicketPatch = {
    ...relations,
    ...(typeof body.title === 'string' ? { title: body.title } : {}),
    ...pendingTime(body.pending_time),
    ...(isObject(body.preferences) ? { preferences: { ...current?.preferences, ...body.preferences } } : {}),
    custom: Object.fromEntries(custom.map((name) => [name, body[name]])),
  };
  needPendingTime(store, patch, current);
  return patch;
}

const isCalled = (user: { login: string; email: string }, value: unknown): boolean =>
  user.login === String(value).toLowerCase() || (user.email !== '' && user.email === String(value).toLowerCase());

function relation(
  body: Json,
  name: string,
  table: { get(id: number): unknown },
  byName: (value: unknown) => number | undefined,
): Json {
  const column = `${name}_id`;
  const raw = body[name];
  if (raw !== undefined && raw !== null && raw !== '') {
    const id = byName(raw);
    if (id === undefined) throw unknownName(name, raw);
    return { [column]: id };
  }
  const id = body[column];
  if (id === undefined || id === null || (typeof id === 'string' && id.startsWith('guess:'))) return {};
  if (!table.get(Number(id))) throw new ZammadError(422, `Invalid value for param '${column}': ${JSON.stringify(id)}`);
  return { [column]: Number(id) };
}

/** Seconds are cut, as the product does. */
function pendingTime(value: unknown): TicketPatch {
  if (value === undefined) return {};
  if (value === null || value === '') return { pending_time: null };
  const at = Date.parse(String(value));
  if (Number.isNaN(at)) throw new ZammadError(422, 'Invalid value for pending_time');
  return { pending_time: new Date(Math.floor(at / 60_000) * 60_000).toISOString() };
}

function needPendingTime(store: ZammadStore, patch: TicketPatch, current: ZammadTicket | undefined): void {
  if (patch.state_id === undefined || patch.state_id === current?.state_id) return;
  const type = STATE_TYPES[store.states.need(patch.state_id).state_type_id];
  const pending = type === 'pending reminder' || type === 'pending action';
  if (pending && !(patch.pending_time ?? current?.pending_time)) {
    throw new ZammadError(422, "Missing required value for field 'pending_time'!", false);
  }
}

/** The customer of a new ticket; `guess:mail` finds or makes one. */
export function customerOf(store: ZammadStore, body: Json, patch: TicketPatch): number {
  if (patch.customer_id !== undefined) return patch.customer_id;
  const guess =
    typeof body.customer_id === 'string' ? /^guess:(.+)$/.exec(body.customer_id)?.[1]?.toLowerCase() : undefined;
  if (!guess) throw new ZammadError(422, "The required value 'customer_id' is missing.");
  const known = store.users.find(({ email }) => email === guess);
  return (known ?? addUser(store, { login: guess, firstname: '', lastname: '', role_ids: [ROLE.customer] })).id;
}

/** Reads an article from a request body. */
export function newArticle(body: unknown): NewArticle | undefined {
  if (!isObject(body)) return undefined;
  const type = ARTICLE_TYPES.find((name) => name === (body.type ?? 'note'));
  const sender = SENDERS.find((name) => name === body.sender);
  if (!type) throw unknownName('type', body.type);
  if (type === 'email' && sender !== 'Customer' && !body.to) {
    throw new ZammadError(422, "Missing required value for field 'to'!");
  }
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    body: text(body.body) ?? '',
    subject: text(body.subject),
    type,
    internal: body.internal === true || body.internal === 'true',
    contentType: text(body.content_type) ?? 'text/plain',
    to: text(body.to),
    cc: text(body.cc),
    ...(sender ? { sender } : {}),
  };
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
