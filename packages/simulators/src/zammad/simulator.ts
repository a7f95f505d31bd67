import type { SimulatedDesk, Simulator, SimulatorOptions } from '../desk.ts';
import { composeSimulator } from '../shared/compose.ts';
import { createRandom } from '../shared/random.ts';
import { createRateLimiter } from '../shared/rate-limit.ts';
import { createSimulatorServer } from '../shared/server.ts';
import { type Wait, waitOnClock } from '../shared/wait.ts';
import { createWebhookSender } from '../shared/webhooks.ts';
import { zammadApp } from './app.ts';
import { ZammadDesk } from './desk.ts';
import { createRestart } from './restart.ts';
import { addWebhookWithTriggers } from './routes/admin.ts';
import { SERVICE_LOGIN, seedZammad } from './seed.ts';
import { seedSettings } from './seed-settings.ts';
import { ZammadStore } from './state.ts';
import { createTriggers, ZAMMAD_WEBHOOK_RULES } from './triggers.ts';

/** Options of a simulated Zammad. Zammad itself throttles nothing, so `ratePerMinute` is off unless given; then it stands
 * for a reverse proxy in front. */
export interface ZammadSimulatorOptions extends SimulatorOptions {
  /** How webhook retries wait. Default: they follow the injected clock. */
  readonly wait?: Wait;
  /** What the token may do. Default `admin` and `ticket.agent`, as an admin would make it in a hurry. */
  readonly permissions?: readonly string[];
  /** The product's version. Default 6.5. */
  readonly version?: '5.2' | '6.5';
  /** Whether an admin has made the attribute `support_tier` already. Default true. */
  readonly tierField?: boolean;
  /** How long it is gone when it restarts itself, ms of the injected clock. Default 20 000; 5.2 does not restart. */
  readonly restartMs?: number;
  /** The clock the rate limit runs on. Default: real time, since callers' limiters run on it too. */
  readonly rateNow?: () => number;
}

/** A simulated Zammad 6.5 without Elasticsearch. */
export interface ZammadSimulator extends Simulator, SimulatedDesk {
  readonly product: 'zammad';
  /** The account the token belongs to: writes with the token are this agent's. */
  readonly serviceAccount: { readonly id: string; readonly login: string };
}

/** Makes a simulated Zammad with its fields, states and priorities set up; it listens once told to. */
export function createZammadSimulator(options: ZammadSimulatorOptions): ZammadSimulator {
  const random = createRandom(options.seed ?? 1);
  const store = new ZammadStore(options.now);
  seedZammad(store, options.tierField ?? true);
  seedSettings(store);
  const wait = options.wait ?? waitOnClock(options.now);
  const sender = createWebhookSender({ rules: ZAMMAD_WEBHOOK_RULES, random, now: options.now, wait });
  // delivery ids come from a sequence of their own, so chaos does not change them
  const fire = createTriggers(store, sender, createRandom((options.seed ?? 1) + 1));
  const { token, permissions = ['admin', 'ticket.agent'], version = '6.5' } = options;
  const restart = createRestart(options.now, version === '5.2' ? 0 : (options.restartMs ?? 20_000));
  const limited = proxyLimit(options);
  const server = createSimulatorServer({
    app: zammadApp({ store, fire, token, permissions, restart, version }),
    options,
    refuse: () => restart.refuse() ?? limited(),
    errorBody: (status) => ({ error: `injected fault ${status}`, error_human: `injected fault ${status}` }),
  });
  const desk = new ZammadDesk(store, fire);

  const setWebhook = (target: { readonly url: string; readonly secret: string } | null): void => {
    store.triggers.rows.clear();
    store.webhooks.rows.clear();
    if (target) addWebhookWithTriggers(store, target);
  };
  const serviceAccount = { id: String(store.serviceUserId), login: SERVICE_LOGIN };
  return Object.assign(composeSimulator({ desk, server, sender, setWebhook }), { serviceAccount });
}

function proxyLimit({ ratePerMinute, rateNow = Date.now }: ZammadSimulatorOptions): () => Response | undefined {
  if (ratePerMinute === undefined || ratePerMinute === null) return () => undefined;
  const limiter = createRateLimiter({ limit: ratePerMinute, windowMs: 60_000, now: rateNow });
  return () => {
    const { allowed, retryAfterMs } = limiter();
    if (allowed) return undefined;
    const headers = { 'content-type': 'text/html', 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
    return new Response('<html><body><h1>429 Too Many Requests</h1></body></html>', { status: 429, headers });
  };
}
