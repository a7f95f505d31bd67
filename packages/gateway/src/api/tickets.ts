import { createRoute, z } from '@hono/zod-openapi';
import type { LaneRef, Store } from '@stellwerk/ports';
import { NotFound } from '@stellwerk/ports';
import type { ApiDeps } from './api-deps.ts';
import { newApi } from './new-api.ts';
import { presentEffect, presentEvent } from './present.ts';
import * as schema from './schemas.ts';

const Detail = z
  .object({
    ticket: schema.Lane,
    decisions: z.array(schema.Decision),
    events: z.array(schema.Event),
    effects: z.array(schema.Effect),
  })
  .openapi('TicketDetail');

const KeyParam = z.object({ key: z.string().openapi({ example: 'acme:ticket:123' }) });

const list = createRoute({
  method: 'get',
  path: '/tickets',
  summary: 'Tickets, by id',
  request: { query: schema.Page.extend({ connection: z.string().optional() }) },
  responses: {
    200: schema.answer('A page of tickets', z.object({ tickets: z.array(schema.Ticket) })),
    ...schema.failures,
  },
});

const detail = createRoute({
  method: 'get',
  path: '/tickets/{key}',
  summary: 'A ticket with its story, decisions and effects',
  request: { params: KeyParam },
  responses: { 200: schema.answer('The ticket', Detail), ...schema.failures },
});

/** Tickets and what was decided on them. */
export function ticketRoutes({ store }: ApiDeps) {
  const app = newApi();

  app.openapi(list, async (c) => {
    const { limit, after, connection } = c.req.valid('query');
    const filter = {
      limit,
      ...(after === undefined ? {} : { after }),
      ...(connection === undefined ? {} : { connection }),
    };
    const tickets = await store.lanes.list(filter);
    return c.json({ tickets: [...tickets] }, 200);
  });

  app.openapi(detail, async (c) => {
    const ticket = await laneOf(store, c.req.valid('param').key);
    const decisions = await store.lanes.decisions(ticket.key);
    const effects = await store.effects.list({ lane: ticket.key, limit: 500 });
    const events = await store.lanes.events(ticket.key);
    return c.json(
      {
        ticket,
        decisions: decisions.map((decision) => ({ ...decision })),
        events: events.map(presentEvent),
        effects: effects.map(presentEffect),
      },
      200,
    );
  });

  return app;
}

async function laneOf(store: Store, key: string): Promise<LaneRef> {
  const lane = await store.lanes.get(key);
  if (!lane) throw new NotFound(`There is no ticket ${key}`);
  return lane;
}
