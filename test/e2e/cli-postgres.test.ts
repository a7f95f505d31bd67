import { createZammadSimulator, type ZammadSimulator } from '@stellwerk/simulators';
import { startPostgres, type TestPostgres } from '@stellwerk/testkit';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Bench, createBench, type Served } from '../../packages/cli/test/bench.ts';
import { SECRETS, zammadPolicy } from '../../packages/cli/test/policy.ts';

let postgres: TestPostgres;
let zammad: ZammadSimulator;
let bench: Bench;
let env: { readonly DATABASE_URL: string };
const running: Served[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  env = { DATABASE_URL: postgres.url };
  zammad = createZammadSimulator({ now: Date.now, seed: 7, token: SECRETS['zammad-token'] });
  await zammad.listen();
  bench = createBench(zammadPolicy(zammad.url, 'store: { postgres: { env: DATABASE_URL } }\n'));
  await bench.stellwerk(['migrate'], { env });
  for (const [name, input] of Object.entries(SECRETS)) await bench.stellwerk(['secret', 'set', name], { input, env });
});
afterAll(async () => {
  await zammad.stop();
  await postgres.stop();
  bench.remove();
});

it('gateway and worker alone, two processes on PostgreSQL, bring a webhook to its decision', async () => {
  const gateway = await bench.serve(['gateway'], env);
  const worker = await bench.serve(['worker'], env);
  running.push(gateway, worker);
  expect(worker).toMatchObject({ url: null, hooks: {} });

  zammad.setWebhook({ url: gateway.hooks.zammad ?? '', secret: SECRETS['zammad-webhook'] });
  const { id: requesterId } = zammad.addCustomer({ name: 'Erika Musterfrau', email: 'erika@example.test' });
  const ticket = zammad.createTicket({
    requesterId,
    subject: 'Speichern geht nicht',
    body: 'Seit heute früh kommt ein Fehler.',
    priority: 'P1',
    channel: 'email',
    group: 'Users',
    tags: ['bug'],
  });
  await zammad.webhooksSettled();

  await vi.waitFor(
    async () => {
      const ran = await bench.stellwerk(['explain', `zammad:${ticket}`, '--json'], { env });
      expect(ran.json()).toMatchObject({ tier: { tier: 'T2', rule: 'bug-nach-t2' } });
    },
    { timeout: 60_000, interval: 300 },
  );
});

it.each(['backup', 'restore'])('%s is refused with the name of the tool that does it', async (command) => {
  const ran = await bench.stellwerk([command, 'copy.db'], { env });

  expect(ran.code).not.toBe(0);
  expect(ran.stderr).toContain('pg_dump');
});

it('both end by SIGTERM with 0', async () => {
  for (const each of running) expect(await each.stop()).toBe(0);
});
