import { createRoute, z } from '@hono/zod-openapi';
import { Conflict } from '@stellwerk/ports';
import type { ApiDeps } from './api-deps.ts';
import { tokenName } from './bearer.ts';
import { newApi } from './new-api.ts';
import { presentEffect } from './present.ts';
import * as schema from './schemas.ts';

const Letters = z.object({ effects: z.array(schema.Effect), events: z.array(schema.DeadEvent) }).openapi('DeadLetters');
const Replayed = z.object({ id: z.int(), replayed: z.literal(true) }).openapi('Replayed');

const list = createRoute({
  method: 'get',
  path: '/deadletters',
  summary: 'What was given up and waits for a person',
  request: { query: schema.Page },
  responses: { 200: schema.answer('Dead effects and events', Letters), ...schema.failures },
});

const replayEffect = createRoute({
  method: 'post',
  path: '/deadletters/effects/{id}/replay',
  summary: 'Try a dead effect again',
  request: { params: schema.IdParam },
  responses: { 200: schema.answer('It is tried again', Replayed), ...schema.failures },
});

const replayEvent = createRoute({
  method: 'post',
  path: '/deadletters/events/{id}/replay',
  summary: 'Try a dead event again',
  request: { params: schema.IdParam },
  responses: { 200: schema.answer('It is tried again', Replayed), ...schema.failures },
});

/** Dead letters and their replay. Each replay stands in the audit. */
export function deadLetterRoutes({ store, clock }: ApiDeps) {
  const app = newApi();

  app.openapi(list, async (c) => {
    const { limit, after } = c.req.valid('query');
    const effects = await store.effects.list({ states: ['dead'], limit, ...(after === undefined ? {} : { after }) });
    const events = await store.admin.deadEvents(limit);
    return c.json({ effects: effects.map(presentEffect), events: events.map((event) => ({ ...event })) }, 200);
  });

  app.openapi(replayEffect, async (c) => {
    const { id } = c.req.valid('param');
    if (!(await store.effects.replay(id, tokenName(c), clock.now()))) throw notDead('effect', id);
    return c.json({ id, replayed: true as const }, 200);
  });

  app.openapi(replayEvent, async (c) => {
    const { id } = c.req.valid('param');
    if (!(await store.admin.replayEvent(id, tokenName(c), clock.now()))) throw notDead('event', id);
    return c.json({ id, replayed: true as const }, 200);
  });

  return app;
}

function notDead(what: string, id: number): Conflict {
  return new Conflict(`There is no dead ${what} ${id}`);
}
