import type { SetupRequest } from '@stellwerk/ports';
import { createHubspotSimulator, type HubspotSimulator, type HubspotSimulatorOptions } from '@stellwerk/simulators';
import { createTestContext, createVirtualClock, type VirtualClock } from '@stellwerk/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { hubspotAdapter } from '../src/index.ts';
import { APP_ID } from './hubspot-fixture.ts';
import { call } from './setup-fixture.ts';

const TOKEN = 'pat-test-token';
const PROPERTIES = '/crm/properties/2026-09/tickets';
const { signal } = new AbortController();
const REQUEST: SetupRequest = {
  hookUrl: null,
  webhookSecret: null,
  tiers: ['T0', 'T1', 'T2', 'T3', 'T4'],
  labels: [],
};

let clock: VirtualClock;
let hubspot: HubspotSimulator;
afterEach(() => hubspot.stop());

async function connect(options: Partial<HubspotSimulatorOptions> = {}, config: object = {}) {
  clock = createVirtualClock(Date.UTC(2026, 10, 23, 8));
  hubspot = createHubspotSimulator({ now: clock.now, token: TOKEN, properties: false, ...options });
  await hubspot.listen();
  const adapter = hubspotAdapter.create(
    { kind: 'hubspot', url: hubspot.url, token: TOKEN, appId: APP_ID, ...config },
    createTestContext({ clock }),
  );
  return { ...adapter, provisioning: adapter.provisioning!, discovery: adapter.discovery! };
}

async function setUp({ provisioning }: Awaited<ReturnType<typeof connect>>): Promise<void> {
  for (const change of await provisioning.plan(REQUEST, signal)) await provisioning.apply(change, REQUEST, signal);
}

describe('properties', () => {
  it('stand in a group of their own, the group first', async () => {
    const adapter = await connect();

    const plan = await adapter.provisioning.plan(REQUEST, signal);
    await setUp(adapter);

    expect(plan.map(({ key }) => key)).toEqual([
      'group',
      'property:support_tier',
      'property:stellwerk_tags',
      'property:support_group',
    ]);
    expect(await call(hubspot, 'GET', `${PROPERTIES}/stellwerk_tags`)).toMatchObject({
      type: 'enumeration',
      fieldType: 'checkbox',
      groupName: 'stellwerk_desk',
      options: REQUEST.tiers.map((tier) => ({ value: `tier_${tier.toLowerCase()}` })),
    });
    expect(await call(hubspot, 'GET', `${PROPERTIES}/support_group`)).toMatchObject({
      type: 'string',
      fieldType: 'text',
    });
  });

  it('keep options that work added to the tags, and are planned no more for them', async () => {
    const adapter = await connect();
    await setUp(adapter);
    const tags = (await call(hubspot, 'GET', `${PROPERTIES}/stellwerk_tags`)) as { options: object[] };
    const bug = { label: 'bug', value: 'bug', displayOrder: 9, hidden: false };
    await call(hubspot, 'PATCH', `${PROPERTIES}/stellwerk_tags`, { options: [...tags.options, bug] });

    expect(await adapter.provisioning.plan(REQUEST, signal)).toEqual([]);
  });

  it('of a person get what is missing and stay at the end', async () => {
    const adapter = await connect();
    const options = ['T1', 'T2', 'VIP'].map((value, n) => ({
      label: `Stufe ${value}`,
      value,
      displayOrder: n,
      hidden: false,
    }));
    const byHand = { name: 'support_tier', label: 'Stufe', groupName: 'ticketinformation', type: 'enumeration' };
    await call(hubspot, 'POST', PROPERTIES, { ...byHand, fieldType: 'radio', options });

    await setUp(adapter);
    for (const change of await adapter.provisioning.leftovers(signal)) {
      await adapter.provisioning.apply(change, REQUEST, signal);
    }

    const left = (await call(hubspot, 'GET', `${PROPERTIES}/support_tier`)) as { options: { value: string }[] };
    expect(left.options.slice(0, 3)).toEqual(options);
    expect(left.options.slice(3).map(({ value }) => value)).toEqual(['T0', 'T3', 'T4']);
  });

  it('of a kind that does not fit are told by the field of the config', async () => {
    const adapter = await connect();
    const text = {
      name: 'stellwerk_tags',
      label: 'x',
      groupName: 'ticketinformation',
      type: 'string',
      fieldType: 'text',
    };
    await call(hubspot, 'POST', PROPERTIES, text);

    await expect(adapter.provisioning.plan(REQUEST, signal)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      path: 'connections.desk.tagsProperty',
    });
  });
});

describe('the first look', () => {
  it('tells the limit of ten seconds, and warns of a key made for more', async () => {
    const scopes = ['tickets', 'crm.objects.owners.read', 'crm.objects.contacts.read', 'crm.objects.companies.read'];
    const adapter = await connect({
      properties: true,
      scopes: [...scopes, 'conversations.read', 'crm.objects.deals.read'],
    });

    const probe = await adapter.probe(signal);

    expect(probe).toMatchObject({
      timeZone: 'Europe/Berlin',
      rateBudget: { limit: 190, remaining: 189, perSeconds: 10 },
    });
    expect(probe.warnings.map(({ code }) => code)).toEqual(['account_too_powerful']);
    // trying to write would change something
    expect(probe.rights?.filter((right) => right.for === 'write').map(({ granted }) => granted)).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('discovery', () => {
  it('reads pipelines with their stages, priorities, own properties and teams', async () => {
    const adapter = await connect({ properties: true });
    hubspot.addAgent({ name: 'Al Agent', email: 'al@desk.example', groups: ['Level 1'] });

    const found = await adapter.discovery.discover(signal);

    expect(found.pipelines).toEqual([{ id: '0', name: 'Support Pipeline', isActive: true, category: null }]);
    expect(found.statuses).toContainEqual({ id: '4', name: 'Closed', isActive: true, category: 'CLOSED' });
    expect(found.statuses).toHaveLength(5);
    expect(found.priorities?.map(({ id }) => id)).toEqual(['LOW', 'MEDIUM', 'HIGH', 'URGENT']);
    expect(found.organisationFields?.map(({ name }) => name)).toEqual(['plan']);
    expect(found.groups?.map(({ name }) => name)).toEqual(['Level 1']);
    expect(found.hidden.map(({ part }) => part)).toEqual(['calendars', 'slas', 'automations']);
  });

  it('names the right for every part that a token without tickets hides', async () => {
    const adapter = await connect({ scopes: ['crm.objects.owners.read'] });

    const { hidden } = await adapter.discovery.discover(signal);

    const byRight = hidden.filter(({ reason }) => reason.en === 'the account lacks the right tickets');
    expect(byRight.map(({ part }) => part)).toEqual(['pipelines', 'statuses', 'ticketFields', 'priorities', 'tags']);
    expect(hidden.map(({ part }) => part)).toContain('organisationFields');
  });
});
