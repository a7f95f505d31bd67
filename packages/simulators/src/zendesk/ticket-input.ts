import { invalid, isObject, type JsonObject, texts } from './http.ts';
import type { ZendeskPriority, ZendeskStatus, ZendeskTicket, ZendeskType } from './model.ts';
import { ensureGroup, type ZendeskState } from './state.ts';
import type { TicketChange } from './ticket-change.ts';

/** Reads `ticket` of a request into a change, and refuses what Zendesk refuses. */

const STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed'] as const satisfies ZendeskStatus[];
const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const satisfies ZendeskPriority[];
const TYPES = ['problem', 'incident', 'question', 'task'] as const satisfies ZendeskType[];

export function readChange(state: ZendeskState, input: JsonObject): TicketChange {
  const change: { -readonly [K in keyof TicketChange]: TicketChange[K] } = {};
  if (typeof input.subject === 'string') change.subject = input.subject;
  if (input.external_id !== undefined) change.externalId = nullable(input.external_id, String);
  if (input.status !== undefined) change.status = oneOf(STATUSES, input.status, 'status');
  if (input.custom_status_id !== undefined) change.customStatusId = knownStatus(state, input.custom_status_id);
  if (input.priority !== undefined) {
    change.priority = nullable(input.priority, (value) => oneOf(PRIORITIES, value, 'priority'));
  }
  if (input.type !== undefined) change.type = nullable(input.type, (value) => oneOf(TYPES, value, 'type'));
  if (input.assignee_id !== undefined) change.assigneeId = nullable(input.assignee_id, (id) => knownAgent(state, id));
  if (input.group_id !== undefined) change.groupId = nullable(input.group_id, (id) => knownGroup(state, id));
  if (Array.isArray(input.tags)) change.tags = texts(input.tags);
  const fields = readFields(state, input.custom_fields ?? input.fields);
  if (fields) change.fields = fields;
  const comment = readComment(input.comment);
  if (comment) change.comment = comment;
  return change;
}

const nullable = <T>(value: unknown, read: (value: unknown) => T): T | null => (value === null ? null : read(value));

function oneOf<T extends string>(all: readonly T[], value: unknown, field: string): T {
  const found = all.find((each) => each === value);
  if (found === undefined) throw invalid(field, `${field}: ${String(value)} is not valid`);
  return found;
}

function knownStatus(state: ZendeskState, value: unknown): number {
  const id = Number(value);
  if (!state.statuses.some((status) => status.id === id)) throw invalid('custom_status_id', 'Custom status is invalid');
  return id;
}

function knownAgent(state: ZendeskState, value: unknown): number {
  const id = Number(value);
  const user = state.users.get(id);
  if (!user || user.role === 'end-user') throw invalid('base', 'Assignee: is invalid');
  return id;
}

function knownGroup(state: ZendeskState, value: unknown): number {
  const id = Number(value);
  if (!state.groups.has(id)) throw invalid('base', 'Group: is invalid');
  return id;
}

/** Custom fields as a list of `{id, value}` or as an object of values by id. Unknown ids are passed over, as in the real one. */
function readFields(state: ZendeskState, value: unknown): ReadonlyMap<number, string | null> | undefined {
  const pairs: [number, unknown][] = Array.isArray(value)
    ? value.filter(isObject).map((each) => [Number(each.id), each.value])
    : isObject(value)
      ? Object.entries(value).map(([id, each]) => [Number(id), each])
      : [];
  const known = pairs.filter(([id]) => state.fields.some((field) => field.id === id));
  if (known.length === 0) return undefined;
  return new Map(known.map(([id, each]) => [id, fieldValue(state, id, each)]));
}

function fieldValue(state: ZendeskState, id: number, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  const field = state.fields.find((each) => each.id === id);
  const text = String(value);
  const valid = field?.type !== 'tagger' || field.options.some((option) => option.value === text);
  if (!valid) throw invalid('base', `${field?.title ?? id}: ${text} is not a valid option`);
  return text;
}

export function readComment(value: unknown): TicketChange['comment'] {
  if (!isObject(value)) return undefined;
  const body = typeof value.body === 'string' ? value.body : value.html_body;
  if (typeof body !== 'string' || body.trim() === '') throw invalid('base', 'Comment: cannot be blank');
  const authorId = Number(value.author_id);
  return {
    body,
    public: value.public !== false,
    ...(Number.isSafeInteger(authorId) && authorId > 0 ? { authorId } : {}),
  };
}

/** A closed ticket takes no update at all; one without assignee cannot be solved. */
export function checkUpdate(ticket: ZendeskTicket, change: TicketChange): void {
  if (ticket.status === 'closed') throw invalid('status', 'Status closed prevents ticket update');
  const assignee = change.assigneeId === undefined ? ticket.assigneeId : change.assigneeId;
  if (change.status === 'solved' && assignee === null) {
    throw invalid('base', 'Assignee: is required when solving a ticket');
  }
}

/** The requester of a new ticket: by id, or by name and address, which makes the person when new. */
export function readRequester(state: ZendeskState, input: JsonObject, fallback: number): number {
  const id = Number(input.requester_id);
  if (state.users.has(id)) return id;
  if (input.requester_id !== undefined) throw invalid('requester', 'Requester: is invalid');
  if (!isObject(input.requester) || typeof input.requester.email !== 'string') return fallback;

  const { email, name } = input.requester;
  for (const user of state.users.values()) if (user.email === email) return user.id;
  const user = {
    id: state.nextId(),
    name: typeof name === 'string' ? name : email,
    email,
    role: 'end-user',
    organizationId: null,
    groupIds: [],
    createdAt: state.now(),
  } as const;
  state.users.set(user.id, user);
  return user.id;
}

/** A group named by the caller, or the account's first. */
export const defaultGroupId = (state: ZendeskState): number =>
  state.groups.keys().next().value ?? ensureGroup(state, 'Support L1').id;
