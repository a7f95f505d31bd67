import { Hono } from 'hono';
import { actingOf, type JsonObject, readObject, texts, type ZendeskContext, type ZendeskEnv } from '../http.ts';
import type { ZendeskTicket } from '../model.ts';
import type { ZendeskState } from '../state.ts';
import { cleanTags } from '../tags.ts';
import { changeTicket } from '../ticket-change.ts';
import { checkUpdate } from '../ticket-input.ts';
import { checkStamp, ticketParam } from './tickets.ts';

/** Tags of one ticket: PUT adds, POST sets, DELETE removes (names in the body or in `?tags=a,b`). */
export function tagRoutes(state: ZendeskState): Hono<ZendeskEnv> {
  const app = new Hono<ZendeskEnv>();

  const write = (
    c: ZendeskContext,
    body: JsonObject,
    wanted: (ticket: ZendeskTicket) => readonly string[],
  ): string[] => {
    const ticket = ticketParam(state, c);
    checkStamp(ticket, body);
    const change = { tags: wanted(ticket) };
    checkUpdate(ticket, change);
    changeTicket(state, ticket, change, actingOf(c));
    return ticket.tags;
  };

  app.get('/:id{[0-9]+}/tags', (c) => c.json({ tags: ticketParam(state, c).tags }));

  app.put('/:id{[0-9]+}/tags', async (c) => {
    const body = await readObject(c);
    return c.json({ tags: write(c, body, (ticket) => [...ticket.tags, ...texts(body.tags)]) });
  });

  app.post('/:id{[0-9]+}/tags', async (c) => {
    const body = await readObject(c);
    return c.json({ tags: write(c, body, () => texts(body.tags)) }, 201);
  });

  app.delete('/:id{[0-9]+}/tags', async (c) => {
    const body = await readObject(c);
    const named = cleanTags([...texts(body.tags), ...(c.req.query('tags') ?? '').split(',')]);
    return c.json({ tags: write(c, body, (ticket) => ticket.tags.filter((tag) => !named.includes(tag))) });
  });

  return app;
}
