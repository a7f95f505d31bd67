import type { ProviderChange, SetupRequest } from '@stellwerk/ports';
import { createZammadSimulator, type ZammadSimulator, type ZammadSimulatorOptions } from '@stellwerk/simulators';
import { createTestContext, createVirtualClock, type VirtualClock } from '@stellwerk/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { zammadAdapter } from '../src/index.ts';

const TOKEN = 'zammad-test-token';
const { signal } = new AbortController();
const REQUEST: SetupRequest = {
  hookUrl: 'https://gateway.example/hooks/desk',
  webhookSecret: 'a-webhook-secret',
  tiers: ['T0', 'T1', 'T2', 'T3', 'T4'],
  labels: [],
};

let clock: VirtualClock;
let zammad: ZammadSimulator;
afterEach(() => zammad.stop());

/** A Zammad and an adapter on it. */
async function connect(options: Partial<ZammadSimulatorOptions> = {}, config: object = {}) {
  clock = createVirtualClock(Date.UTC(2026, 10, 23, 8));
  zammad = createZammadSimulator({ now: clock.now, token: TOKEN, tierField: false, ...options });
  await zammad.listen();
  const adapter = zammadAdapter.create(
    { kind: 'zammad', url: zammad.url, token: TOKEN, ...config },
    createTestContext({ clock }),
  );
  return { ...adapter, provisioning: adapter.provisioning!, discovery: adapter.discovery! };
}

type Adapter = Awaited<ReturnType<typeof connect>>;

async function call(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Token token=${TOKEN}`, 'content-type': 'application/json' };
  const init = body ? { method, headers, body: JSON.stringify(body) } : { method, headers };
  const answer = await fetch(`${zammad.url}/api/v1${path}`, init);
  return {
    status: answer.status,
    body: answer.headers.get('content-type')?.includes('json') ? await answer.json() : null,
  };
}

async function rows(path: string): Promise<Record<string, unknown>[]> {
  return (await call('GET', path)).body as Record<string, unknown>[];
}

async function applyAll({ provisioning }: Adapter, changes: readonly ProviderChange[]): Promise<void> {
  for (const change of changes) await provisioning.apply(change, REQUEST, signal);
}

const newAttribute = (name: string, values: readonly string[], change: object = {}) => ({
  object: 'Ticket',
  name,
  display: name,
  data_type: 'select',
  data_option: { options: Object.fromEntries(values.map((v) => [v, `${v} of ours`])), default: '', null: true },
  ...change,
});

async function makeByHand(attribute: object): Promise<void> {
  await call('POST', '/object_manager_attributes', attribute);
  await call('POST', '/object_manager_attributes_execute_migrations', {});
  clock.advance(60_000);
}

async function optionsOfTier(): Promise<unknown> {
  const field = (await rows('/object_manager_attributes')).find(({ name }) => name === 'support_tier');
  return (field?.data_option as { readonly options: unknown } | undefined)?.options;
}

const migrations = () => zammad.requests.filter(({ path }) => path.includes('execute_migrations')).length;

describe('the attribute of the tier', () => {
  it('waits until Zammad has restarted itself', async () => {
    const adapter = await connect({ restartMs: 45_000 });
    const startedAt = clock.now();
    const [field] = await adapter.provisioning.plan(REQUEST, signal);

    const applied = await adapter.provisioning.apply(field!, REQUEST, signal);

    expect(applied.now).toEqual({ tiers: REQUEST.tiers, state: 'in use' });
    // 5 s until it goes, 45 s away
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(50_000);
    expect(zammad.requests.some(({ status }) => status === 502)).toBe(true);
    expect((await call('GET', '/version')).status).toBe(200);
  });

  it('does not take a process that is about to go for one that is back', async () => {
    const adapter = await connect({ restartMs: 20_000 });
    const [field, webhook] = await adapter.provisioning.plan(REQUEST, signal);

    await adapter.provisioning.apply(field!, REQUEST, signal);

    // the next step would meet the outage
    await expect(adapter.provisioning.apply(webhook!, REQUEST, signal)).resolves.toMatchObject({ key: 'webhook' });
    expect(zammad.requests.at(-1)?.status).toBe(200);
  });

  it('gives up within bounds when Zammad stays away, and goes on from there the next time', async () => {
    const adapter = await connect({ restartMs: 600_000 });
    const [field] = await adapter.provisioning.plan(REQUEST, signal);

    const lost = adapter.provisioning.apply(field!, REQUEST, signal);
    await expect(lost).rejects.toMatchObject({ code: 'TRANSIENT', message: expect.stringContaining('3 minutes') });
    expect(clock.now()).toBeLessThan(Date.UTC(2026, 10, 23, 8, 4));

    clock.advance(600_000);
    await adapter.provisioning.apply(field!, REQUEST, signal);
    expect(migrations()).toBe(1);
  });

  it('goes on with what was made but not yet in the database', async () => {
    const adapter = await connect();
    const [field] = await adapter.provisioning.plan(REQUEST, signal);
    zammad.inject({ on: /execute_migrations/, kind: 'status', status: 500, times: 1000 });

    await expect(adapter.provisioning.apply(field!, REQUEST, signal)).rejects.toMatchObject({ code: 'TRANSIENT' });
    const again = await adapter.provisioning.plan(REQUEST, signal);
    zammad.clearFaults();
    await adapter.provisioning.apply(field!, REQUEST, signal);

    expect(again[0]).toMatchObject({ action: 'change', before: { state: 'not yet in the database' } });
    const made = (await rows('/object_manager_attributes')).filter(({ name }) => name === 'support_tier');
    expect(made).toMatchObject([{ to_create: false, to_migrate: false }]);
  });

  it('starts a migration whose answer got lost again only when the first must be over', async () => {
    const adapter = await connect({ restartMs: 0 });
    const [field] = await adapter.provisioning.plan(REQUEST, signal);
    zammad.inject({ on: /execute_migrations/, kind: 'reset', commit: 'before' });
    const startedAt = clock.now();

    await adapter.provisioning.apply(field!, REQUEST, signal);

    const tries = zammad.requests
      .filter(({ path }) => path.includes('execute_migrations'))
      .map(({ at }) => at - startedAt);
    expect(tries).toHaveLength(2);
    expect(tries[1]).toBeGreaterThanOrEqual(60_000);
  });

  it('does not start what others have left waiting', async () => {
    const adapter = await connect();
    await call('POST', '/object_manager_attributes', newAttribute('machine_no', ['a']));
    const [field] = await adapter.provisioning.plan(REQUEST, signal);

    await expect(adapter.provisioning.apply(field!, REQUEST, signal)).rejects.toThrow(/Ticket\.machine_no/);

    expect(migrations()).toBe(0);
    expect((await rows('/object_manager_attributes')).map(({ name }) => name)).not.toContain('support_tier');
  });

  it('takes an admin’s own attribute as it is, adds what is missing, and never takes it away', async () => {
    const adapter = await connect();
    await makeByHand(newAttribute('support_tier', ['T0', 'T1', 'T2', 'T3', 'VIP']));
    const [change, ...others] = await adapter.provisioning.plan(REQUEST, signal);
    expect(change).toMatchObject({ action: 'change', before: { tiers: ['T0', 'T1', 'T2', 'T3'], state: 'in use' } });

    await applyAll(adapter, [change!, ...others]);

    expect(await adapter.provisioning.plan(REQUEST, signal)).toEqual([]);
    expect(await optionsOfTier()).toEqual({
      T0: 'T0 of ours',
      T1: 'T1 of ours',
      T2: 'T2 of ours',
      T3: 'T3 of ours',
      VIP: 'VIP of ours',
      T4: 'T4',
    });
    await applyAll(adapter, await adapter.provisioning.leftovers(signal));
    expect((await rows('/object_manager_attributes')).map(({ name }) => name)).toContain('support_tier');
  });

  it('adds to options in an order made by hand', async () => {
    const adapter = await connect();
    const options = ['T2', 'T1', 'T0', 'T3'].map((value) => ({ name: `Level ${value}`, value }));
    await makeByHand(
      newAttribute('support_tier', [], { data_option: { options, customsort: 'on', default: '', null: true } }),
    );
    const [change] = await adapter.provisioning.plan(REQUEST, signal);

    await adapter.provisioning.apply(change!, REQUEST, signal);

    expect(await optionsOfTier()).toEqual([...options, { name: 'T4', value: 'T4' }]);
  });

  it('refuses one that can hold no tier, by its name in the config', async () => {
    const adapter = await connect();
    await makeByHand(newAttribute('support_tier', [], { data_type: 'boolean' }));

    await expect(adapter.provisioning.plan(REQUEST, signal)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      path: 'connections.desk.tierField',
    });
  });

  it('stays, with the reason told, while a trigger of somebody asks for it', async () => {
    const adapter = await connect();
    await applyAll(adapter, await adapter.provisioning.plan(REQUEST, signal));
    const condition = { 'ticket.support_tier': { operator: 'is', value: ['T3'] } };
    const perform = { 'ticket.priority_id': { value: '3' } };
    await call('POST', '/triggers', { name: 'T3 is urgent', condition, perform });
    const field = (await adapter.provisioning.leftovers(signal)).find(({ kind }) => kind === 'field');

    await expect(adapter.provisioning.apply(field!, REQUEST, signal)).rejects.toThrow(/T3 is urgent/);
    expect(migrations()).toBe(1);
  });
});

describe('webhook and triggers', () => {
  it('sets a trigger back that somebody made selective: it would miss a change of the tier alone', async () => {
    const adapter = await connect();
    await applyAll(adapter, await adapter.provisioning.plan(REQUEST, signal));
    const trigger = (await rows('/triggers')).find(({ note }) => String(note).includes('update'));
    await call('PUT', `/triggers/${trigger?.id}`, { execution_condition_mode: 'selective', name: 'renamed' });

    const plan = await adapter.provisioning.plan(REQUEST, signal);
    await applyAll(adapter, plan);

    expect(plan).toMatchObject([{ key: 'trigger:updated', before: { mode: 'selective' }, after: { mode: 'always' } }]);
    const after = (await rows('/triggers')).find(({ id }) => id === trigger?.id);
    expect(after).toMatchObject({ execution_condition_mode: 'always', name: 'renamed' });
  });

  it('plans nothing more on Zammad 5.2, which knows no modes', async () => {
    const adapter = await connect({ version: '5.2' });

    await applyAll(adapter, await adapter.provisioning.plan(REQUEST, signal));

    expect(await adapter.provisioning.plan(REQUEST, signal)).toEqual([]);
    expect((await adapter.probe(signal)).version).toBe('5.2.2');
    // which does not restart either, and was watched only for a moment
    expect(clock.now()).toBeLessThan(Date.UTC(2026, 10, 23, 8, 0, 30));
  });

  it('sees a changed secret, and shows neither', async () => {
    const adapter = await connect();
    await applyAll(adapter, await adapter.provisioning.plan(REQUEST, signal));

    const plan = await adapter.provisioning.plan({ ...REQUEST, webhookSecret: 'rotated-secret' }, signal);

    expect(plan).toMatchObject([{ key: 'webhook', before: { signature: 'another' }, after: { signature: 'set' } }]);
    expect(JSON.stringify(plan)).not.toMatch(/a-webhook-secret|rotated-secret/);
  });

  it('takes away a second webhook that a lost answer left', async () => {
    const adapter = await connect();
    await applyAll(adapter, await adapter.provisioning.plan(REQUEST, signal));
    const surplus = { name: 'Stellwerk (desk)', endpoint: REQUEST.hookUrl, note: 'stellwerk:desk', active: true };
    await call('POST', '/webhooks', surplus);

    const plan = await adapter.provisioning.plan(REQUEST, signal);
    await applyAll(adapter, plan);

    expect(plan).toMatchObject([{ kind: 'webhook', action: 'delete' }]);
    expect(await rows('/webhooks')).toHaveLength(1);
    expect(await adapter.provisioning.plan(REQUEST, signal)).toEqual([]);
  });

  it('makes no webhook for polling, and takes ours away when the address is given up', async () => {
    const adapter = await connect();
    const polling = { ...REQUEST, hookUrl: null };
    expect((await adapter.provisioning.plan(polling, signal)).map(({ kind }) => kind)).toEqual(['field']);
    await applyAll(adapter, await adapter.provisioning.plan(REQUEST, signal));

    const plan = await adapter.provisioning.plan(polling, signal);

    expect(plan.map(({ key, action }) => `${action} ${key}`)).toEqual([
      'delete webhook',
      'delete trigger:created',
      'delete trigger:updated',
    ]);
  });

  it('asks for a secret where none is set, instead of a webhook that signs nothing', async () => {
    const adapter = await connect();

    await expect(adapter.provisioning.plan({ ...REQUEST, webhookSecret: null }, signal)).rejects.toMatchObject({
      path: 'connections.desk.webhookSecret',
    });
  });
});

describe('the first look', () => {
  const codes = async (adapter: Adapter) => (await adapter.probe(signal)).warnings.map(({ code }) => code);

  it('warns of a token that may do everything, and of an account that a person works with', async () => {
    const adapter = await connect({ tierField: true });
    expect(await codes(adapter)).toEqual(['account_too_powerful']);
    await zammad.stop();

    const restricted = await connect({ tierField: true, permissions: ['ticket.agent'] });
    const requesterId = zammad.addCustomer({ name: 'Kim', email: 'kim@customer.example' }).id;
    const id = zammad.createTicket({
      requesterId,
      subject: 's',
      body: 'b',
      priority: 'P3',
      channel: 'email',
      group: 'L1',
    });
    expect(await codes(restricted)).toEqual([]);
    zammad.assign(id, { kind: 'automation' }, { agentId: zammad.serviceAccount.id });
    expect(await codes(restricted)).toEqual(['account_personal']);
  });

  it('tells the zone of the helpdesk where it may read calendars', async () => {
    expect((await (await connect()).probe(signal)).timeZone).toBe('Europe/Berlin');
    await zammad.stop();
    expect((await (await connect({ permissions: ['ticket.agent'] })).probe(signal)).timeZone).toBeNull();
  });
});

describe('discovery', () => {
  it('reads calendars, service levels and rules of an admin', async () => {
    const adapter = await connect({ tierField: true });
    await applyAll(adapter, await adapter.provisioning.plan(REQUEST, signal));

    const found = await adapter.discovery.discover(signal);

    expect(found.hidden).toEqual([]);
    expect(found.statuses).toContainEqual({ id: '4', name: 'closed', isActive: true, category: 'closed' });
    expect(found.ticketFields?.map(({ name }) => name)).toEqual(['support_tier', 'category']);
    expect(found.organisationFields?.map(({ name }) => name)).toEqual(['plan']);
    const open = [['09:00', '17:00']];
    expect(found.calendars).toEqual([
      {
        id: '1',
        name: 'Berlin office',
        timeZone: 'Europe/Berlin',
        hours: { 1: open, 2: open, 3: open, 4: open, 5: open },
        // the day that the admin switched off is none
        holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
      },
    ]);
    const target = (metric: string, priority: string, minutes: number) => ({
      metric,
      priority,
      minutes,
      businessHours: true,
    });
    expect(found.slas?.[0]).toMatchObject({ name: 'Standard', calendar: '1' });
    expect(found.slas?.[0]?.targets).toEqual([
      target('first_reply', '1 low', 60),
      target('first_reply', '2 normal', 60),
      target('next_reply', '1 low', 120),
      target('next_reply', '2 normal', 120),
      target('resolution', '1 low', 480),
      target('resolution', '2 normal', 480),
    ]);
    expect(found.automations?.map(({ kind, isOurs }) => `${kind} ${isOurs}`)).toEqual([
      'webhook true',
      'trigger true',
      'trigger true',
      'automation false',
    ]);
  });

  it('shows an agent’s token its groups, states and priorities, and names the right for the rest', async () => {
    const adapter = await connect({ permissions: ['ticket.agent'] });

    const found = await adapter.discovery.discover(signal);

    expect(found.groups?.map(({ name }) => name)).toEqual(['Users']);
    expect(found.calendars).toBeNull();
    expect(found.hidden.map(({ part, reason }) => `${part}: ${reason.en}`)).toEqual([
      'ticketFields: the account lacks the right admin.object',
      'organisationFields: the account lacks the right admin.object',
      'calendars: the account lacks the right admin.calendar',
      'slas: the account lacks the right admin.sla',
      'tags: the account lacks the right admin.tag',
      'automations: the account lacks the right admin.webhook',
      'automations: the account lacks the right admin.trigger',
      'automations: the account lacks the right admin.scheduler',
    ]);
  });
});
