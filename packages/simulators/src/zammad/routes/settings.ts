import { Hono } from 'hono';
import { pageOf, type ZammadDeps, type ZammadEnv } from '../context.ts';
import { needRight, needTokenRight } from '../rights.ts';

const SIZE = { usual: 500, most: 1000 };

/** Rights of the token, and settings that are only read here: calendars, service levels, scheduler jobs, packages. */
export function settingRoutes(deps: ZammadDeps): Hono<ZammadEnv> {
  const { store } = deps;
  const app = new Hono<ZammadEnv>();
  app.use('/groups/*', needRight(deps, 'admin.group'));
  for (const path of ['/tickets/*', '/ticket_articles/*', '/ticket_history/*', '/ticket_merge/*', '/tags/*']) {
    app.use(path, needTokenRight(deps, 'ticket.agent'));
  }

  app.get('/calendars', needRight(deps, 'admin.calendar'), (c) =>
    c.json(pageOf(store.calendars.all(), c.req.query(), SIZE)),
  );
  app.get('/slas', needRight(deps, 'admin.sla'), (c) => c.json(pageOf(store.slas.all(), c.req.query(), SIZE)));
  app.get('/jobs', needRight(deps, 'admin.scheduler'), (c) => c.json(pageOf(store.jobs.all(), c.req.query(), SIZE)));
  app.get('/packages', needRight(deps, 'admin.package'), (c) => c.json({ packages: [], commit: '' }));
  app.use('/tag_list', needRight(deps, 'admin.tag'));
  return app;
}
