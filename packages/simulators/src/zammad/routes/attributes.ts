import { Hono } from 'hono';
import { bodyOf, needAgent, type ZammadDeps, type ZammadEnv } from '../context.ts';
import { missing, ZammadError } from '../errors.ts';
import type { AdminRecord, Json, ZammadOrganization, ZammadTicket } from '../model.ts';
import type { ZammadStore } from '../state.ts';

/** Custom attributes: two steps, as in the product. A new one exists only after the migrations have run. The product also
 * restarts itself then; this one does not (use a fault for that). */
export function attributeRoutes({ store }: ZammadDeps): Hono<ZammadEnv> {
  const app = new Hono<ZammadEnv>();

  app.get('/object_manager_attributes', (c) => c.json(store.attributes.all()));

  app.get('/object_manager_attributes/:id', (c) => c.json(need(store, c.req.param('id'))));

  app.post('/object_manager_attributes', async (c) => {
    needAgent(c.get('user'));
    const body = await bodyOf(c);
    const lookup = body.object === 'Ticket' ? 1 : 2;
    if (store.attributes.find((row) => row.name === body.name && row.object_lookup_id === lookup)) {
      throw new ZammadError(422, 'This object already exists.');
    }
    return c.json(store.attributes.add(newAttribute(store, c.get('user').id, lookup, body)), 201);
  });

  app.put('/object_manager_attributes/:id', async (c) => {
    needAgent(c.get('user'));
    const row = need(store, c.req.param('id'));
    const body = await bodyOf(c);
    if (body.data_option !== undefined) row.data_option_new = { ...(body.data_option as Json), relation: '' };
    Object.assign(row, { to_config: true, updated_at: store.stamp() });
    return c.json(row);
  });

  app.post('/object_manager_attributes_execute_migrations', (c) => {
    needAgent(c.get('user'));
    for (const row of store.attributes.all()) migrate(store, row);
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

/** Makes a pending attribute real: records that exist get null, new ones the default. */
function migrate(store: ZammadStore, row: AdminRecord): void {
  if (row.to_create === true) {
    const records: readonly (ZammadTicket | ZammadOrganization)[] =
      row.object_lookup_id === 1 ? store.tickets.all() : store.organizations.all();
    for (const record of records) record.custom[String(row.name)] ??= null;
  }
  if (row.to_config === true) row.data_option = row.data_option_new;
  Object.assign(row, { data_option_new: {}, to_create: false, to_migrate: false, to_config: false });
}
