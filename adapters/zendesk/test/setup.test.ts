import type { ProviderChange, SetupRequest } from '@stellwerk/ports';
import { createZendeskSimulator, type ZendeskSimulator, type ZendeskSimulatorOptions } from '@stellwerk/simulators';
import { createTestContext, createVirtualClock, type VirtualClock } from '@stellwerk/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { zendeskAdapter } from '../src/index.ts';

const TOKEN = 'zendesk-token';
const SCOPES = ['read', 'tickets:write', 'webhooks:write', 'triggers:write'];
const { signal } = new AbortController();
const REQUEST: SetupRequest = {
  hookUrl: 'https://gateway.example/hooks/desk',
  webhookSecret: null,
  tiers: ['T0', 'T1', 'T2', 'T3', 'T4'],
  labels: [],
};

let clock: VirtualClock;
let account: ZendeskSimulator;
afterEach(() => account.stop());

async function start(options: Partial<ZendeskSimulatorOptions> = {}): Promise<void> {
  clock = createVirtualClock(Date.UTC(2026, 10, 23, 8));
  account = createZendeskSimulator({ now: clock.now, token: TOKEN, scopes: SCOPES, ...options });
  await account.listen();
}

/** An adapter whose connection has this secret. */
function connect(config: object = {}, secret: string | null = null) {
  const secrets = { current: secret, previous: null };
  const adapter = zendeskAdapter.create(
    { kind: 'zendesk', url: account.url, auth: { kind: 'oauth', token: TOKEN }, ...config },
    createTestContext({ clock, secrets }),
  );
  return { ...adapter, provisioning: adapter.provisioning!, discovery: adapter.discovery! };
}

type Adapter = ReturnType<typeof connect>;

async function applyAll({ provisioning }: Adapter, changes: readonly ProviderChange[]) {
  const applied = [];
  for (const change of changes) applied.push(await provisioning.apply(change, REQUEST, signal));
  return applied;
}

async function call(method: string, path: string, body?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const init = body ? { method, headers, body: JSON.stringify(body) } : { method, headers };
  const answer = await fetch(`${account.url}/api/v2${path}`, init);
  return answer.status === 204 ? null : answer.json();
}

async function ours(): Promise<Readonly<Record<string, unknown>> & { readonly id: string }> {
  const { webhooks } = (await call('GET', '/webhooks')) as { webhooks: { id: string; name: string }[] };
  return webhooks.find(({ name }) => name.includes('stellwerk:desk'))!;
}

const writes = () => account.requests.filter(({ method }) => method !== 'GET').length;

describe('the webhook', () => {
  it('hands over the secret that Zendesk signs with, and again where the connection has lost it', async () => {
    await start();
    const [made] = await applyAll(connect(), await connect().provisioning.plan(REQUEST, signal));
    const { secret } = (
      (await call('GET', `/webhooks/${(await ours()).id}/signing_secret`)) as { signing_secret: { secret: string } }
    ).signing_secret;
    expect(made?.webhookSecret).toBe(secret);
    expect(await connect({}, secret).provisioning.plan(REQUEST, signal)).toEqual([]);

    const plan = await connect({}, 'another').provisioning.plan(REQUEST, signal);
    const before = writes();
    const [again] = await applyAll(connect({}, 'another'), plan);

    expect(plan).toMatchObject([{ before: { signingSecret: 'not known here' }, after: { signingSecret: 'known' } }]);
    expect(JSON.stringify(plan)).not.toContain(secret);
    expect(again?.webhookSecret).toBe(secret);
    expect(writes()).toBe(before);
  });

  it('subscribes again to what somebody took off, and leaves out no event that Stellwerk reads', async () => {
    await start();
    const [made] = await applyAll(connect(), await connect().provisioning.plan(REQUEST, signal));
    const adapter = connect({}, made!.webhookSecret);
    const { id, subscriptions } = await ours();
    const events = subscriptions as string[];
    const kept = events.filter((event) => !event.endsWith('tags_changed'));
    await call('PATCH', `/webhooks/${id}`, { webhook: { subscriptions: kept } });

    const plan = await adapter.provisioning.plan(REQUEST, signal);
    await applyAll(adapter, plan);

    expect(plan).toMatchObject([{ before: { tells: { not: ['zen:event-type:ticket.tags_changed'] } } }]);
    expect((await ours()).subscriptions).toEqual(events);
  });

  it('is one, whatever lost answers left', async () => {
    await start();
    const [made] = await applyAll(connect(), await connect().provisioning.plan(REQUEST, signal));
    const { id, ...webhook } = await ours();
    await call('POST', '/webhooks', { webhook });
    const adapter = connect({}, made!.webhookSecret);

    const plan = await adapter.provisioning.plan(REQUEST, signal);
    await applyAll(adapter, plan);

    expect(plan.map(({ action, key }) => `${action} ${key.split(':')[0]}`)).toEqual(['delete webhook']);
    expect((await ours()).id).toBe(id);
    // the addresses of webhooks take no `.json`
    expect(account.requests.filter(({ path }) => /webhooks\S*\.json/.test(path))).toEqual([]);
    expect(await adapter.provisioning.plan(REQUEST, signal)).toEqual([]);
  });
});

describe('where the account sends no events', () => {
  it('lets a trigger of its own call the webhook, in a category where the account has them', async () => {
    await start({ ticketEvents: false, triggerCategories: true });
    const [made] = await applyAll(connect(), await connect().provisioning.plan(REQUEST, signal));
    const adapter = connect({}, made!.webhookSecret);

    expect(await adapter.provisioning.plan(REQUEST, signal)).toEqual([]);
    expect((await ours()).subscriptions).toEqual(['conditional_ticket_events']);
    const { triggers } = (await call('GET', '/triggers')) as { triggers: { actions: { value: string[] }[] }[] };
    expect(triggers).toHaveLength(1);
    // nothing of the ticket's texts, which could break the JSON
    expect(JSON.parse(triggers[0]!.actions[0]!.value[1]!)).toEqual({
      ticket_id: '{{ticket.id}}',
      updated_at: '{{ticket.updated_at_with_timestamp}}',
      current_user_id: '{{current_user.id}}',
    });
  });

  it('plans the trigger when somebody deleted it', async () => {
    await start({ ticketEvents: false });
    const [made] = await applyAll(connect(), await connect().provisioning.plan(REQUEST, signal));
    const adapter = connect({}, made!.webhookSecret);
    const { triggers } = (await call('GET', '/triggers')) as { triggers: { id: number }[] };
    await call('DELETE', `/triggers/${triggers[0]?.id}`);

    const plan = await adapter.provisioning.plan(REQUEST, signal);
    await applyAll(adapter, plan);

    expect(plan).toMatchObject([{ key: 'trigger:changes', action: 'create' }]);
    expect(await adapter.provisioning.plan(REQUEST, signal)).toEqual([]);
  });
});

describe('the tier field of the config', () => {
  const optionsOf = async () => {
    const body = await call('GET', `/ticket_fields/${account.tierFieldId}`);
    const { ticket_field: field } = body as {
      ticket_field: { custom_field_options: { id: number; name: string; value: string }[] };
    };
    return field.custom_field_options;
  };

  it('gets the choices that are missing, keeps every other with its id, and is never taken away', async () => {
    await start();
    const polling = { ...REQUEST, hookUrl: null };
    const adapter = connect({ tierFieldId: account.tierFieldId });
    expect(await adapter.provisioning.plan(polling, signal)).toEqual([]);
    const kept = [...(await optionsOf()).slice(0, 3), { id: 7, name: 'VIP', value: 'vip' }];
    const change = { ticket_field: { custom_field_options: kept } };
    await call('PUT', `/ticket_fields/${account.tierFieldId}`, change);

    const plan = await adapter.provisioning.plan(polling, signal);
    for (const each of plan) await adapter.provisioning.apply(each, polling, signal);

    expect(plan).toMatchObject([{ action: 'change', before: { tiers: ['T0', 'T1', 'T2'] } }]);
    const now = await optionsOf();
    expect(now.slice(0, 4)).toMatchObject(kept);
    expect(now.slice(4).map(({ value }) => value)).toEqual(['tier_t3', 'tier_t4']);
    expect(await adapter.provisioning.leftovers(signal)).toEqual([]);
  });

  it('is asked for by the path in the config when it is not there', async () => {
    await start();

    await expect(connect({ tierFieldId: 4711 }).provisioning.plan(REQUEST, signal)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      path: 'connections.desk.tierFieldId',
    });
  });
});

describe('the first look', () => {
  it('tells plan and limit', async () => {
    await start({ slaPlan: false, ratePerMinute: 700 });

    const probe = await connect().probe(signal);

    expect(probe.features).toEqual({ sla_policies: false, business_hours: false, custom_statuses: true });
    // the first request of the minute
    expect(probe.rateBudget).toEqual({ limit: 700, remaining: 699, perSeconds: 60 });
  });

  it('warns of an account that a person works with, and of one that is no admin', async () => {
    await start({ role: 'agent' });
    const requesterId = account.addCustomer({ name: 'Kim', email: 'kim@customer.example' }).id;
    const open = { subject: 's', body: 'b', priority: 'P3', channel: 'email', group: 'L1' } as const;
    const id = account.createTicket({ requesterId, ...open });
    const codes = async () => (await connect().probe(signal)).warnings.map(({ code }) => code);
    expect(await codes()).toEqual(['account_not_admin']);

    account.assign(id, { kind: 'automation' }, { agentId: account.selfId });

    expect(await codes()).toEqual(['account_not_admin', 'account_personal']);
  });
});

describe('discovery', () => {
  it('reads business hours, holidays, service levels and rules', async () => {
    await start();
    await applyAll(connect(), await connect().provisioning.plan(REQUEST, signal));

    const found = await connect().discovery.discover(signal);

    expect(found.hidden).toEqual([]);
    expect(found.statuses).toContainEqual({
      id: '460006',
      name: 'Waiting for vendor',
      isActive: true,
      category: 'hold',
    });
    const open = [['09:00', '17:00']];
    expect(found.calendars).toEqual([
      {
        id: '490001',
        name: 'Support Berlin',
        timeZone: 'Europe/Berlin',
        hours: { 1: open, 2: open, 3: open, 4: open, 5: open },
        // one entry of two days, the last one included
        holidays: [
          { date: '2026-12-25', name: 'Weihnachten' },
          { date: '2026-12-26', name: 'Weihnachten' },
        ],
      },
    ]);
    expect(found.slas).toEqual([
      {
        id: '36',
        name: 'Incidents',
        calendar: null,
        targets: [
          { metric: 'first_reply', priority: 'urgent', minutes: 30, businessHours: false },
          { metric: 'resolution', priority: 'normal', minutes: 960, businessHours: true },
        ],
      },
    ]);
    expect(found.organisationFields?.map(({ name }) => name)).toEqual(['plan']);
    expect(found.automations?.map(({ kind, isOurs }) => `${kind} ${isOurs}`)).toEqual([
      'webhook true',
      'automation false',
    ]);
  });

  it('tells the most used tags by one call, not all that there are', async () => {
    await start();
    const requesterId = account.addCustomer({ name: 'Kim', email: 'kim@customer.example' }).id;
    const tags = Array.from({ length: 150 }, (_, n) => `tag_${n}`);
    const open = { subject: 's', body: 'b', priority: 'P3', channel: 'email', group: 'L1' } as const;
    account.createTicket({ requesterId, ...open, tags });

    const found = await connect().discovery.discover(signal);

    expect(found.tags).toHaveLength(100);
    expect(account.requests.filter(({ path }) => path.startsWith('/api/v2/tags'))).toHaveLength(1);
  });

  it('tells what the plan or the token hides', async () => {
    await start({ slaPlan: false, scopes: ['tickets:read', 'users:read'] });

    const found = await connect().discovery.discover(signal);

    expect([found.calendars, found.slas, found.organisationFields, found.automations]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    const parts = ['calendars', 'slas', 'organisationFields', 'automations', 'automations', 'automations'];
    expect(found.hidden.map(({ part }) => part)).toEqual(parts);
    expect(found.hidden.map(({ reason }) => reason.en)).toContain('the account lacks the right webhooks:read');
  });
});
