import { createRoute, z } from '@hono/zod-openapi';
import { connectionLags } from '../health-routes.ts';
import type { ApiDeps } from './api-deps.ts';
import { newApi } from './new-api.ts';
import * as schema from './schemas.ts';

const list = createRoute({
  method: 'get',
  path: '/connections',
  summary: 'Connections and how far each is behind',
  responses: {
    200: schema.answer('All connections', z.object({ connections: z.array(schema.ConnectionAnswer) })),
    401: schema.failures[401],
  },
});

/** The configured accounts. */
export function connectionRoutes({ store, clock }: ApiDeps) {
  const app = newApi();

  app.openapi(list, async (c) => {
    const lags = new Map((await connectionLags({ store, clock })).map((lag) => [lag.name, lag.lagMs]));
    const rows = await store.connections.list();
    const connections = rows.map(({ publicId, ...row }) => ({
      ...row,
      lagMs: lags.get(row.name) ?? null,
      hookPath: `/hooks/${publicId}`,
    }));
    return c.json({ connections }, 200);
  });

  return app;
}
