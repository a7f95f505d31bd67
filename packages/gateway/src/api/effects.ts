import { createRoute, z } from '@hono/zod-openapi';
import type { EffectState } from '@stellwerk/ports';
import { NotFound } from '@stellwerk/ports';
import type { ApiDeps } from './api-deps.ts';
import { newApi } from './new-api.ts';
import { presentEffect } from './present.ts';
import * as schema from './schemas.ts';

const STATES = [
  'pending',
  'proposed',
  'past',
  'sending',
  'unknown',
  'done',
  'dead',
  'cancelled',
  'expired',
  'dismissed',
] as const satisfies readonly EffectState[];

const Query = schema.Page.extend({
  state: z.enum(STATES).optional(),
  connection: z.string().optional(),
  lane: z.string().optional().openapi({ example: 'acme:ticket:123' }),
});

const list = createRoute({
  method: 'get',
  path: '/effects',
  summary: 'Wanted changes outside, by id',
  request: { query: Query },
  responses: {
    200: schema.answer('A page of effects', z.object({ effects: z.array(schema.Effect) })),
    ...schema.failures,
  },
});

const one = createRoute({
  method: 'get',
  path: '/effects/{id}',
  summary: 'One effect',
  request: { params: schema.IdParam },
  responses: { 200: schema.answer('The effect', schema.Effect), ...schema.failures },
});

/** Effects in every state. */
export function effectRoutes({ store }: ApiDeps) {
  const app = newApi();

  app.openapi(list, async (c) => {
    const { limit, after, state, connection, lane } = c.req.valid('query');
    const effects = await store.effects.list({
      limit,
      ...(after === undefined ? {} : { after }),
      ...(state === undefined ? {} : { states: [state] }),
      ...(connection === undefined ? {} : { connection }),
      ...(lane === undefined ? {} : { lane }),
    });
    return c.json({ effects: effects.map(presentEffect) }, 200);
  });

  app.openapi(one, async (c) => {
    const { id } = c.req.valid('param');
    const effect = await store.effects.get(id);
    if (!effect) throw new NotFound(`There is no effect ${id}`);
    return c.json(presentEffect(effect), 200);
  });

  return app;
}
