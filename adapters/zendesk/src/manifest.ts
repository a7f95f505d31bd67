import type { Manifest } from '@stellwerk/ports';

/** What this adapter says about itself. Scopes: developer.zendesk.com, "OAuth tokens for grant types". */
export const zendeskManifest: Manifest = {
  id: 'zendesk',
  kind: 'helpdesk',
  name: 'Zendesk Support',
  capabilities: {
    webhookSecret: { value: 'provider' },
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
    {
      scope: 'webhooks:read',
      for: 'setup',
      reason: {
        en: 'To find our webhook again, and to read the secret that it signs with.',
        de: 'Um unseren Webhook wiederzufinden und das Geheimnis zu lesen, mit dem er unterschreibt.',
      },
    },
    {
      scope: 'webhooks:write',
      for: 'setup',
      reason: {
        en: 'To make the webhook to Stellwerk, and to remove it.',
        de: 'Um den Webhook zu Stellwerk anzulegen und wieder zu entfernen.',
      },
    },
    {
      scope: 'triggers:read',
      for: 'setup',
      reason: {
        en: 'To find triggers that contradict our rules, and our own one where the account sends no events.',
        de: 'Um Auslöser zu finden, die unseren Regeln widersprechen, und unseren eigenen, wo das Konto keine Ereignisse sendet.',
      },
    },
    {
      scope: 'triggers:write',
      for: 'setup',
      reason: {
        en: 'To make and remove that trigger.',
        de: 'Um diesen Auslöser anzulegen und wieder zu entfernen.',
      },
    },
  ],
  apiVersions: [{ version: 'v2' }],
  // the client's time-out and a tail for a write that is still being worked on
  quarantineMs: 30_000,
};
