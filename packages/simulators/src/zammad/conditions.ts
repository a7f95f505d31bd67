import { ZammadError } from './errors.ts';
import type { Json, ZammadTicket } from './model.ts';
import { renderTicketPlain } from './render-ticket.ts';
import type { ZammadStore } from './state.ts';

/** One line of a selector. */
interface Condition {
  readonly name: string;
  readonly operator: string;
  readonly value?: unknown;
  readonly range?: string;
}

type Test = (ticket: ZammadTicket) => boolean;

const RANGE_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
  year: 31_536_000_000,
};

/** Compiles a selector, flat (`{"ticket.state_id": {...}}`) or nested (`{operator, conditions}`), as search and triggers
 * take it. Throws 422 for columns and operators Zammad's SQL would not know. */
export function compileCondition(store: ZammadStore, selector: Json): Test {
  if (Array.isArray(selector.conditions)) {
    const tests = (selector.conditions as Json[]).map((part) =>
      Array.isArray(part.conditions) ? compileCondition(store, part) : compileOne(store, part as unknown as Condition),
    );
    if (selector.operator === 'OR') return (ticket) => tests.some((test) => test(ticket));
    if (selector.operator === 'NOT') return (ticket) => !tests.some((test) => test(ticket));
    return (ticket) => tests.every((test) => test(ticket));
  }
  const tests = Object.entries(selector).map(([name, rest]) =>
    compileOne(store, { name, ...(rest as Omit<Condition, 'name'>) }),
  );
  return (ticket) => tests.every((test) => test(ticket));
}

function compileOne(store: ZammadStore, condition: Condition): Test {
  const [model, column = ''] = condition.name.split('.');
  // what happened is looked at by the trigger itself
  if (condition.name === 'ticket.action') return () => true;
  if (condition.name === 'ticket.tags') return tagTest(store, condition);

  const read = reader(store, model ?? '', column);
  return valueTest(store, condition, read);
}

function reader(store: ZammadStore, model: string, column: string): (ticket: ZammadTicket) => unknown {
  if (model === 'ticket') {
    const sample = store.tickets.all()[0];
    if (sample && !(column in renderTicketPlain(sample))) throw unknownColumn('tickets', column);
    return (ticket) => renderTicketPlain(ticket)[column];
  }
  if (model === 'customer') {
    return (ticket) => (store.users.need(ticket.customer_id) as unknown as Json)[column];
  }
  if (model === 'organization') {
    return (ticket) => {
      const organization =
        ticket.organization_id === null ? undefined : store.organizations.get(ticket.organization_id);
      return organization && ({ ...organization, ...organization.custom } as Json)[column];
    };
  }
  throw unknownColumn(`${model}s`, column);
}

const unknownColumn = (table: string, column: string): ZammadError =>
  new ZammadError(
    422,
    `PG::UndefinedColumn: ERROR:  column ${table}.${column} does not exist\nLINE 1: SELECT "tickets".*`,
  );

function valueTest(store: ZammadStore, condition: Condition, read: (ticket: ZammadTicket) => unknown): Test {
  const { operator, value } = condition;
  const at = (ticket: ZammadTicket): number => Date.parse(String(read(ticket) ?? ''));
  const list = new Set((Array.isArray(value) ? value : [value]).map(String));
  const text = (ticket: ZammadTicket): string => String(read(ticket) ?? '').toLowerCase();
  const agoMs = Number(value) * (RANGE_MS[condition.range ?? 'hour'] ?? 0);

  switch (operator) {
    // inclusive, as observed
    case 'after (absolute)':
      return (ticket) => at(ticket) >= Date.parse(String(value));
    case 'before (absolute)':
      return (ticket) => at(ticket) <= Date.parse(String(value));
    case 'within last (relative)':
      return (ticket) => at(ticket) >= store.now() - agoMs && at(ticket) <= store.now();
    case 'before (relative)':
      return (ticket) => at(ticket) <= store.now() - agoMs;
    case 'is':
      return (ticket) => list.has(String(read(ticket) ?? ''));
    case 'is not':
      return (ticket) => !list.has(String(read(ticket) ?? ''));
    case 'contains':
      return (ticket) => text(ticket).includes(String(value).toLowerCase());
    case 'contains not':
      return (ticket) => !text(ticket).includes(String(value).toLowerCase());
    case 'is set':
      return (ticket) => text(ticket) !== '';
    case 'not set':
      return (ticket) => text(ticket) === '';
    default:
      throw new ZammadError(422, `Invalid operator '${operator}' for '${condition.name}'`);
  }
}

function tagTest(store: ZammadStore, { operator, value }: Condition): Test {
  const wanted = String(value ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
  const has = (ticket: ZammadTicket, tag: string): boolean => store.tags.get(ticket.id)?.includes(tag) ?? false;
  const tests: Readonly<Record<string, Test>> = {
    'contains all': (ticket) => wanted.every((tag) => has(ticket, tag)),
    'contains one': (ticket) => wanted.some((tag) => has(ticket, tag)),
    'contains all not': (ticket) => !wanted.every((tag) => has(ticket, tag)),
    'contains one not': (ticket) => !wanted.some((tag) => has(ticket, tag)),
  };
  const test = tests[operator];
  if (!test) throw new ZammadError(422, `Invalid operator '${operator}' for 'ticket.tags'`);
  return test;
}
