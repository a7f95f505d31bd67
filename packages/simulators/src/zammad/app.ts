import { Hono } from 'hono';
import { authenticate, type ZammadDeps, type ZammadEnv } from './context.ts';
import { ZammadError } from './errors.ts';
import { adminRoutes } from './routes/admin.ts';
import { articleRoutes } from './routes/articles.ts';
import { attributeRoutes } from './routes/attributes.ts';
import { historyRoutes } from './routes/history.ts';
import { masterDataRoutes } from './routes/master-data.ts';
import { miscRoutes } from './routes/misc.ts';
import { searchRoutes } from './routes/search.ts';
import { settingRoutes } from './routes/settings.ts';
import { tagRoutes } from './routes/tags.ts';
import { ticketRoutes } from './routes/tickets.ts';

/** Zammad's API under `/api/v1`. */
export function zammadApp(deps: ZammadDeps): Hono {
  const api = new Hono<ZammadEnv>();

  api.use(async (c, next) => {
    const user = authenticate(
      deps,
      c.req.header('authorization'),
      c.req.header('from') ?? c.req.header('x-on-behalf-of'),
    );
    c.set('user', user);
    await next();
  });
  // the rights of settings come before the routes they guard
  api.route('/', settingRoutes(deps));
  // search first: `/tickets/:id` takes numbers only, but the order shows the intent
  for (const routes of [searchRoutes, ticketRoutes, articleRoutes, tagRoutes, historyRoutes])
    api.route('/', routes(deps));
  for (const routes of [masterDataRoutes, adminRoutes, attributeRoutes, miscRoutes]) api.route('/', routes(deps));

  const app = new Hono();
  app.route('/api/v1', api);
  app.notFound((c) => c.json(new ZammadError(404, "This page doesn't exist.").body, 404));
  app.onError((error, c) => {
    if (!(error instanceof ZammadError)) return c.json({ error: error.message }, 500);
    // the reason of a refused sign-in is repeated in a header
    if (error.status === 401 || error.status === 403) c.header('X-Failure', error.message);
    return c.json(error.body, error.status);
  });
  return app;
}
