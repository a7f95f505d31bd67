import { Hono } from 'hono';
import { actorOf, bodyOf, type ZammadDeps, type ZammadEnv } from '../context.ts';
import type { Json } from '../model.ts';
import { updateTicket } from '../tickets.ts';
import { needTicket } from './tickets.ts';

/** Version, and the links to GitHub issues that a ticket carries. */
export function miscRoutes({ store, fire, version }: ZammadDeps): Hono<ZammadEnv> {
  const app = new Hono<ZammadEnv>();

  app.get('/version', (c) => c.json({ version: version === '5.2' ? '5.2.2' : '6.5.0' }));

  app.post('/integration/github_ticket_update', async (c) => {
    const { ticket_id, issue_links } = await bodyOf(c);
    const ticket = needTicket(store, c.get('user'), ticket_id);
    const github: Json = { ...(ticket.preferences.github as Json | undefined), issue_links: issue_links ?? [] };
    fire(updateTicket(store, actorOf(c), ticket.id, { preferences: { ...ticket.preferences, github } }));
    return c.json({ result: 'ok' });
  });

  return app;
}
