import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { authenticate } from './auth.ts';
import { actorOf, answerError, type GithubEnv, GithubError, notFound } from './http.ts';
import { createCounters, type GithubLimits, primaryLimit, rateLimitJson, secondaryLimit } from './limits.ts';
import { commentRoutes } from './routes/comments.ts';
import { hookRoutes } from './routes/hooks.ts';
import { issueRoutes } from './routes/issues.ts';
import { issueLabelRoutes, labelRoutes } from './routes/labels.ts';
import { milestoneRoutes } from './routes/milestones.ts';
import { searchRoutes } from './routes/search.ts';
import { timelineRoutes } from './routes/timeline.ts';
import { repoJson, userJson } from './shapes.ts';
import type { GithubState } from './state.ts';
import type { GithubWebhooks } from './webhooks.ts';

export interface GithubAppOptions {
  readonly state: GithubState;
  readonly webhooks: GithubWebhooks;
  readonly token: string;
  readonly strangerTokens: readonly string[];
  readonly limits: GithubLimits;
  readonly listLagMs: number;
  readonly searchLagMs: number;
  /** Whether the token may see and make webhooks. */
  readonly mayHook: boolean;
  /** Scopes as classic tokens tell them in `x-oauth-scopes`; null for a fine-grained token. */
  readonly classicScopes: readonly string[] | null;
}

/** The REST API of one repository as a Hono app, without a socket. */
export function createGithubApp(options: GithubAppOptions): Hono {
  const { limits } = options;
  const counters = createCounters();
  const app = new Hono<GithubEnv>();
  app.onError((error, c) => answerError(c, error instanceof GithubError ? error : new GithubError(500, error.message)));
  app.notFound((c) => answerError(c, notFound()));
  app.use(primaryLimit(limits, counters), etag(), authenticate(options), secondaryLimit(limits));

  app.use(async (c, next) => {
    await next();
    if (options.classicScopes) c.res.headers.set('x-oauth-scopes', options.classicScopes.join(', '));
  });

  app.get('/rate_limit', (c) => c.json(rateLimitJson(limits, counters)));
  app.get('/user', (c) => c.json(userJson(actorOf(c), c.get('links'))));
  app.route('/search', searchRoutes(options));
  app.route(`/repos/:owner/:repo`, repositoryRoutes(options));
  // The server wants an app without variables of its own.
  return new Hono().all('*', (c) => app.fetch(c.req.raw));
}

function repositoryRoutes(options: GithubAppOptions): Hono<GithubEnv> {
  const { state } = options;
  const app = new Hono<GithubEnv>();
  app.use(async (c, next) => {
    const asked = `${c.req.param('owner')}/${c.req.param('repo')}`.toLowerCase();
    if (asked !== `${state.owner.login}/${state.repo}`.toLowerCase()) throw notFound();
    await next();
  });

  app.get('/', (c) => c.json(repoJson(state, c.get('links'))));
  app.route('/', milestoneRoutes(state));
  app.route('/labels', labelRoutes(state));
  app.route('/hooks', hookRoutes(state, options.webhooks, options.mayHook));
  // Before the issue routes: `/issues/comments/:id` must not be read as an issue number.
  app.route('/issues', commentRoutes(state));
  app.route('/issues', timelineRoutes(state));
  app.route('/issues', issueLabelRoutes(state));
  app.route('/issues', issueRoutes(options));
  return app;
}
