import type { ZammadTicket } from './zammad-ticket.ts';

/** Ids of the states that every Zammad begins with. */
const STATE_IDS: Readonly<Record<string, string>> = {
  new: '1',
  open: '2',
  'pending reminder': '3',
  closed: '4',
  merged: '5',
  'pending close': '6',
};

type Test = (value: string, wanted: readonly string[]) => boolean;
const oneOf: Test = (value, wanted) => wanted.includes(value);
const includes: Test = (value, wanted) => wanted.some((each) => value.toLowerCase().includes(each.toLowerCase()));
const begins: Test = (value, wanted) => wanted.some((each) => value.toLowerCase().startsWith(each.toLowerCase()));
const ends: Test = (value, wanted) => wanted.some((each) => value.toLowerCase().endsWith(each.toLowerCase()));
const not =
  (test: Test): Test =>
  (value, wanted) =>
    !test(value, wanted);

/** Operators of Zammad's selectors on plain fields. Text is compared without regard to case, as PostgreSQL's ILIKE does. */
const OPERATORS: Readonly<Record<string, Test>> = {
  is: oneOf,
  'is not': not(oneOf),
  'is any of': oneOf,
  'is none of': not(oneOf),
  contains: includes,
  'contains not': not(includes),
  'starts with': begins,
  'starts with one of': begins,
  'ends with': ends,
  'ends with one of': ends,
  'before (absolute)': (value, [wanted = '']) => Date.parse(value) <= Date.parse(wanted),
  'after (absolute)': (value, [wanted = '']) => Date.parse(value) >= Date.parse(wanted),
};

/** Whether a ticket meets an SLA's condition; both Zammad's flat form (all must hold) and the nested one (AND, OR, NOT). Throws on what it does not know. */
export function conditionHolds(condition: Readonly<Record<string, unknown>>, ticket: ZammadTicket): boolean {
  const { conditions, operator } = condition;
  if (Array.isArray(conditions)) return nested(String(operator), conditions as Record<string, unknown>[], ticket);
  return Object.entries(condition).every(([field, test]) => holds(field, test as Record<string, unknown>, ticket));
}

function nested(operator: string, conditions: readonly Record<string, unknown>[], ticket: ZammadTicket): boolean {
  const each = (inner: Record<string, unknown>): boolean =>
    Array.isArray(inner.conditions) ? conditionHolds(inner, ticket) : holds(String(inner.name), inner, ticket);
  if (operator === 'OR') return conditions.some(each);
  if (operator === 'NOT') return !conditions.some(each);
  return conditions.every(each);
}

function holds(field: string, { operator, value }: Record<string, unknown>, ticket: ZammadTicket): boolean {
  const test = Object.hasOwn(OPERATORS, String(operator)) ? OPERATORS[String(operator)] : undefined;
  if (!test) throw new Error(`condition on ${field}: operator ${String(operator)} is not known here`);
  const wanted = (Array.isArray(value) ? value : [value]).map(String);
  return test(fieldOf(field, ticket), wanted);
}

function fieldOf(field: string, ticket: ZammadTicket): string {
  if (field === 'ticket.title') return ticket.title;
  if (field === 'ticket.priority_id') return ticket.priority.split(' ')[0] ?? '';
  if (field === 'ticket.state_id') return STATE_IDS[ticket.state] ?? ticket.state;
  if (field === 'ticket.created_at') return new Date(ticket.times.created_at).toISOString();
  throw new Error(`condition on ${field}: the case format has no such field`);
}
