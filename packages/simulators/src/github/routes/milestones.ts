import { Hono } from 'hono';
import { type GithubEnv, pageOf } from '../http.ts';
import { milestoneJson, releaseJson } from '../shapes.ts';
import type { GithubState } from '../state.ts';

/** Milestones and releases: read only, as our adapter uses them (docs.github.com/rest/issues/milestones, .../releases). */
export function milestoneRoutes(state: GithubState): Hono<GithubEnv> {
  const app = new Hono<GithubEnv>();

  app.get('/milestones', (c) => {
    const wanted = c.req.query('state') ?? 'open';
    const found = state.milestones.filter((each) => wanted === 'all' || each.state === wanted);
    const page = pageOf(c, found);
    return c.json(
      page.items.map((each) => milestoneJson(each, c.get('links'))),
      200,
      page.headers,
    );
  });

  app.get('/releases', (c) => {
    const page = pageOf(c, [...state.releases].reverse());
    return c.json(
      page.items.map((each) => releaseJson(each, c.get('links'))),
      200,
      page.headers,
    );
  });

  return app;
}
