import { Hono } from 'hono';
import type { HubspotDeps } from './context.ts';
import { HubspotError, notFound, unauthenticated } from './errors.ts';
import { accountRoutes } from './routes/account.ts';
import { associationRoutes } from './routes/associations.ts';
import { batchRoutes } from './routes/batch.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { objectRoutes } from './routes/objects.ts';
import { propertyRoutes } from './routes/properties.ts';
import { needScope } from './scopes.ts';
import { datedPath, HUBSPOT_API_VERSION } from './version.ts';

/** HubSpot's API; numbered paths answer as the dated ones they stand for. */
export function hubspotApp(deps: HubspotDeps, token: string, scopes: readonly string[] | null): Hono {
  const app = new Hono({ getPath: (request) => datedPath(new URL(request.url).pathname) });

  app.use(async (c, next) => {
    if (c.req.header('authorization') !== `Bearer ${token}`) throw unauthenticated();
    needScope(c.req.method, datedPath(c.req.path), scopes);
    await next();
  });
  // a portal without any deals: only the scope for them counts here
  app.get(`/crm/objects/${HUBSPOT_API_VERSION}/deals`, (c) => c.json({ results: [] }));
  // batches before records: `batch` would else be taken for an id
  for (const routes of [batchRoutes, objectRoutes, associationRoutes]) app.route('/', routes(deps));
  for (const routes of [propertyRoutes, accountRoutes, conversationRoutes]) app.route('/', routes(deps));

  app.notFound((c) => c.json(notFound('The requested resource could not be found').body, 404));
  app.onError((error, c) => {
    if (error instanceof HubspotError) return c.json(error.body, error.status);
    return c.json(new HubspotError(500, 'INTERNAL_ERROR', error.message).body, 500);
  });
  return app;
}
