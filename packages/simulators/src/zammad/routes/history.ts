import { Hono } from 'hono';
import type { ZammadDeps, ZammadEnv } from '../context.ts';
import { linksOf, ticketAssets } from '../render-ticket.ts';
import { needTicket } from './tickets.ts';

/** A ticket's history, oldest first and unpaged, and its links. */
export function historyRoutes({ store }: ZammadDeps): Hono<ZammadEnv> {
  const app = new Hono<ZammadEnv>();

  app.get('/ticket_history/:id', (c) => {
    const ticket = needTicket(store, c.get('user'), c.req.param('id'));
    return c.json({ history: store.history.get(ticket.id) ?? [], assets: ticketAssets(store, [ticket], true) });
  });

  app.get('/links', (c) => {
    const ticket = needTicket(store, c.get('user'), c.req.query('link_object_value'));
    const links = linksOf(store, ticket.id);
    const others = links.map((link) => store.tickets.need(Number(link.link_object_value)));
    return c.json({ links, assets: ticketAssets(store, others) });
  });

  return app;
}
