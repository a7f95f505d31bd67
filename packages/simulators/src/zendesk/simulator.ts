import type { SimulatedDesk, Simulator, SimulatorOptions } from '../desk.ts';
import { composeSimulator } from '../shared/compose.ts';
import { createRandom } from '../shared/random.ts';
import { createSimulatorServer } from '../shared/server.ts';
import { type Wait, waitOnClock } from '../shared/wait.ts';
import { createZendeskApp } from './app.ts';
import { createZendeskDesk } from './desk.ts';
import { createOAuthTokens, type OAuthClient } from './oauth.ts';
import { createZendeskState } from './state.ts';
import { createZendeskWebhooks } from './webhooks.ts';

/** What a simulated Zendesk account is made of. */
export interface ZendeskSimulatorOptions extends SimulatorOptions {
  /** Address of the integration's own account. Default `stellwerk@support.example`. */
  readonly email?: string;
  /** A confidential OAuth client for `POST /oauth/tokens`. Default none: only `token` signs in. */
  readonly oauthClient?: OAuthClient;
  /** How long a new or changed ticket stays unknown to the search, milliseconds. Default 60 000. */
  readonly searchLagMs?: number;
  /** What the token may do. Default `read` and `write`, that is everything. */
  readonly scopes?: readonly string[];
  /** Role of the account behind the token. Default `admin`. */
  readonly role?: 'admin' | 'agent';
  /** Whether webhooks may subscribe to ticket events; without, only triggers call them. Default true. */
  readonly ticketEvents?: boolean;
  /** Whether the plan has service levels and business hours. Default true. */
  readonly slaPlan?: boolean;
  /** Whether a new trigger must name its category. Default false. */
  readonly triggerCategories?: boolean;
  /** How a webhook waits for its retry. Default: until the injected clock has moved on. */
  readonly webhookWait?: Wait;
}

/** A simulated Zendesk account, driven as a desk and by its REST API under `{url}/api/v2`. */
export interface ZendeskSimulator extends Simulator, SimulatedDesk {
  readonly product: 'zendesk';
  /** User id of the account behind the token: author of our own writes. */
  readonly selfId: string;
  /** User id of the account's bot. */
  readonly botId: string;
  /** Id of the drop-down `support_tier`; its options `tier_t0` to `tier_t4` are tags as well. */
  readonly tierFieldId: string;
}

const EVENTS = [
  'created',
  'comment_added',
  'status_changed',
  'custom_status_changed',
  'priority_changed',
  'type_changed',
  'subject_changed',
  'tags_changed',
  'custom_field_changed',
  'group_assignment_changed',
  'agent_assignment_changed',
  'external_id_changed',
  'csat_received',
  'merged',
].map((name) => `zen:event-type:ticket.${name}`);

const SET_BY_SIMULATOR = 'Stellwerk';

/** Makes an account on loopback; call `listen` before use. */
export function createZendeskSimulator(options: ZendeskSimulatorOptions): ZendeskSimulator {
  const { now } = options;
  const random = createRandom(options.seed ?? 1);
  const state = createZendeskState({
    now,
    selfEmail: options.email ?? 'stellwerk@support.example',
    selfRole: options.role ?? 'admin',
  });
  const webhooks = createZendeskWebhooks({ state, random, wait: options.webhookWait ?? waitOnClock(now) });
  const oauth = createOAuthTokens({ client: options.oauthClient, random, now });
  const app = createZendeskApp({
    state,
    webhooks,
    oauth,
    random,
    token: options.token,
    ratePerMinute: options.ratePerMinute,
    searchLagMs: options.searchLagMs ?? 60_000,
    scopes: options.scopes ?? ['read', 'write'],
    ticketEvents: options.ticketEvents ?? true,
    settings: { slaPlan: options.slaPlan ?? true, triggerCategories: options.triggerCategories ?? false },
  });
  const server = createSimulatorServer({ app, options, errorBody });

  const desk = {
    ...createZendeskDesk(state),
    product: 'zendesk',
    selfId: String(state.self.id),
    botId: String(state.bot.id),
    tierFieldId: String(state.tierField.id),
  } as const;
  const setWebhook: Simulator['setWebhook'] = (target) => {
    for (const { id, name } of [...state.webhooks.values()]) if (name === SET_BY_SIMULATOR) state.webhooks.delete(id);
    if (!target) return;
    const { url: endpoint, secret } = target;
    webhooks.add({ name: SET_BY_SIMULATOR, status: 'active', endpoint, secret, subscriptions: EVENTS });
  };
  return composeSimulator({ desk, server, sender: webhooks.sender, setWebhook });
}

/** Bodies for injected statuses, in the shape Zendesk uses for each. */
function errorBody(status: number): unknown {
  switch (status) {
    case 401:
      return { error: "Couldn't authenticate you" };
    case 404:
      return { error: 'RecordNotFound', description: 'Not found' };
    case 409:
      return { error: 'UpdateConflict', description: 'The record was locked by another request.' };
    case 429:
      return { error: 'APIRateLimitExceeded', description: 'Number of allowed API requests per minute exceeded' };
    default:
      return { error: { title: 'Sorry, something went wrong', message: 'Internal Server Error' } };
  }
}
