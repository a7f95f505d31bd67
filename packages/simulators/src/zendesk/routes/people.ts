import { Hono } from 'hono';
import { idParam, idsQuery, isObject, type JsonObject, notFound, part, readObject, type ZendeskEnv } from '../http.ts';
import type { ZendeskField } from '../model.ts';
import { listPage } from '../paging.ts';
import { customStatusJson, fieldJson, groupJson, organizationJson, userJson } from '../shapes/people.ts';
import type { ZendeskState } from '../state.ts';

/** Users, organisations, groups, and the account's own vocabulary: custom statuses and ticket fields. */
export function peopleRoutes(state: ZendeskState): Hono<ZendeskEnv> {
  const app = new Hono<ZendeskEnv>();

  app.get('/users/me', (c) => {
    const user = c.get('user');
    // Without credentials this answers 200 with somebody who is nobody.
    return c.json({ user: user ? userJson(user, c.get('base')) : { id: null, name: 'Anonymous user' } });
  });

  app.get('/users', (c) =>
    c.json(listPage(c, 'users', [...state.users.values()], (user) => userJson(user, c.get('base')))),
  );

  app.get('/users/show_many', (c) => {
    const users = idsQuery(c).flatMap((id) => state.users.get(id) ?? []);
    const json = users.map((user) => userJson(user, c.get('base')));
    return c.json({ users: json, next_page: null, previous_page: null, count: users.length });
  });

  app.get('/users/:id{[0-9]+}', (c) => {
    const user = state.users.get(idParam(c));
    if (!user) throw notFound();
    return c.json({ user: userJson(user, c.get('base')) });
  });

  app.get('/organizations', (c) => {
    const json = (each: Parameters<typeof organizationJson>[0]) => organizationJson(each, c.get('base'));
    return c.json(listPage(c, 'organizations', [...state.organizations.values()], json));
  });

  app.get('/organizations/show_many', (c) => {
    const found = idsQuery(c).flatMap((id) => state.organizations.get(id) ?? []);
    const json = found.map((each) => organizationJson(each, c.get('base')));
    return c.json({ organizations: json, next_page: null, previous_page: null, count: found.length });
  });

  app.get('/organizations/:id{[0-9]+}', (c) => {
    const organization = state.organizations.get(idParam(c));
    if (!organization) throw notFound();
    return c.json({ organization: organizationJson(organization, c.get('base')) });
  });

  app.get('/groups', (c) => {
    return c.json(listPage(c, 'groups', [...state.groups.values()], (group) => groupJson(group, c.get('base'))));
  });

  app.get('/groups/:id{[0-9]+}', (c) => {
    const group = state.groups.get(idParam(c));
    if (!group) throw notFound();
    return c.json({ group: groupJson(group, c.get('base')) });
  });

  app.get('/custom_statuses', (c) => c.json({ custom_statuses: state.statuses.map(customStatusJson) }));

  app.get('/ticket_fields', (c) => {
    return c.json(listPage(c, 'ticket_fields', state.fields, (field) => fieldJson(field, c.get('base'))));
  });

  app.put('/ticket_fields/:id{[0-9]+}', async (c) => {
    const field = state.fields.find((each) => each.id === idParam(c));
    if (!field) throw notFound();
    const { custom_field_options: options } = part(await readObject(c), 'ticket_field');
    // the list replaces the one that stands
    if (Array.isArray(options)) field.options = options.filter(isObject).map((option) => optionOf(state, option));
    return c.json({ ticket_field: fieldJson(field, c.get('base')) });
  });

  app.get('/ticket_fields/:id{[0-9]+}', (c) => {
    const field = state.fields.find((each) => each.id === idParam(c));
    if (!field) throw notFound();
    return c.json({ ticket_field: fieldJson(field, c.get('base')) });
  });

  return app;
}

const optionOf = (state: ZendeskState, option: JsonObject): ZendeskField['options'][number] => ({
  id: typeof option.id === 'number' ? option.id : state.nextId(),
  name: String(option.name),
  value: String(option.value),
});
