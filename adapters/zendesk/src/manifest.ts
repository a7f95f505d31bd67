import type { Manifest } from '@stellwerk/ports';

/** What this adapter says about itself. Scopes: developer.zendesk.com, "OAuth tokens for grant types". */
export const zendeskManifest: Manifest = {
  id: 'zendesk',
  kind: 'helpdesk',
  name: 'Zendesk Support',
  capabilities: {
    webhooks: { value: true, note: 'event subscription, or trigger with the body {"ticket_id":"{{ticket.id}}"}' },
    completePayload: { value: false, note: 'a delivery is a hint; the audits are read' },
    signedTime: { value: true, note: '±5 minutes' },
    tags: { value: true },
    tierField: { value: true, note: 'optional, see tierFieldId' },
    internalNotes: { value: true },
    publicNotices: { value: true },
    rating: { value: true, note: 'legacy CSAT only; survey responses are not read' },
  },
  permissions: [
    {
      scope: 'tickets:read',
      for: 'read',
      reason: {
        en: 'To read tickets and their audits.',
        de: 'Um Tickets und ihre Verläufe zu lesen.',
      },
    },
    {
      scope: 'users:read',
      for: 'read',
      reason: {
        en: 'To tell agents from customers.',
        de: 'Um Agenten von Kunden zu unterscheiden.',
      },
    },
    {
      scope: 'organizations:read',
      for: 'read',
      reason: {
        en: "To find the customer's plan in the organisation's fields.",
        de: 'Um den Vertrag des Kunden in den Feldern der Organisation zu finden.',
      },
    },
    {
      scope: 'tickets:write',
      for: 'write',
      reason: {
        en: 'To write tier tags, notes, group, priority and status.',
        de: 'Um Tier-Tags, Notizen, Gruppe, Priorität und Status zu schreiben.',
      },
    },
  ],
  apiVersions: [{ version: 'v2' }],
  // the client's time-out and a tail for a write that is still being worked on
  quarantineMs: 30_000,
};
