import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { ApiDeps } from './api/api-deps.ts';
import { apiRoutes } from './api/api-routes.ts';
import { failWith, onErrorOf } from './api-error.ts';
import { healthRoutes } from './health-routes.ts';
import type { HookDeps } from './hook-routes.ts';
import { hookRoutes } from './hook-routes.ts';
import type { MetricsDeps } from './metrics-routes.ts';
import { metricsRoutes } from './metrics-routes.ts';

/** Everything the HTTP door needs. */
export interface GatewayDeps extends Omit<HookDeps, 'counters'>, Omit<MetricsDeps, 'store'>, ApiDeps {}

/** Puts all routes together: webhooks, health, metrics, JSON API. */
export function createGateway(deps: GatewayDeps): Hono {
  const app = new Hono();
  app.use('/api/*', secureHeaders());
  app.onError(onErrorOf(deps.logger));
  app.notFound((c) => failWith(c, 404, 'NOT_FOUND', 'There is nothing at this path'));

  app.route('/', hookRoutes(deps));
  app.route('/', healthRoutes(deps));
  app.route('/', metricsRoutes(deps));
  app.route('/', apiRoutes(deps));
  return app;
}
