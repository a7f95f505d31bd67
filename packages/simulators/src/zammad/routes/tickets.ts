import { type Context, Hono } from 'hono';
import { actorOf, bodyOf, flag, needAgent, pageOf, type ZammadDeps, type ZammadEnv } from '../context.ts';
import { missing, ZammadError } from '../errors.ts';
import type { Json, ZammadTicket, ZammadUser } from '../model.ts';
import { customerOf, newArticle, ticketPatch } from '../params.ts';
import {
  renderTicketAll,
  renderTicketExpanded,
  renderTicketPlain,
  renderTicketWithIds,
  ticketAssets,
} from '../render-ticket.ts';
import type { ZammadStore } from '../state.ts';
import { createTicket, mergeTickets, updateTicket } from '../tickets.ts';

/** Tickets: list, show, create, change, delete and merge. */
export function ticketRoutes({ store, fire }: ZammadDeps): Hono<ZammadEnv> {
  const app = new Hono<ZammadEnv>();

  app.get('/tickets', (c) => {
    const query = c.req.query();
    const mine = store.tickets.all().filter((ticket) => maySee(c.get('user'), ticket));
    // always by id: sort_by is ignored here
    const page = pageOf(
      mine.sort((a, b) => a.id - b.id),
      query,
      { usual: 100, most: 100 },
    );
    if (flag(query, 'expand')) return c.json(page.map((ticket) => renderTicketExpanded(store, ticket)));
    if (flag(query, 'full')) return c.json({ record_ids: page.map(({ id }) => id), assets: ticketAssets(store, page) });
    return c.json(page.map(renderTicketPlain));
  });

  app.get('/tickets/:id{[0-9]+}', (c) => {
    const ticket = needTicket(store, c.get('user'), c.req.param('id'));
    const query = c.req.query();
    if (flag(query, 'all') || flag(query, 'full') || flag(query, 'expand')) return c.json(shaped(store, ticket, query));
    return c.json(renderTicketPlain(ticket));
  });

  app.post('/tickets', async (c) => {
    const body = await bodyOf(c);
    const actor = actorOf(c);
    // a customer writes for himself
    const own = store.isAgent(actor.userId) ? body : { ...body, customer: undefined, customer_id: actor.userId };
    const patch = ticketPatch(store, own);
    if (patch.group_id === undefined) throw new ZammadError(422, "The required value 'group_id' is missing.");
    const article = newArticle(body.article);
    const run = createTicket(store, actor, {
      title: typeof body.title === 'string' ? body.title : '',
      groupId: patch.group_id,
      customerId: customerOf(store, own, patch),
      patch,
      tags: String(body.tags ?? '')
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
      ...(article ? { article } : {}),
    });
    fire(run);
    return c.json(shaped(store, store.tickets.need(run.ticketId), { ...c.req.query(), ...body }), 201);
  });

  app.put('/tickets/:id{[0-9]+}', async (c) => {
    const ticket = needTicket(store, c.get('user'), c.req.param('id'));
    const body = await bodyOf(c);
    const patch = store.isAgent(c.get('user').id) ? ticketPatch(store, body, ticket) : {};
    fire(updateTicket(store, actorOf(c), ticket.id, patch, newArticle(body.article)));
    return c.json(shaped(store, ticket, c.req.query()));
  });

  app.delete('/tickets/:id{[0-9]+}', (c) => {
    needAgent(c.get('user'));
    const ticket = needTicket(store, c.get('user'), c.req.param('id'));
    store.tickets.rows.delete(ticket.id);
    for (const id of store.articleIds.get(ticket.id) ?? []) store.articles.rows.delete(id);
    for (const table of [store.articleIds, store.tags, store.history]) table.delete(ticket.id);
    return c.json({});
  });

  app.on(['PUT', 'GET'], '/ticket_merge/:source/:number', (c) => merge(c, { store, fire }));

  return app;
}

function merge(c: Context<ZammadEnv>, { store, fire }: Pick<ZammadDeps, 'store' | 'fire'>): Response {
  needAgent(c.get('user'));
  const source = store.tickets.get(Number(c.req.param('source')));
  const target = store.tickets.find(({ number }) => number === c.req.param('number'));
  if (!source || !target) {
    return c.json({ result: 'failed', message: 'The target ticket number could not be found.' });
  }
  if (source.id === target.id)
    return c.json({ result: 'failed', message: "It's not possible to merge a ticket with itself." });

  fire(mergeTickets(store, actorOf(c), source.id, target.id));
  return c.json({
    result: 'success',
    target_ticket: renderTicketPlain(target),
    source_ticket: renderTicketPlain(source),
  });
}

/** Answers of show, create and update: with ids unless another shape is asked for. */
function shaped(store: ZammadStore, ticket: ZammadTicket, params: Json): Json {
  if (flag(params, 'all')) return renderTicketAll(store, ticket);
  if (flag(params, 'full')) return { id: ticket.id, assets: ticketAssets(store, [ticket]) };
  if (flag(params, 'expand')) return renderTicketExpanded(store, ticket);
  return renderTicketWithIds(store, ticket);
}

/** A ticket the caller may see, or the product's refusal. */
export function needTicket(store: ZammadStore, user: ZammadUser, id: unknown): ZammadTicket {
  const ticket = store.tickets.get(Number(id));
  if (!ticket) throw missing('Ticket', id);
  if (!maySee(user, ticket)) throw new ZammadError(403, 'Not authorized');
  return ticket;
}

/** Agents see their groups, customers their own tickets. */
export function maySee(user: ZammadUser, ticket: ZammadTicket): boolean {
  return user.groups.has(ticket.group_id) || ticket.customer_id === user.id;
}
