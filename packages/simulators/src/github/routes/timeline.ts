import { Hono } from 'hono';
import { type GithubEnv, pageOf } from '../http.ts';
import { commentJson, eventJson, userJson } from '../shapes.ts';
import { commentsOf, type GithubState } from '../state.ts';
import { issueParam } from './issues.ts';

/** An issue's history: `events` has what changed, `timeline` the comments too. Oldest first. */
export function timelineRoutes(state: GithubState): Hono<GithubEnv> {
  const app = new Hono<GithubEnv>();

  app.get('/:number/events', (c) => {
    const { number } = issueParam(state, c);
    const page = pageOf(
      c,
      state.events.filter((row) => row.number === number),
    );
    return c.json(
      page.items.map((row) => eventJson(state, row, c.get('links'))),
      200,
      page.headers,
    );
  });

  app.get('/:number/timeline', (c) => {
    const { number } = issueParam(state, c);
    const links = c.get('links');
    const events = state.events.filter((row) => row.number === number);
    const rows = [
      ...events.map((row) => ({ at: row.at, id: row.id, json: eventJson(state, row, links) })),
      ...commentsOf(state, number).map((comment) => ({
        at: comment.createdAt,
        id: comment.id,
        json: { ...commentJson(state, comment, links), event: 'commented', actor: userJson(comment.user, links) },
      })),
    ].sort((a, b) => a.at - b.at || a.id - b.id);
    const page = pageOf(c, rows);
    return c.json(
      page.items.map((row) => row.json),
      200,
      page.headers,
    );
  });

  return app;
}
