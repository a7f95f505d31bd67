import { afterEach, expect, it } from 'vitest';
import {
  createZammadSimulator,
  type ZammadSimulator,
  type ZammadSimulatorOptions,
} from '../../src/zammad/simulator.ts';
import { call, recorded, TOKEN } from './support.ts';

let now = Date.UTC(2026, 10, 23, 8);
let zammad: ZammadSimulator;
afterEach(() => zammad.stop());

async function start(options: Partial<ZammadSimulatorOptions> = {}): Promise<void> {
  zammad = createZammadSimulator({ now: () => now, token: TOKEN, tierField: false, ...options });
  await zammad.listen();
}

const status = async (path: string) => {
  const headers = { authorization: `Token token=${TOKEN}` };
  return (await fetch(`${zammad.url}/api/v1${path}`, { headers })).status;
};

it('restarts itself a few seconds after a column came, and is gone for a while', async () => {
  await start({ restartMs: 20_000 });
  await call(
    zammad,
    'POST',
    '/object_manager_attributes',
    recorded('object-attributes', 'attribute-create').request.body,
  );
  await call(zammad, 'POST', '/object_manager_attributes_execute_migrations', {});

  const seen: number[] = [];
  for (const wait of [0, 4_999, 1, 19_999, 1]) {
    now += wait;
    seen.push(await status('/version'));
  }

  expect(seen).toEqual([200, 200, 502, 502, 200]);
});

it('does not restart for a change of options alone', async () => {
  await start({ tierField: true });
  const rows = (await call(zammad, 'GET', '/object_manager_attributes')).body as { id: number; name: string }[];
  const { request } = recorded('object-attributes', 'attribute-update-options');
  const { id } = rows.find(({ name }) => name === 'support_tier')!;

  await call(zammad, 'PUT', `/object_manager_attributes/${id}`, request.body);
  await call(zammad, 'POST', '/object_manager_attributes_execute_migrations', {});
  now += 6_000;

  expect(await status('/version')).toBe(200);
  const after = (await call(zammad, 'GET', `/object_manager_attributes/${id}`)).body;
  expect(Object.keys(after.data_option.options)).toContain('T5');
  expect(after).toMatchObject({ to_config: false, data_option_new: {} });
});

it('takes an attribute away in two steps, with its values, but not one that a trigger asks for', async () => {
  await start({ tierField: true, restartMs: 0 });
  const rows = (await call(zammad, 'GET', '/object_manager_attributes')).body as { id: number; name: string }[];
  const { id } = rows.find(({ name }) => name === 'support_tier')!;
  const condition = { 'ticket.support_tier': { operator: 'is', value: ['T3'] } };
  const trigger = await call(zammad, 'POST', '/triggers', { name: 't', condition, perform: {} });
  expect((await call(zammad, 'DELETE', `/object_manager_attributes/${id}`)).status).toBe(422);
  await call(zammad, 'DELETE', `/triggers/${trigger.body.id}`);

  await call(zammad, 'DELETE', `/object_manager_attributes/${id}`);
  expect(await status(`/object_manager_attributes/${id}`)).toBe(200);
  await call(zammad, 'POST', '/object_manager_attributes_execute_migrations', {});

  expect(await status(`/object_manager_attributes/${id}`)).toBe(404);
});

it('lets a token do what its permissions say, with the recorded refusal', async () => {
  await start({ permissions: ['ticket.agent', 'admin.webhook'] });

  const paths = ['/tickets', '/webhooks', '/triggers', '/calendars', '/groups', '/packages', '/tag_list'];
  const seen = await Promise.all(paths.map(status));

  expect(seen).toEqual([200, 200, 403, 403, 403, 403, 403]);
  const refusal = recorded('errors', 'tag-list-admin-as-agent');
  expect((await call(zammad, 'GET', '/tag_list')).body).toEqual(refusal.response);
});

it('knows no modes of triggers as 5.2, and fires at every change', async () => {
  await start({ version: '5.2' });
  const request = recorded('webhook-and-trigger-setup', 'trigger-create-updated').request.body;

  const { body } = await call(zammad, 'POST', '/triggers', request);

  expect(body).not.toHaveProperty('execution_condition_mode');
});

it('keeps the names of triggers unique', async () => {
  await start();
  const trigger = { name: 'x', condition: { 'ticket.action': { operator: 'is', value: 'create' } }, perform: {} };
  await call(zammad, 'POST', '/triggers', trigger);

  expect((await call(zammad, 'POST', '/triggers', trigger)).status).toBe(422);
});
