import { Hono } from 'hono';
import { touchBy } from '../changes.ts';
import { actorOf, bodyOf, type ZammadDeps, type ZammadEnv } from '../context.ts';
import { missing, ZammadError } from '../errors.ts';
import { logInternal } from '../history.ts';
import { newArticle } from '../params.ts';
import { renderArticle } from '../render-article.ts';
import { updateTicket } from '../tickets.ts';
import { needTicket } from './tickets.ts';

/** Articles: all of a ticket without paging, one, write, and the one thing that can change (`internal`). */
export function articleRoutes({ store, fire }: ZammadDeps): Hono<ZammadEnv> {
  const app = new Hono<ZammadEnv>();

  app.get('/ticket_articles/by_ticket/:id', (c) => {
    const ticket = needTicket(store, c.get('user'), c.req.param('id'));
    const agent = store.isAgent(c.get('user').id);
    const visible = store.articlesOf(ticket.id).filter(({ internal }) => agent || !internal);
    return c.json(visible.map((article) => renderArticle(store, article, 'named')));
  });

  app.get('/ticket_articles/:id', (c) => {
    const article = store.articles.get(Number(c.req.param('id')));
    if (!article) throw missing('Ticket::Article', c.req.param('id'));
    needTicket(store, c.get('user'), article.ticket_id);
    return c.json(renderArticle(store, article, 'named'));
  });

  app.post('/ticket_articles', async (c) => {
    const body = await bodyOf(c);
    const ticket = needTicket(store, c.get('user'), body.ticket_id);
    if (body.time_unit !== undefined) throw new ZammadError(403, 'Time Accounting is not enabled');
    const input = newArticle(body);
    if (!input) throw new ZammadError(422, 'Need at least article: { body: "some text" }');
    const run = updateTicket(store, actorOf(c), ticket.id, {}, input);
    fire(run);
    return c.json(renderArticle(store, store.articles.need(run.articleId ?? 0), 'named'), 201);
  });

  app.put('/ticket_articles/:id', async (c) => {
    const article = store.articles.get(Number(c.req.param('id')));
    if (!article) throw missing('Ticket::Article', c.req.param('id'));
    const ticket = needTicket(store, c.get('user'), article.ticket_id);
    const { internal } = await bodyOf(c);
    // a new body is ignored with 200, as observed
    if (typeof internal === 'boolean' && internal !== article.internal) {
      article.internal = internal;
      article.updated_at = store.stamp();
      article.updated_by_id = c.get('user').id;
      logInternal(store, actorOf(c), ticket.id, article.id, internal);
      touchBy(store, { userId: ticket.updated_by_id }, ticket);
    }
    return c.json(renderArticle(store, article, 'named'));
  });

  return app;
}
