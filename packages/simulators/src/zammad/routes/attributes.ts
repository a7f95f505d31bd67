import { Hono } from 'hono';
import { migrateAttributes, renderAttribute, usersOf } from '../attributes.ts';
import { bodyOf, type ZammadDeps, type ZammadEnv } from '../context.ts';
import { missing, ZammadError } from '../errors.ts';
import type { AdminRecord, Json } from '../model.ts';
import { needRight } from '../rights.ts';
import type { ZammadStore } from '../state.ts';

/** Custom attributes: two steps, as in the product. A new one exists only after the migrations have run; then it restarts. */
export function attributeRoutes(deps: ZammadDeps): Hono<ZammadEnv> {
  const { store, restart } = deps;
  const app = new Hono<ZammadEnv>();
  const path = '/object_manager_attributes';
  for (const each of [`${path}/*`, `${path}_execute_migrations`, `${path}_discard_changes`]) {
    app.use(each, needRight(deps, 'admin.object'));
  }

  app.get(path, (c) => c.json(store.attributes.all().map((row) => renderAttribute(store, row))));

  app.get(`${path}/:id`, (c) => c.json(need(store, c.req.param('id'))));

  app.post(path, async (c) => {
    const body = await bodyOf(c);
    const lookup = body.object === 'Ticket' ? 1 : 2;
    if (store.attributes.find((row) => row.name === body.name && row.object_lookup_id === lookup)) {
      throw new ZammadError(422, 'This object already exists.');
    }
    return c.json(store.attributes.add(newAttribute(store, c.get('user').id, lookup, body)), 201);
  });

  app.put(`${path}/:id`, async (c) => {
    const row = need(store, c.req.param('id'));
    const body = await bodyOf(c);
    // looked up by name, and only what the request names is kept
    if (body.name !== row.name || body.data_type === undefined) throw new ZammadError(422, 'does not exist');
    if (body.data_option !== undefined) row.data_option_new = { relation: '', ...(body.data_option as Json) };
    Object.assign(row, { to_config: true, updated_at: store.stamp() });
    return c.json(row);
  });

  app.delete(`${path}/:id`, (c) => {
    const row = need(store, c.req.param('id'));
    const what = `${row.object_lookup_id === 1 ? 'Ticket' : 'Organization'}.${row.name}`;
    if (row.editable !== true) throw new ZammadError(422, `${what} can't be removed!`);
    const users = usersOf(store, row);
    if (users !== '') throw new ZammadError(422, `${what} is referenced by ${users} and thus cannot be deleted!`);
    // one that is not yet in the database just goes
    if (row.to_create === true) store.attributes.rows.delete(row.id);
    else row.to_delete = true;
    return c.json({});
  });

  app.post(`${path}_execute_migrations`, (c) => {
    if (migrateAttributes(store)) restart.begin();
    return c.json({});
  });

  app.post(`${path}_discard_changes`, (c) => {
    for (const row of store.attributes.all()) {
      if (row.to_create === true) store.attributes.rows.delete(row.id);
      Object.assign(row, { data_option_new: {}, to_migrate: false, to_delete: false, to_config: false });
    }
    return c.json({});
  });

  return app;
}

function need(store: ZammadStore, id: string): AdminRecord {
  const row = store.attributes.get(Number(id));
  if (!row) throw missing('ObjectManager::Attribute', id);
  return row;
}

function newAttribute(store: ZammadStore, userId: number, lookup: number, body: Json): AdminRecord {
  return {
    object_lookup_id: lookup,
    name: body.name,
    display: body.display,
    data_type: body.data_type,
    data_option: { ...(body.data_option as Json), relation: '' },
    data_option_new: {},
    editable: true,
    active: body.active ?? true,
    screens: body.screens ?? {},
    to_create: true,
    to_migrate: true,
    to_delete: false,
    to_config: false,
    position: body.position ?? 900,
    ...store.stamped(store.attributes.nextId(), userId),
  };
}
