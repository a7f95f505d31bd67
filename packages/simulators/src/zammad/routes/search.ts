import { type Context, Hono } from 'hono';
import { compileCondition } from '../conditions.ts';
import { bodyOf, flag, pageOf, type ZammadDeps, type ZammadEnv } from '../context.ts';
import { ZammadError } from '../errors.ts';
import type { Json, ZammadTicket, ZammadUser } from '../model.ts';
import { isObject } from '../params.ts';
import { renderTicketExpanded, renderTicketPlain, renderTicketWithIds, ticketAssets } from '../render-ticket.ts';
import type { ZammadStore } from '../state.ts';
import { maySee } from './tickets.ts';

/** `/tickets/search` of an installation without Elasticsearch: text is a plain LIKE, so a Lucene query finds nothing, and
 * `condition` is answered exactly. */
export function searchRoutes({ store }: ZammadDeps): Hono<ZammadEnv> {
  const app = new Hono<ZammadEnv>();

  const search = async (c: Context<ZammadEnv>): Promise<Response> => {
    const params: Json = { ...c.req.query(), ...(c.req.method === 'POST' ? await bodyOf(c) : {}) };
    const found = sortTickets(findTickets(store, c.get('user'), params), params);
    if (flag(params, 'only_total_count')) return c.json({ total_count: found.length });

    const page = pageOf(found, params, { usual: 50, most: 200 });
    if (flag(params, 'expand')) return c.json(page.map((ticket) => renderTicketExpanded(store, ticket)));
    if (flag(params, 'full')) {
      const record_ids = page.map(({ id }) => id);
      return c.json({ record_ids, assets: ticketAssets(store, page), total_count: found.length });
    }
    return c.json(page.map((ticket) => renderTicketWithIds(store, ticket)));
  };

  app.get('/tickets/search', search);
  app.post('/tickets/search', search);
  return app;
}

function findTickets(store: ZammadStore, user: ZammadUser, params: Json): ZammadTicket[] {
  // a star means everything and is cut off before the LIKE
  const query = String(params.query ?? '')
    .replaceAll('*', '')
    .trim()
    .toLowerCase();
  const tests: ((ticket: ZammadTicket) => boolean)[] = [(ticket) => maySee(user, ticket)];
  if (query !== '') tests.push((ticket) => textOf(store, ticket).includes(query));
  else if (isObject(params.condition)) tests.push(compileCondition(store, params.condition));
  else if (params.query === undefined) throw new ZammadError(422, 'Need at least one of: query, condition');

  return store.tickets.all().filter((ticket) => tests.every((test) => test(ticket)));
}

function textOf(store: ZammadStore, ticket: ZammadTicket): string {
  const articles = store.articlesOf(ticket.id).flatMap(({ from, to, subject, body }) => [from, to, subject, body]);
  return [ticket.title, ticket.number, ...articles].join('\n').toLowerCase();
}

const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : String(value ?? '').split(',')).map((part) => String(part).trim()).filter(Boolean);

function sortTickets(tickets: readonly ZammadTicket[], params: Json): ZammadTicket[] {
  const columns = listOf(params.sort_by);
  const orders = listOf(params.order_by);
  const keys = columns.length > 0 ? columns : ['updated_at'];
  const sample = tickets[0] && renderTicketPlain(tickets[0]);
  for (const key of keys) {
    if (sample && !(key in sample)) throw new ZammadError(422, `Found invalid column '${key}' for sorting.`);
  }
  // newest first unless asked otherwise
  const directions = keys.map((_, at) =>
    (orders[at] ?? orders[0] ?? (columns.length > 0 ? 'asc' : 'desc')) === 'desc' ? -1 : 1,
  );
  const decorated = tickets.map((ticket) => ({ ticket, row: renderTicketPlain(ticket) }));

  return decorated
    .sort((a, b) => {
      for (const [at, key] of keys.entries()) {
        const order = compare(a.row[key], b.row[key]) * (directions[at] ?? 1);
        if (order !== 0) return order;
      }
      return 0;
    })
    .map(({ ticket }) => ticket);
}

function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  return a < b ? -1 : 1;
}
