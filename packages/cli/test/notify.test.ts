import { createSmtpSink, createWebhookSink, createZammadSimulator } from '@stellwerk/simulators';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Bench, createBench, type Served } from './bench.ts';
import { SECRETS, zammadPolicy } from './policy.ts';

const zammad = createZammadSimulator({ now: Date.now, seed: 7, token: SECRETS['zammad-token'] });
const smtp = createSmtpSink();
const chats = createWebhookSink({ now: Date.now, token: 'XXXX-secret' });
const LEAD = 'lead.person@example.test';
let bench: Bench;
let served: Served;

const people = () => `
contacts:
  lead: { notify: [{ email: ${LEAD} }, { teams: teams-lead }, { slack: { env: SLACK_URL } }] }
smtp: { host: 127.0.0.1, port: ${smtp.port}, security: none, from: stellwerk@example.test, network: { allowPrivate: true } }
`;

beforeAll(async () => {
  await Promise.all([zammad.listen(), smtp.listen(), chats.listen()]);
  const policy = zammadPolicy(zammad.url, people()).replace('do: [{ note: internal }]', 'do: [{ notify: lead }]');
  bench = createBench(policy);
  const secrets = { ...SECRETS, 'teams-lead': `${chats.url}/teams/XXXX-secret` };
  for (const [name, value] of Object.entries(secrets)) await bench.stellwerk(['secret', 'set', name], { input: value });
}, 60_000);
afterAll(async () => {
  await served?.stop();
  await Promise.all([zammad.stop(), smtp.stop(), chats.stop()]);
  bench.remove();
});

it('an escalation reaches a person by mail, Teams and Slack, and no list of effects shows an address', {
  timeout: 120_000,
}, async () => {
  const env = { STELLWERK_NOTIFY_PRIVATE: '1', SLACK_URL: `${chats.url}/slack/XXXX-secret` };
  served = await bench.serve(['serve'], env);
  zammad.setWebhook({ url: served.hooks.zammad ?? '', secret: SECRETS['zammad-webhook'] });
  const live = await bench.stellwerk(['live', 'notify', '--class', 'notifications', '--yes'], { env });
  expect(live).toMatchObject({ code: 0 });

  const { id: requesterId } = zammad.addCustomer({ name: 'Erika', email: 'erika@example.test' });
  const id = zammad.createTicket({
    requesterId,
    subject: 'Alles steht',
    body: 'Bitte helfen Sie uns.',
    priority: 'P1',
    channel: 'email',
    group: 'Users',
    tags: ['urgent'],
  });
  await zammad.webhooksSettled();

  await vi.waitFor(() => expect([smtp.mails.length, chats.posts.length]).toEqual([1, 2]), {
    timeout: 40_000,
    interval: 300,
  });
  expect(smtp.mails[0]).toMatchObject({ to: [LEAD], text: expect.stringContaining('dringend') });
  expect(chats.posts.map(({ path }) => path).sort()).toEqual(['/slack/XXXX-secret', '/teams/XXXX-secret']);
  const explained = await bench.stellwerk(['explain', `zammad:${id}`, '--json'], { env });
  expect(explained.code).toBe(0);
  expect(explained.stdout + explained.stderr).not.toMatch(/lead\.person|XXXX-secret/);
});
