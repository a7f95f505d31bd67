import type { Manifest } from '@stellwerk/ports';

/** What this adapter says about itself. Rights: docs.github.com, "Permissions required for fine-grained access tokens". */
export const githubManifest: Manifest = {
  id: 'github',
  kind: 'tracker',
  name: 'GitHub Issues',
  capabilities: {
    webhookSecret: { value: 'ours' },
    webhooks: { value: true, note: 'GitHub never repeats a failed delivery by itself; the poll finds what was missed' },
    completePayload: { value: false, note: 'a delivery is a hint; the issue is read again' },
    signedTime: { value: false, note: 'replays are recognised by X-GitHub-Delivery' },
    maxBodyLength: { value: 60_000, note: 'code points; GitHub takes 65,536' },
    labels: { value: true },
  },
  permissions: [
    {
      scope: 'metadata:read',
      for: 'read',
      reason: {
        en: 'To see whether the repository is public before anything is written to it.',
        de: 'Um vor jedem Schreiben zu sehen, ob das Repository öffentlich ist.',
      },
    },
    {
      scope: 'issues:read',
      for: 'read',
      reason: {
        en: 'To hear back when an issue is closed, reopened, labelled or commented.',
        de: 'Um zu erfahren, wenn ein Issue geschlossen, wieder geöffnet, markiert oder kommentiert wird.',
      },
    },
    {
      scope: 'issues:write',
      for: 'write',
      reason: {
        en: 'To open issues, comment on them and label them.',
        de: 'Um Issues anzulegen, zu kommentieren und zu markieren.',
      },
    },
    {
      scope: 'webhooks:write',
      for: 'setup',
      reason: {
        en: 'To make the webhook of the repository, and to remove it. An App has its own and needs none.',
        de: 'Um den Webhook des Repositorys anzulegen und wieder zu entfernen. Eine App hat ihren eigenen und braucht keinen.',
      },
    },
  ],
  apiVersions: [{ version: '2022-11-28' }],
  // one report of the list lagging behind a create by minutes; a minute covers what is usual
  quarantineMs: 60_000,
};
