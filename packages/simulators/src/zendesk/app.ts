import { Hono } from 'hono';
import type { Random } from '../shared/random.ts';
import { authenticate } from './auth.ts';
import { callerOf, type ZendeskEnv, ZendeskError } from './http.ts';
import { rateLimits } from './limits.ts';
import type { OAuthTokens } from './oauth.ts';
import { historyRoutes } from './routes/history.ts';
import { incrementalRoutes } from './routes/incremental.ts';
import { jobRoutes } from './routes/jobs.ts';
import { peopleRoutes } from './routes/people.ts';
import { ratingRoutes } from './routes/ratings.ts';
import { searchRoutes } from './routes/search.ts';
import { type SettingOptions, settingRoutes } from './routes/settings.ts';
import { tagRoutes } from './routes/tags.ts';
import { ticketRoutes } from './routes/tickets.ts';
import { triggerRoutes } from './routes/triggers.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { enforceScopes } from './scopes.ts';
import type { ZendeskState } from './state.ts';
import type { ZendeskWebhooks } from './webhooks.ts';

export interface ZendeskAppOptions {
  readonly state: ZendeskState;
  readonly webhooks: ZendeskWebhooks;
  readonly oauth: OAuthTokens;
  readonly random: Random;
  readonly token: string;
  readonly ratePerMinute: number | null | undefined;
  readonly searchLagMs: number;
  readonly scopes: readonly string[];
  /** Whether webhooks may subscribe to ticket events. */
  readonly ticketEvents: boolean;
  readonly settings: SettingOptions;
}

/** The suffix `.json` is optional on every path. */
const pathOf = (request: Request): string => new URL(request.url).pathname.replace(/\.json$/, '');

/** The REST API of one account as a Hono app, without a socket. */
export function createZendeskApp(options: ZendeskAppOptions): Hono {
  const { state, webhooks, oauth, random } = options;
  const app = new Hono<ZendeskEnv>({ getPath: pathOf });
  app.onError((error, c) => {
    if (error instanceof ZendeskError) return c.json(error.body, error.status, { ...error.headers });
    return c.json({ error: 'InternalError', description: error.message }, 500);
  });
  app.notFound((c) => c.json({ error: 'InvalidEndpoint', description: 'Not found' }, 404));

  app.route('/oauth', oauth.routes());
  app.use('/api/v2/*', authenticate(options), rateLimits({ ratePerMinute: options.ratePerMinute, now: state.now }));
  app.get('/api/v2/oauth/tokens/current', (c) =>
    c.json({ token: { user_id: callerOf(c).id, scopes: options.scopes } }),
  );
  app.use('/api/v2/*', enforceScopes(options.scopes));
  app.route('/api/v2', settingRoutes(state, options.settings));
  app.route('/api/v2/incremental', incrementalRoutes(state));
  app.route('/api/v2', jobRoutes(state, random));
  app.route('/api/v2/tickets', tagRoutes(state));
  app.route('/api/v2', historyRoutes(state));
  app.route('/api/v2', ratingRoutes(state));
  app.route('/api/v2/tickets', ticketRoutes(state));
  app.route('/api/v2', peopleRoutes(state));
  app.route('/api/v2', searchRoutes(options));
  app.route('/api/v2/webhooks', webhookRoutes(state, webhooks, options.ticketEvents));
  app.route('/api/v2/triggers', triggerRoutes(state, options.settings.triggerCategories));
  // The server wants an app without variables of its own.
  return new Hono().all('*', (c) => app.fetch(c.req.raw));
}
