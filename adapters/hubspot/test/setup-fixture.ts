import { createHubspotSimulator, type HubspotSimulator, type HubspotSimulatorOptions } from '@stellwerk/simulators';
import type { SetupFixture } from '@stellwerk/testkit';
import { APP_ID } from './hubspot-fixture.ts';

const TOKEN = 'pat-test-token';
const PROPERTIES = '/crm/properties/2026-09/tickets';
const READS = [
  'tickets',
  'crm.objects.owners.read',
  'crm.objects.contacts.read',
  'crm.objects.companies.read',
  'conversations.read',
];

type Options = Partial<HubspotSimulatorOptions>;
const bare =
  (change: Options = {}) =>
  ({ now }: { readonly now: () => number }): HubspotSimulator =>
    createHubspotSimulator({ now, rateNow: now, token: TOKEN, properties: false, scopes: READS, ...change });

/** Calls the simulator past the adapter. */
export async function call(hubspot: HubspotSimulator, method: string, path: string, body?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const init = body ? { method, headers, body: JSON.stringify(body) } : { method, headers };
  const answer = await fetch(hubspot.url + path, init);
  return answer.status === 204 ? null : answer.json();
}

type Results = { readonly results: readonly Readonly<Record<string, unknown>>[] };

async function dropLastOption(hubspot: HubspotSimulator, name: string): Promise<void> {
  const path = `${PROPERTIES}/${name}`;
  const { options } = (await call(hubspot, 'GET', path)) as { readonly options: readonly object[] };
  await call(hubspot, 'PATCH', path, { options: options.slice(0, -1) });
}

/** How the suite gets at a portal before anything is set up. */
export const setupFixture: SetupFixture<HubspotSimulator> = {
  makeBare: bare(),
  config: (hubspot) => ({ kind: 'hubspot', url: hubspot.url, token: TOKEN, appId: APP_ID }),
  credentialField: 'token',
  elsewhere: () => ({ url: 'http://127.0.0.1:1' }),
  request: { hookUrl: null, webhookSecret: null },
  lacking: READS.map((scope) => ({
    scope,
    for: 'read' as const,
    makeDesk: bare({ scopes: READS.filter((each) => each !== scope) }),
  })),
  // of tier, tags and group
  warnings: ['tier_missing', 'tier_missing', 'tier_missing'],
  async objects(hubspot) {
    const lists = [PROPERTIES, `${PROPERTIES}/groups`].map((path) => call(hubspot, 'GET', path) as Promise<Results>);
    const all = await Promise.all(lists);
    return all.map(({ results }) => results.map(({ createdAt, updatedAt, ...rest }) => rest));
  },
  editByHand: {
    'property:support_tier': (hubspot) => dropLastOption(hubspot, 'support_tier'),
    'property:stellwerk_tags': (hubspot) => dropLastOption(hubspot, 'stellwerk_tags'),
  },
  isWrite: ({ method, path }) => method !== 'GET' && !/\/(?:search|batch\/read)$/.test(path),
};
