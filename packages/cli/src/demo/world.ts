import {
  createGithubSimulator,
  createHubspotSimulator,
  createZammadSimulator,
  createZendeskSimulator,
  type GithubSimulator,
  type SimulatedDesk,
  type Simulator,
} from '@stellwerk/simulators';
import type { DemoClock } from './demo-clock.ts';
import type { DemoAddresses } from './demo-policy.ts';

/** The demo's outside world: three helpdesks and a product repository on loopback. */
export interface DemoWorld {
  readonly desks: ReadonlyMap<string, SimulatedDesk & Simulator>;
  readonly github: GithubSimulator;
  readonly addresses: DemoAddresses;
  /** Names and values of the secrets that the demo's policy file refers to. */
  readonly secrets: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const TOKENS = {
  'zendesk-token': 'demo-zendesk-token',
  'zammad-token': 'demo-zammad-token',
  'hubspot-token': 'demo-hubspot-token',
  'github-token': 'demo-github-token',
};

/** Webhook secrets of the demo, by connection. HubSpot's service keys have no webhooks: it is polled. */
const HOOK_SECRETS: Readonly<Record<string, string>> = {
  'zendesk-prod': 'demo-zendesk-webhook-secret',
  'zammad-int': 'demo-zammad-webhook-secret',
  'github-main': 'demo-github-webhook-secret',
};

/** Networks lose, double and reorder: so does the demo's. */
const CHAOS = { drop: 0.01, double: 0.03, reorder: 0.03 };

/** Starts the simulators on the demo's clock. */
export async function startWorld(clock: DemoClock, seed: number): Promise<DemoWorld> {
  const now = (): number => clock.now();
  const zendesk = createZendeskSimulator({ now, seed, token: TOKENS['zendesk-token'], ratePerMinute: 700 });
  const zammad = createZammadSimulator({ now, seed: seed + 1, token: TOKENS['zammad-token'] });
  const hubspot = createHubspotSimulator({
    now,
    seed: seed + 2,
    token: TOKENS['hubspot-token'],
    rateNow: now,
    searchLagMs: 5_000,
  });
  const github = createGithubSimulator({
    now,
    seed: seed + 3,
    token: TOKENS['github-token'],
    owner: 'acme',
    repo: 'produkt',
    private: true,
  });
  const simulators: readonly Simulator[] = [zendesk, zammad, hubspot, github];
  await Promise.all(simulators.map((simulator) => simulator.listen()));
  return {
    desks: new Map<string, SimulatedDesk & Simulator>([
      ['zendesk-prod', zendesk],
      ['zammad-int', zammad],
      ['hubspot-cs', hubspot],
    ]),
    github,
    addresses: {
      zendesk: zendesk.url,
      zammad: zammad.url,
      hubspot: hubspot.url,
      github: github.url,
      zendeskTierField: zendesk.tierFieldId,
      hubspotApp: hubspot.appId,
    },
    secrets: {
      ...TOKENS,
      'zendesk-webhook': HOOK_SECRETS['zendesk-prod'] ?? '',
      'zammad-webhook': HOOK_SECRETS['zammad-int'] ?? '',
      'github-webhook': HOOK_SECRETS['github-main'] ?? '',
    },
    stop: async () => {
      await Promise.all(simulators.map((simulator) => simulator.stop()));
    },
  };
}

/** Points the simulated products' webhooks at the gateway, as an admin would have pasted them. */
export function connectHooks(world: DemoWorld, hooks: ReadonlyMap<string, string>): void {
  for (const [name, secret] of Object.entries(HOOK_SECRETS)) {
    const url = hooks.get(name);
    const simulator = world.desks.get(name) ?? world.github;
    if (url !== undefined) simulator.setWebhook({ url, secret });
    simulator.setWebhookChaos(CHAOS);
  }
}
