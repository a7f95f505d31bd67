import type { SimulatedDesk, Simulator, SimulatorOptions } from '../desk.ts';
import { composeSimulator } from '../shared/compose.ts';
import { createRandom } from '../shared/random.ts';
import { createSimulatorServer } from '../shared/server.ts';
import { type Wait, waitOnClock } from '../shared/wait.ts';
import { createWebhookSender } from '../shared/webhooks.ts';
import { hubspotApp } from './app.ts';
import { HubspotDesk } from './desk.ts';
import { HubspotError } from './errors.ts';
import { HUBSPOT_WEBHOOK_RULES, HubspotEvents } from './events.ts';
import { hubspotLimits } from './limits.ts';
import { APP_ID, Portal } from './portal.ts';
import { seedPortal } from './seed.ts';

/** Options of a simulated HubSpot account. */
export interface HubspotSimulatorOptions extends SimulatorOptions {
  /** How webhook retries wait. Default: they follow the injected clock. */
  readonly wait?: Wait;
  /** How far the search index is behind, milliseconds of the injected clock. Default 0; the real one is seconds behind. */
  readonly searchLagMs?: number;
  /** The clock the rate limits run on. Default: real time, since callers' limiters run on it too. */
  readonly rateNow?: () => number;
  /** Scopes of the token. Default null: all that the simulator knows. */
  readonly scopes?: readonly string[] | null;
  /** Whether our properties have been made already. Default true. */
  readonly properties?: boolean;
  /** Share of tickets in which HubSpot fills the first-reply properties. Default 0.08, as one account published. */
  readonly firstReplyShare?: number;
}

/** A simulated HubSpot account with Service Hub. */
export interface HubspotSimulator extends Simulator, SimulatedDesk {
  readonly product: 'hubspot';
  /** The app the token belongs to: its writes carry this as `sourceId` with `sourceType` INTEGRATION. */
  readonly appId: string;
}

/** Makes a simulated HubSpot with pipeline and properties set up; it listens once told to. */
export function createHubspotSimulator(options: HubspotSimulatorOptions): HubspotSimulator {
  const seed = options.seed ?? 1;
  const portal = new Portal(options.now);
  seedPortal(portal, options.properties ?? true);
  const wait = options.wait ?? waitOnClock(options.now);
  const sender = createWebhookSender({
    rules: HUBSPOT_WEBHOOK_RULES,
    random: createRandom(seed),
    now: options.now,
    wait,
  });
  const events = new HubspotEvents(portal, sender);
  const crm = { portal, events };
  const limits = hubspotLimits(options.ratePerMinute, options.rateNow ?? Date.now);
  const server = createSimulatorServer({
    app: hubspotApp({ crm, searchLagMs: options.searchLagMs ?? 0 }, options.token, options.scopes ?? null),
    options,
    refuse: limits.refuse,
    headers: limits.headers,
    errorBody: (status) => new HubspotError(500, 'INTERNAL_ERROR', `injected fault ${status}`).body,
  });
  const desk = new HubspotDesk(crm, createRandom(seed + 1), options.firstReplyShare ?? 0.08);
  const setWebhook: Simulator['setWebhook'] = (target) => {
    events.target = target;
  };
  return Object.assign(composeSimulator({ desk, server, sender, setWebhook }), { appId: String(APP_ID) });
}
