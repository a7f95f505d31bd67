import type { Manifest } from '@stellwerk/ports';

/** What Zammad can do, and what the account must be allowed to. */
export const zammadManifest: Manifest = {
  id: 'zammad',
  kind: 'helpdesk',
  name: 'Zammad',
  capabilities: {
    webhookSecret: { value: 'ours' },
    webhooks: { value: true, note: 'A tag change alone sends none; the poll finds it.' },
    completePayload: { value: false, note: 'A delivery says which ticket changed, not what.' },
    tierField: { value: true, note: 'Ticket attribute, by default support_tier.' },
    tags: { value: true },
    internalNotes: { value: true },
    publicNotices: { value: true, note: 'E-mail for tickets that came by e-mail, else a public note.' },
    rating: { value: false, note: 'Zammad has no satisfaction survey.' },
    signedTime: { value: false, note: 'Deliveries carry no time; replays are found by their delivery id.' },
  },
  permissions: [
    {
      scope: 'ticket.agent',
      for: 'read',
      reason: {
        de: 'Liest Tickets, Artikel, Schlagwörter und Verlauf der Gruppen, in denen das Konto Rechte hat.',
        en: 'Reads tickets, articles, tags and history of the groups that the account has rights in.',
      },
    },
    {
      scope: 'ticket.agent',
      for: 'write',
      reason: {
        de: 'Setzt Stufe, Schlagwörter, Gruppe, Priorität und Status und schreibt interne Notizen.',
        en: 'Sets tier, tags, group, priority and status, and writes internal notes.',
      },
    },
    {
      scope: 'admin.webhook',
      for: 'setup',
      reason: {
        de: 'Legt den Webhook zu Stellwerk an und entfernt ihn wieder.',
        en: 'Makes the webhook to Stellwerk, and removes it.',
      },
    },
    {
      scope: 'admin.trigger',
      for: 'setup',
      reason: {
        de: 'Legt die beiden Auslöser an, die den Webhook rufen, und entfernt sie wieder.',
        en: 'Makes the two triggers that call the webhook, and removes them.',
      },
    },
    {
      scope: 'admin.object',
      for: 'setup',
      reason: {
        de: 'Legt das Ticketfeld für die Stufe an und entfernt es wieder.',
        en: 'Makes the ticket field of the tier, and removes it.',
      },
    },
  ],
  apiVersions: [{ version: 'v1' }],
  // our time-out is 10 s; the server may still finish what it has begun
  quarantineMs: 20_000,
};
