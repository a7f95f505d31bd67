import type { Manifest, Permission } from '@stellwerk/ports';

const read = (scope: string, de: string, en: string): Permission => ({ scope, for: 'read', reason: { de, en } });
const setup = (scope: string, de: string, en: string): Permission => ({ scope, for: 'setup', reason: { de, en } });
const write = (scope: string, de: string, en: string): Permission => ({ scope, for: 'write', reason: { de, en } });

/** What HubSpot can do, and what the token must be allowed to. */
export const hubspotManifest: Manifest = {
  id: 'hubspot',
  kind: 'helpdesk',
  name: 'HubSpot Service Hub',
  capabilities: {
    webhookSecret: { value: 'none', note: 'A project app has its client secret.' },
    webhooks: { value: false, note: 'Service keys have none: changes are polled. Project apps may send them.' },
    completePayload: { value: false },
    tierField: { value: true, note: 'A select property, by default support_tier.' },
    tags: { value: true, note: 'In a multi-checkbox property of our own.' },
    internalNotes: { value: true },
    publicNotices: { value: true, note: 'Only with noticeActor in the config.' },
    rating: { value: true },
    signedTime: { value: true },
  },
  permissions: [
    read('tickets', 'Liest Tickets mit ihrem Verlauf.', 'Reads tickets with their history.'),
    read('crm.objects.owners.read', 'Ordnet Bearbeiter zu.', 'Tells who works on a ticket.'),
    read('crm.objects.contacts.read', 'Erkennt, wer gefragt hat.', 'Tells who asked.'),
    read('crm.objects.companies.read', 'Liest die Kundenklasse der Firma.', 'Reads the plan of the company.'),
    read('conversations.read', 'Liest Nachrichten für Antwortzeiten.', 'Reads messages, for reply times.'),
    write('crm.objects.contacts.write', 'Schreibt interne Notizen.', 'Writes internal notes.'),
    write('crm.schemas.tickets.write', 'Legt neue Schlagwörter als Option an.', 'Adds new tags as options.'),
    write('conversations.write', 'Sendet Hinweise an Kunden.', 'Sends notices to customers.'),
    setup('crm.schemas.tickets.write', 'Legt die Eigenschaften an.', 'Makes the properties.'),
  ],
  apiVersions: [{ version: '2026-09', endsOn: '2028-03-31' }],
  quarantineMs: 30_000,
};
