import { type Context, Hono } from 'hono';
import { flag, pageOf, type ZammadDeps, type ZammadEnv } from '../context.ts';
import { missing } from '../errors.ts';
import type { Json } from '../model.ts';
import {
  renderGroup,
  renderGroupExpanded,
  renderOrganization,
  renderOrganizationExpanded,
  renderPriority,
  renderState,
  renderUser,
  renderUserExpanded,
} from '../render-master.ts';
import type { Table } from '../state.ts';

const SIZE = { usual: 500, most: 1000 };

/** Groups, users, organisations, states and priorities: list and show, plain or with names. */
export function masterDataRoutes({ store }: ZammadDeps): Hono<ZammadEnv> {
  const app = new Hono<ZammadEnv>();

  app.get('/users/me', (c) => {
    const user = c.get('user');
    return c.json(flag(c.req.query(), 'expand') ? renderUserExpanded(store, user) : renderUser(user));
  });
  app.get('/users/search', (c) => {
    const query = (c.req.query('query') ?? '').replaceAll('*', '').toLowerCase();
    const found = store.users
      .all()
      .filter(({ login, email, firstname, lastname }) =>
        [login, email, firstname, lastname].some((text) => text.toLowerCase().includes(query)),
      );
    return c.json(pageOf(found, c.req.query(), { usual: 50, most: 200 }).map((user) => renderUser(user)));
  });

  resource(app, '/users', 'User', store.users, (user, expand) =>
    expand ? renderUserExpanded(store, user) : renderUser(user),
  );
  resource(app, '/groups', 'Group', store.groups, (group, expand) =>
    expand ? renderGroupExpanded(store, group) : renderGroup(store, group),
  );
  resource(app, '/organizations', 'Organization', store.organizations, (organization, expand) =>
    expand ? renderOrganizationExpanded(store, organization) : renderOrganization(store, organization),
  );
  resource(app, '/ticket_states', 'Ticket::State', store.states, (state, expand) => renderState(store, state, expand));
  resource(app, '/ticket_priorities', 'Ticket::Priority', store.priorities, (priority, expand) =>
    renderPriority(store, priority, expand),
  );
  return app;
}

function resource<T extends { readonly id: number }>(
  app: Hono<ZammadEnv>,
  path: string,
  model: string,
  table: Table<T>,
  render: (row: T, expand: boolean) => Json,
): void {
  const expanded = (c: Context): boolean => flag(c.req.query(), 'expand');
  app.get(path, (c) => c.json(pageOf(table.all(), c.req.query(), SIZE).map((row) => render(row, expanded(c)))));
  app.get(`${path}/:id{[0-9]+}`, (c) => {
    const row = table.get(Number(c.req.param('id')));
    if (!row) throw missing(model, c.req.param('id'));
    return c.json(render(row, expanded(c)));
  });
}
