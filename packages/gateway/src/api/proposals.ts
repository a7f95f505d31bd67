import { createRoute, z } from '@hono/zod-openapi';
import type { ApiDeps } from './api-deps.ts';
import { tokenName } from './bearer.ts';
import { newApi } from './new-api.ts';
import { presentEffect } from './present.ts';
import * as schema from './schemas.ts';

const list = createRoute({
  method: 'get',
  path: '/proposals',
  summary: 'What the rules wanted while their class was in shadow, or only propose',
  request: { query: schema.Page },
  responses: {
    200: schema.answer('A page of proposals', z.object({ proposals: z.array(schema.Effect) })),
    ...schema.failures,
  },
});

const Verdict = z.object({ id: z.int(), verdict: z.enum(['accepted', 'dismissed']) }).openapi('Verdict');

const accept = createRoute({
  method: 'post',
  path: '/proposals/{id}/accept',
  summary: 'Send it',
  request: { params: schema.IdParam },
  responses: { 200: schema.answer('It will be sent', Verdict), ...schema.failures },
});

const dismiss = createRoute({
  method: 'post',
  path: '/proposals/{id}/dismiss',
  summary: 'Never send it',
  request: { params: schema.IdParam },
  responses: { 200: schema.answer('It will not be sent', Verdict), ...schema.failures },
});

/** Proposals and what a person says to them. */
export function proposalRoutes({ store, proposals }: ApiDeps) {
  const app = newApi();

  app.openapi(list, async (c) => {
    const { limit, after } = c.req.valid('query');
    const found = await store.effects.list({ states: ['proposed'], limit, ...(after === undefined ? {} : { after }) });
    return c.json({ proposals: found.map(presentEffect) }, 200);
  });

  app.openapi(accept, async (c) => {
    const { id } = c.req.valid('param');
    await proposals.accept(id, tokenName(c));
    return c.json({ id, verdict: 'accepted' as const }, 200);
  });

  app.openapi(dismiss, async (c) => {
    const { id } = c.req.valid('param');
    await proposals.dismiss(id, tokenName(c));
    return c.json({ id, verdict: 'dismissed' as const }, 200);
  });

  return app;
}
