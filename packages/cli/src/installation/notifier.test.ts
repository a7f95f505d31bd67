import { type NotifierWrite, parsePolicy } from '@stellwerk/core';
import type { Sendable } from '@stellwerk/ports';
import { createSmtpSink, createWebhookSink } from '@stellwerk/simulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { notifierOf } from './notifier.ts';

const smtp = createSmtpSink();
const chats = createWebhookSink({ now: Date.now, token: 'XXXX' });
beforeAll(async () => {
  await smtp.listen();
  await chats.listen();
});
afterAll(async () => {
  await smtp.stop();
  await chats.stop();
});

const clock = { now: () => 1_764_000_000_000, after: () => () => undefined };
const signal = new AbortController().signal;

/** The notifier of a policy file whose secrets are set as given. */
async function notifier(notify: readonly unknown[], secrets: Readonly<Record<string, string>> = {}) {
  const mail = { host: 'localhost', port: smtp.port, security: 'none', from: 'desk@example.test' };
  const parsed = parsePolicy({ version: 1, smtp: mail, contacts: { lead: { notify } } }, 'test');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const store = { get: async (name: string) => secrets[name] ?? null } as Parameters<typeof notifierOf>[0]['secrets'];
  const env = { STELLWERK_NOTIFY_PRIVATE: '1', SLACK_URL: `${chats.url}/slack/XXXX`, DUTY_MAIL: 'duty@example.test' };
  return notifierOf({ policy: parsed.policy, secrets: store, clock, env });
}

function sendable(write: NotifierWrite): Sendable<NotifierWrite> {
  const effect = { key: 'k', connection: 'notify', writeClass: 'notifications', write, at: 0, mode: 'auto' } as const;
  const reason = { code: 'x', rule: 'r', facts: {} };
  return { effect: { ...effect, coalesceKey: null, rule: 'r', reason }, ticketId: '1', marker: '', sendingSince: 0 };
}

const told = { contact: 'lead', text: 'Frist in 15 min' };

it('finds each address by contact, kind and number: from the file, a secret or the environment', async () => {
  const channels = [
    { email: 'lead@example.test' },
    'note',
    { teams: 'teams-lead' },
    { slack: { env: 'SLACK_URL' } },
    { email: { env: 'DUTY_MAIL' } },
    { webhook: `${chats.url}/hook`, secret: 'sign' },
  ];
  const { apply } = await notifier(channels, { 'teams-lead': `${chats.url}/teams/XXXX`, sign: 'shared' });

  await apply(sendable({ kind: 'notify_email', subject: 'S', channel: 0, ...told }), signal);
  await apply(sendable({ kind: 'notify_email', subject: 'S', channel: 1, ...told }), signal);
  await apply(sendable({ kind: 'notify_teams', channel: 0, ...told }), signal);
  await apply(sendable({ kind: 'notify_slack', channel: 0, ...told }), signal);
  await apply(sendable({ kind: 'notify_webhook', channel: 0, ...told }), signal);

  expect(smtp.mails.map(({ to }) => to)).toEqual([['lead@example.test'], ['duty@example.test']]);
  expect(chats.posts.map(({ path }) => path)).toEqual(['/teams/XXXX', '/slack/XXXX', '/hook']);
});

it('says at the start which secret is not set, by its place in the file', async () => {
  await expect(notifier(['note', { teams: 'teams-lead' }])).rejects.toThrow(
    'contacts.lead.notify.1.teams: there is no secret of the name “teams-lead”',
  );
  await expect(notifier([{ slack: { env: 'NOT_SET' } }])).rejects.toThrow('NOT_SET is not set');
});

it('refuses a message to a channel that the policy does not have', async () => {
  const { apply } = await notifier([{ email: 'lead@example.test' }]);

  await expect(
    apply(sendable({ kind: 'notify_email', subject: 'S', channel: 1, ...told }), signal),
  ).rejects.toMatchObject({ path: 'contacts.lead.notify' });
  await expect(apply(sendable({ kind: 'notify_slack', channel: 0, ...told }), signal)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  });
});
