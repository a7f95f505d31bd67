import { doctor } from '../commands/doctor.ts';
import { readWebhook, verifyWebhook, type WebhookOptions } from '../commands/webhook.ts';
import type { CommandContext } from '../context.ts';
import type { CommandSpec, OptionSpec } from './command-spec.ts';

const RECORDED: readonly OptionSpec[] = [
  {
    flags: '--provider <kind>',
    text: { de: 'Absender: zendesk, zammad, hubspot, github', en: 'sender: zendesk, zammad, hubspot, github' },
    required: true,
  },
  {
    flags: '--headers <file>',
    text: { de: 'Kopfzeilen: JSON oder „Name: Wert“', en: 'headers: JSON or “Name: value”' },
    required: true,
  },
  { flags: '--body <file>', text: { de: 'Inhalt, Byte für Byte', en: 'the body, byte by byte' }, required: true },
  {
    flags: '--secret <secret>',
    text: {
      de: 'Geheimnis; besser über stdin oder STELLWERK_WEBHOOK_SECRET, wo andere es nicht sehen',
      en: 'the secret; better by stdin or STELLWERK_WEBHOOK_SECRET, where others do not see it',
    },
  },
  {
    flags: '--url <url>',
    text: {
      de: 'Adresse, an die gesendet wurde (HubSpot signiert sie)',
      en: 'address it was sent to (HubSpot signs it)',
    },
  },
  {
    flags: '--at <instant>',
    text: { de: 'Zeitpunkt der Zustellung (sonst jetzt)', en: 'instant of the delivery (else now)' },
  },
];

/** Commands that look at what comes in and how an installation is. */
export const CHECKING: readonly CommandSpec[] = [
  {
    usage: 'doctor [connection]',
    text: {
      de: 'untersucht Zugang, Eingang, Vollständigkeit, Uhr, Kalender, Regeln, Schreiben, Speicher und Datenschutz und sagt, was zu tun ist',
      en: 'look over credentials, ingress, completeness, clock, calendars, rules, writes, store and privacy, and say what to do',
    },
    options: [{ flags: '--offline', text: { de: 'fragt keinen Anbieter', en: 'ask no provider' } }],
    example: 'doctor --json',
    run: (context: CommandContext, name: string | undefined, options: { offline?: boolean }) =>
      doctor(context, name, options),
  },
  {
    usage: 'webhook verify',
    text: {
      de: 'sagt, ob eine aufgezeichnete Zustellung echt ist, und wenn nicht, warum',
      en: 'say whether a recorded delivery is genuine, and if not why',
    },
    options: RECORDED,
    example: 'webhook verify --provider zammad --headers headers.txt --body body.json < secret.txt',
    run: (context: CommandContext, options: WebhookOptions) => verifyWebhook(context, options),
  },
  {
    usage: 'webhook read',
    text: {
      de: 'zeigt die Ereignisse, die aus einer aufgezeichneten Zustellung werden',
      en: 'print the events that a recorded delivery becomes',
    },
    options: RECORDED,
    example: 'webhook read --provider github --headers headers.json --body body.json --json',
    run: (context: CommandContext, options: WebhookOptions) => readWebhook(context, options),
  },
];
