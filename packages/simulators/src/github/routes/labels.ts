import { Hono } from 'hono';
import { addLabels, removeLabel, replaceLabels } from '../actions.ts';
import {
  actorOf,
  type GithubContext,
  type GithubEnv,
  GithubError,
  invalid,
  labelNames,
  notFound,
  pageOf,
  readObject,
} from '../http.ts';
import { labelJson } from '../shapes.ts';
import type { GithubState } from '../state.ts';
import { issueParam } from './issues.ts';

/** Labels of the repository. */
export function labelRoutes(state: GithubState): Hono<GithubEnv> {
  const app = new Hono<GithubEnv>();

  app.get('/', (c) => {
    const page = pageOf(c, [...state.labels.values()]);
    return c.json(
      page.items.map((label) => labelJson(state, label.name, c.get('links'))),
      200,
      page.headers,
    );
  });

  app.post('/', async (c) => {
    const input = await readObject(c);
    const label = newLabel(input);
    if (state.labels.has(label.name.toLowerCase())) {
      throw invalid({ resource: 'Label', code: 'already_exists', field: 'name' });
    }
    actorOf(c);
    state.labels.set(label.name.toLowerCase(), { id: state.nextId(), ...label });
    return c.json(labelJson(state, label.name, c.get('links')), 201);
  });

  app.get('/:name', (c) => c.json(labelJson(state, labelParam(state, c), c.get('links'))));

  app.delete('/:name', (c) => {
    const name = labelParam(state, c);
    const actor = actorOf(c);
    for (const issue of state.issues.values()) removeLabel(state, actor, issue, name);
    state.labels.delete(name.toLowerCase());
    return c.body(null, 204);
  });

  return app;
}

/** Labels of one issue: POST adds, PUT replaces, DELETE takes one away. */
export function issueLabelRoutes(state: GithubState): Hono<GithubEnv> {
  const app = new Hono<GithubEnv>();
  const answer = (c: GithubContext): Response => {
    const issue = issueParam(state, c);
    return c.json(issue.labels.map((name) => labelJson(state, name, c.get('links'))));
  };

  app.get('/:number/labels', answer);

  app.post('/:number/labels', async (c) => {
    addLabels(state, actorOf(c), issueParam(state, c), labelNames((await readObject(c)).labels) ?? []);
    return answer(c);
  });

  app.put('/:number/labels', async (c) => {
    replaceLabels(state, actorOf(c), issueParam(state, c), labelNames((await readObject(c)).labels) ?? []);
    return answer(c);
  });

  app.delete('/:number/labels/:name', (c) => {
    const removed = removeLabel(state, actorOf(c), issueParam(state, c), c.req.param('name'));
    if (!removed) throw new GithubError(404, 'Label does not exist');
    return answer(c);
  });

  return app;
}

function labelParam(state: GithubState, c: GithubContext): string {
  const label = state.labels.get((c.req.param('name') ?? '').toLowerCase());
  if (!label) throw notFound();
  return label.name;
}

function newLabel(input: Readonly<Record<string, unknown>>): {
  name: string;
  color: string;
  description: string | null;
} {
  const name = typeof input.name === 'string' ? input.name.trim() : '';
  if (name === '') throw invalid({ resource: 'Label', code: 'missing_field', field: 'name' });
  if ([...name].length > 50)
    throw invalid({
      resource: 'Label',
      code: 'custom',
      field: 'name',
      message: 'name is too long (maximum is 50 characters)',
    });
  const color = typeof input.color === 'string' ? input.color : 'ededed';
  if (!/^[0-9a-f]{6}$/i.test(color)) throw invalid({ resource: 'Label', code: 'invalid', field: 'color' });
  const description = typeof input.description === 'string' ? input.description : null;
  if ([...(description ?? '')].length > 100) {
    throw invalid({
      resource: 'Label',
      code: 'custom',
      field: 'description',
      message: 'description is too long (maximum is 100 characters)',
    });
  }
  return { name, color, description };
}
