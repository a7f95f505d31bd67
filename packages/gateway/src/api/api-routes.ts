import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiDeps } from './api-deps.ts';
import { bearer } from './bearer.ts';
import { connectionRoutes } from './connections.ts';
import { deadLetterRoutes } from './dead-letters.ts';
import { effectRoutes } from './effects.ts';
import { newApi } from './new-api.ts';
import { proposalRoutes } from './proposals.ts';
import { ticketRoutes } from './tickets.ts';

const PREFIX = '/api/v1';

/** `/api/v1`: everything by bearer token, but for the description of itself. */
export function apiRoutes(deps: ApiDeps): OpenAPIHono {
  const app = newApi();
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  app.doc31(`${PREFIX}/openapi.json`, {
    openapi: '3.1.0',
    info: { title: 'Stellwerk', version: '1', description: 'Tickets, decisions, effects, proposals and dead letters.' },
    security: [{ token: [] }],
  });
  app.use(`${PREFIX}/*`, bearer(deps));
  for (const routes of [ticketRoutes, effectRoutes, proposalRoutes, deadLetterRoutes, connectionRoutes]) {
    app.route(PREFIX, routes(deps));
  }
  return app;
}
