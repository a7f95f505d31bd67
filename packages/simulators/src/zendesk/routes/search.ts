import { Hono } from 'hono';
import { type JsonObject, type ZendeskContext, type ZendeskEnv, ZendeskError } from '../http.ts';
import type { ZendeskTicket } from '../model.ts';
import { cursorPage, listPage } from '../paging.ts';
import { ticketJson } from '../shapes/ticket.ts';
import type { ZendeskState } from '../state.ts';

const MAX_RESULTS = 1000;

export interface SearchOptions {
  readonly state: ZendeskState;
  /** How long a new or changed ticket stays unknown to the index, milliseconds. */
  readonly searchLagMs: number;
}

/** Ticket search: an index that lags, at most 1,000 results by offset; the export pages by cursor. */
export function searchRoutes({ state, searchLagMs }: SearchOptions): Hono<ZendeskEnv> {
  const app = new Hono<ZendeskEnv>();
  const json =
    (c: ZendeskContext) =>
    (ticket: ZendeskTicket): JsonObject => ({
      ...ticketJson(state, ticket, c.get('base')),
      result_type: 'ticket',
    });
  const find = (query: string): ZendeskTicket[] => {
    const terms = query.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
    const indexed = [...state.tickets.values()].filter((ticket) => ticket.updatedAt + searchLagMs <= state.now());
    return indexed.filter((ticket) => terms.every((term) => matches(state, ticket, term)));
  };

  app.get('/search', (c) => {
    const page = Number(c.req.query('page') ?? 1);
    const size = Math.min(100, Number(c.req.query('per_page') ?? 100));
    if (page * size > MAX_RESULTS) throw tooFar();
    return c.json({ ...listPage(c, 'results', find(c.req.query('query') ?? ''), json(c)), facets: null });
  });

  app.get('/search/export', (c) => {
    if (c.req.query('filter[type]') === undefined) {
      throw new ZendeskError(400, { error: 'InvalidValue', description: 'filter[type] is required' });
    }
    return c.json(cursorPage(c, 'results', find(c.req.query('query') ?? ''), json(c)));
  });

  app.get('/search/count', (c) => c.json({ count: find(c.req.query('query') ?? '').length }));

  return app;
}

function tooFar(): ZendeskError {
  const description = 'Requested response size was greater than Search Response Limits';
  return new ZendeskError(422, { error: 'unprocessable_entity', description });
}

const ORDER = ['new', 'open', 'pending', 'hold', 'solved', 'closed'];

function matches(state: ZendeskState, ticket: ZendeskTicket, term: string): boolean {
  const [, key, sign, quoted] = /^([a-z_]+)([:<>])(.*)$/.exec(term) ?? [];
  const value = (quoted ?? term).replaceAll('"', '').toLowerCase();
  if (key === undefined || sign === undefined) return contains(ticket, value);

  switch (key) {
    case 'type':
      return value === 'ticket';
    case 'status':
      return compare(ORDER.indexOf(ticket.status), sign, ORDER.indexOf(value));
    case 'tags':
      return ticket.tags.includes(value);
    case 'priority':
      return ticket.priority === value;
    case 'external_id':
      return ticket.externalId?.toLowerCase() === value;
    case 'requester':
      return state.users.get(ticket.requesterId)?.email.toLowerCase() === value || String(ticket.requesterId) === value;
    case 'group':
      return state.groups.get(ticket.groupId ?? 0)?.name.toLowerCase() === value || String(ticket.groupId) === value;
    case 'created':
      return compare(ticket.createdAt, sign, Date.parse(value));
    case 'updated':
      return compare(ticket.updatedAt, sign, Date.parse(value));
    default:
      return key.startsWith('order') || key.startsWith('sort');
  }
}

function compare(a: number, sign: string, b: number): boolean {
  if (sign === '<') return a < b;
  return sign === '>' ? a > b : a === b;
}

const contains = (ticket: ZendeskTicket, word: string): boolean =>
  ticket.subject.toLowerCase().includes(word) || ticket.description.toLowerCase().includes(word);
