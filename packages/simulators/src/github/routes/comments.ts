import { Hono } from 'hono';
import { addComment, deleteComment, editComment } from '../actions.ts';
import { actorOf, type GithubContext, type GithubEnv, idParam, notFound, pageOf, readObject } from '../http.ts';
import type { GithubCommentRecord } from '../model.ts';
import { commentJson } from '../shapes.ts';
import { commentsOf, type GithubState } from '../state.ts';
import { checkBody, issueParam } from './issues.ts';

/** Comments of issues (docs.github.com/rest/issues/comments). */
export function commentRoutes(state: GithubState): Hono<GithubEnv> {
  const app = new Hono<GithubEnv>();

  app.get('/:number/comments', (c) => {
    const since = Date.parse(c.req.query('since') ?? '');
    const all = commentsOf(state, issueParam(state, c).number);
    const page = pageOf(c, Number.isNaN(since) ? all : all.filter((comment) => comment.updatedAt >= since));
    return c.json(
      page.items.map((comment) => commentJson(state, comment, c.get('links'))),
      200,
      page.headers,
    );
  });

  app.post('/:number/comments', async (c) => {
    const issue = issueParam(state, c);
    const input = await readObject(c);
    checkBody(input.body, 'IssueComment', true);
    const comment = addComment(state, actorOf(c), issue, String(input.body));
    return c.json(commentJson(state, comment, c.get('links')), 201);
  });

  app.get('/comments/:id', (c) => c.json(commentJson(state, commentParam(state, c), c.get('links'))));

  app.patch('/comments/:id', async (c) => {
    const comment = commentParam(state, c);
    const input = await readObject(c);
    checkBody(input.body, 'IssueComment', true);
    editComment(state, actorOf(c), comment, String(input.body));
    return c.json(commentJson(state, comment, c.get('links')));
  });

  app.delete('/comments/:id', (c) => {
    deleteComment(state, actorOf(c), commentParam(state, c));
    return c.body(null, 204);
  });

  return app;
}

function commentParam(state: GithubState, c: GithubContext): GithubCommentRecord {
  const comment = state.comments.get(idParam(c, 'id'));
  if (!comment) throw notFound();
  return comment;
}
