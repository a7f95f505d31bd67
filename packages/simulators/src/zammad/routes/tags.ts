import { type Context, Hono } from 'hono';
import { actorOf, bodyOf, type ZammadDeps, type ZammadEnv } from '../context.ts';
import { ZammadError } from '../errors.ts';
import type { Json } from '../model.ts';
import { addTag, removeTag } from '../tickets.ts';

/** Tags: case-sensitive, in the order of addition. No write of them fires a trigger. */
export function tagRoutes({ store }: ZammadDeps): Hono<ZammadEnv> {
  const app = new Hono<ZammadEnv>();

  const paramsOf = async (c: Context<ZammadEnv>): Promise<{ readonly ticketId: number; readonly item: string }> => {
    const params: Json = { ...c.req.query(), ...(await bodyOf(c)) };
    if (!params.item || !params.o_id) throw new ZammadError(422, "The required parameter 'item' is missing.");
    return { ticketId: Number(params.o_id), item: String(params.item) };
  };

  // a ticket that is not there has no tags and takes none, without an error
  app.get('/tags', (c) => c.json({ tags: store.tags.get(Number(c.req.query('o_id'))) ?? [] }));

  app.post('/tags/add', async (c) => {
    const { ticketId, item } = await paramsOf(c);
    if (store.tickets.get(ticketId)) addTag(store, actorOf(c), ticketId, item);
    return c.json(true, 201);
  });

  app.delete('/tags/remove', async (c) => {
    const { ticketId, item } = await paramsOf(c);
    if (store.tickets.get(ticketId)) removeTag(store, actorOf(c), ticketId, item);
    return c.json(true);
  });

  app.get('/tag_search', (c) => {
    const term = (c.req.query('term') ?? '').toLowerCase();
    const found = store.tagNames.all().filter(({ name }) => name.toLowerCase().includes(term));
    return c.json(found.sort(byName).map(({ id, name }) => ({ id, value: name })));
  });

  app.get('/tag_list', (c) => {
    const used = [...store.tags.values()].flat();
    const count = (name: string): number => used.filter((tag) => tag === name).length;
    return c.json(
      store.tagNames
        .all()
        .sort(byName)
        .map(({ id, name }) => ({ id, name, count: count(name) })),
    );
  });

  return app;
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);
