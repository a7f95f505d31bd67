import { expect, it } from 'vitest';
import { type Effect, isRepeatable, parsePolicy, writeClassOf } from '../src/index.ts';
import { example } from './policy/example.ts';
import { run } from './support/run.ts';
import { policyOf, Story } from './support/story.ts';

const smtp = { host: 'mail.example.test', from: 'Stellwerk <stellwerk@example.test>' };

function told(notify: readonly unknown[], extra: Record<string, unknown> = {}): readonly Effect[] {
  const policy = policyOf({
    locale: { language: 'en' },
    smtp,
    contacts: { lead: { notify } },
    escalations: [{ id: 'r', when: { tag: 'vip' }, do: [{ notify: 'lead' }] }],
    ...extra,
  });
  const story = new Story().created('2026-12-02 10:00', { tags: ['vip'] });
  return run(policy, story.events, '2026-12-02 10:00').effects.filter(({ rule }) => rule === 'r');
}

it('every channel of a contact is told, and a second of the same kind is numbered', () => {
  const effects = told([
    { webhook: 'https://chat.example.test/a', secret: 'sign' },
    { email: 'lead@example.test' },
    { teams: { env: 'TEAMS_URL' } },
    { slack: 'slack-lead' },
    { email: { env: 'DEPUTY_MAIL' } },
  ]);

  expect(
    effects.map(({ key, connection, write }) => [key.split('/').at(-1), connection, { ...write, text: '' }]),
  ).toEqual([
    ['notify:lead:0', 'notify', { kind: 'notify_webhook', contact: 'lead', channel: 0, text: '' }],
    [
      'notify:lead:1',
      'notify',
      { kind: 'notify_email', contact: 'lead', channel: 0, subject: 'Stellwerk · Ticket 1001 · tier T1', text: '' },
    ],
    ['notify:lead:2', 'notify', { kind: 'notify_teams', contact: 'lead', channel: 0, text: '' }],
    ['notify:lead:3', 'notify', { kind: 'notify_slack', contact: 'lead', channel: 0, text: '' }],
    [
      'notify:lead:4',
      'notify',
      { kind: 'notify_email', contact: 'lead', channel: 1, subject: 'Stellwerk · Ticket 1001 · tier T1', text: '' },
    ],
  ]);
});

it('no effect holds an address or the name of a secret: what is stored gives nothing away', () => {
  const effects = told([
    { webhook: 'https://chat.example.test/a-token', secret: 'sign-name' },
    { email: 'lead@example.test' },
    { teams: 'https://teams.example.test/a-token' },
    { slack: 'slack-name' },
  ]);

  expect(JSON.stringify(effects)).not.toMatch(/example\.test|token|sign-name|slack-name/);
});

it.each([
  ['notify_webhook', true],
  ['notify_email', false],
  ['notify_teams', false],
  ['notify_slack', false],
] as const)('%s is a notification; repeatable: %s', (kind, repeatable) => {
  expect(writeClassOf(kind)).toBe('notifications');
  expect(isRepeatable(kind)).toBe(repeatable);
});

it.each([
  [[{ email: 'lead' }], 'contacts/lead/notify/0/email', 'expected a mail address such as support@example.com'],
  [[{ webhook: 'https://a.test', slack: 'x' }], 'contacts/lead/notify/0', 'expected exactly one of webhook, email'],
  [[{ secret: 'x' }], 'contacts/lead/notify/0', 'expected exactly one of webhook, email'],
  [
    [{ teams: 'http://insecure.test' }],
    'contacts/lead/notify/0/teams',
    'expected an https address, the name of a secret',
  ],
  [[{ slack: 'x', secret: 'y' }], 'contacts/lead/notify/0/secret', 'expected `webhook` beside `secret`'],
  [[{ slak: 'x' }], 'contacts/lead/notify/0/slak', 'did you mean `slack`?'],
])('%j is a mistake with its place', (notify, path, text) => {
  const parsed = parsePolicy(
    { ...example(), smtp, contacts: { lead: { notify }, boss: { notify: ['note'] } } },
    'test',
  );

  const [issue, ...more] = parsed.ok ? [] : parsed.issues;
  expect(more).toEqual([]);
  expect([issue?.path.join('/'), issue?.text.en]).toEqual([path, expect.stringContaining(text)]);
});

it.each([
  [undefined, 'contacts/boss/notify/0/email', 'mail needs the section `smtp`'],
  [{ ...smtp, user: 'stellwerk' }, 'smtp/password', '`user` and `password` together'],
  [{ ...smtp, security: 'ssl' }, 'smtp/security', 'expected one of: starttls, tls, none'],
])('with the mail server %j: %s', (server, path, text) => {
  const contacts = { lead: { notify: ['note'] }, boss: { notify: [{ email: 'boss@example.test' }] } };
  const parsed = parsePolicy({ ...example(), contacts, ...(server && { smtp: server }) }, 'test');

  const [issue, ...more] = parsed.ok ? [] : parsed.issues;
  expect(more).toEqual([]);
  expect([issue?.path.join('/'), issue?.text.en]).toEqual([path, expect.stringContaining(text)]);
});
