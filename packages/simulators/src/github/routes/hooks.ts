import { Hono } from 'hono';
import {
  type GithubContext,
  type GithubEnv,
  GithubError,
  idParam,
  invalid,
  notFound,
  pageOf,
  readObject,
} from '../http.ts';
import type { GithubHookRecord } from '../model.ts';
import { deliveryJson, hookJson } from '../shapes.ts';
import type { GithubState } from '../state.ts';
import type { GithubWebhooks } from '../webhooks.ts';

/** Repository webhooks and their deliveries (docs.github.com/rest/repos/webhooks). */
export function hookRoutes(state: GithubState, webhooks: GithubWebhooks, mayHook: boolean): Hono<GithubEnv> {
  const app = new Hono<GithubEnv>();
  app.use('*', (_c, next) => {
    // a private repository does not even tell that there is something to see
    if (!mayHook)
      throw state.private ? notFound() : new GithubError(403, 'Resource not accessible by personal access token');
    return next();
  });

  app.get('/', (c) => {
    const page = pageOf(c, [...state.hooks.values()]);
    return c.json(
      page.items.map((hook) => hookJson(state, hook, c.get('links'))),
      200,
      page.headers,
    );
  });

  app.post('/', async (c) => {
    const hook = webhooks.add(newHook(state, await readObject(c)));
    return c.json(hookJson(state, hook, c.get('links')), 201);
  });

  app.get('/:id', (c) => c.json(hookJson(state, hookParam(state, c), c.get('links'))));

  app.patch('/:id', async (c) => {
    const hook = hookParam(state, c);
    const input = await readObject(c);
    if (typeof input.active === 'boolean') hook.active = input.active;
    if (Array.isArray(input.events)) hook.events = input.events.map(String);
    const config = configOf(input);
    if (typeof config.url === 'string') {
      // the whole config is replaced: a secret that is left out is gone
      hook.url = config.url;
      hook.contentType = config.content_type === 'json' ? 'json' : 'form';
      hook.secret = typeof config.secret === 'string' ? config.secret : null;
    }
    return c.json(hookJson(state, hook, c.get('links')));
  });

  app.delete('/:id', (c) => {
    state.hooks.delete(hookParam(state, c).id);
    return c.body(null, 204);
  });

  app.get('/:id/deliveries', (c) => {
    webhooks.settle();
    const { id } = hookParam(state, c);
    return deliveriesPage(state, c, id);
  });

  app.post('/:id/deliveries/:delivery/attempts', (c) => {
    const delivery = state.deliveries.find((each) => each.id === idParam(c, 'delivery'));
    if (!delivery || delivery.hookId !== hookParam(state, c).id) throw notFound();
    webhooks.redeliver(delivery);
    return c.json({}, 202);
  });

  return app;
}

/** Newest first; `cursor` is the id to go on from, and the next one stands in the Link header. */
function deliveriesPage(state: GithubState, c: GithubContext, hookId: number): Response {
  const perPage = Math.min(100, Number(c.req.query('per_page')) || 30);
  const cursor = Number(c.req.query('cursor')) || Number.POSITIVE_INFINITY;
  const wanted = c.req.query('status');
  const matching = state.deliveries
    .filter((each) => each.hookId === hookId && each.id <= cursor)
    .filter((each) => wanted === undefined || (wanted === 'success') === succeeded(each.status))
    .reverse();
  const next = matching[perPage];
  const url = new URL(c.req.url);
  if (next) url.searchParams.set('cursor', String(next.id));
  const headers: Record<string, string> = next ? { link: `<${url.toString()}>; rel="next"` } : {};
  return c.json(
    matching.slice(0, perPage).map((each) => deliveryJson(state, each)),
    200,
    headers,
  );
}

const succeeded = (status: number | null): boolean => status !== null && status >= 200 && status < 300;

function hookParam(state: GithubState, c: GithubContext): GithubHookRecord {
  const hook = state.hooks.get(idParam(c, 'id'));
  if (!hook) throw notFound();
  return hook;
}

const configOf = (input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  typeof input.config === 'object' && input.config !== null ? (input.config as Record<string, unknown>) : {};

function newHook(
  state: GithubState,
  input: Readonly<Record<string, unknown>>,
): Omit<GithubHookRecord, 'id' | 'createdAt'> {
  const config = configOf(input);
  if (typeof config.url !== 'string')
    throw invalid({ resource: 'Hook', code: 'custom', message: 'Config is missing url' });
  const events = Array.isArray(input.events) ? input.events.map(String) : ['push'];
  const twin = [...state.hooks.values()].some((hook) => hook.url === config.url && sameSet(hook.events, events));
  if (twin) throw invalid({ resource: 'Hook', code: 'custom', message: 'Hook already exists on this repository' });

  return {
    active: input.active !== false,
    events,
    url: config.url,
    contentType: config.content_type === 'json' ? 'json' : 'form',
    secret: typeof config.secret === 'string' ? config.secret : null,
  };
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each) => b.includes(each));
