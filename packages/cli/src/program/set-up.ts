import { type NewAdapterOptions, newAdapter } from '../commands/adapter.ts';
import { check } from '../commands/check.ts';
import { type ConnectOptions, connect } from '../commands/connect.ts';
import { showConnections } from '../commands/connections.ts';
import { discover } from '../commands/discover.ts';
import { init } from '../commands/init.ts';
import { listSecrets, setSecret } from '../commands/secrets.ts';
import { createToken, revokeToken } from '../commands/tokens.ts';
import type { CommandContext } from '../context.ts';
import type { CommandSpec } from './command-spec.ts';

/** Commands that set an installation up. */
export const SET_UP: readonly CommandSpec[] = [
  {
    usage: 'init',
    text: { de: 'schreibt eine kommentierte stellwerk.yaml', en: 'write a commented stellwerk.yaml' },
    example: 'init --lang de',
    run: (context: CommandContext) => init(context),
  },
  {
    usage: 'connect <provider>',
    text: {
      de: 'verbindet ein Konto: wohin klicken, welche Rechte und warum; sieht nach, speichert Geheimnisse verschlüsselt',
      en: 'connect an account: where to click, which rights and why; looks at it and stores secrets encrypted',
    },
    options: [
      {
        flags: '--name <name>',
        text: { de: 'Name der Verbindung (sonst der Anbieter)', en: 'name of the connection (else the provider)' },
      },
      { flags: '--url <url>', text: { de: 'Adresse', en: 'address' } },
      { flags: '--subdomain <name>', text: { de: 'Subdomain bei Zendesk', en: 'subdomain at Zendesk' } },
      {
        flags: '--repository <repository>',
        text: { de: 'Repository bei GitHub, owner/name', en: 'repository at GitHub, owner/name' },
      },
      {
        flags: '--public-url <url>',
        text: {
          de: 'Adresse, unter der Helpdesks Stellwerk erreichen',
          en: 'address that helpdesks reach Stellwerk by',
        },
      },
      {
        flags: '--ca <file>',
        text: { de: 'PEM einer eigenen Zertifizierungsstelle', en: "PEM of a certificate authority of one's own" },
      },
      {
        flags: '--allow-private',
        text: { de: 'erlaubt Adressen im eigenen Netz', en: 'allow addresses in the own network' },
      },
      { flags: '--allow-http', text: { de: 'erlaubt http ohne TLS', en: 'allow http without TLS' } },
    ],
    example: 'connect zammad --url https://support.example.com < token.txt',
    run: (context: CommandContext, kind: string, options: ConnectOptions) => connect(context, kind, options),
  },
  {
    usage: 'discover <connection>',
    text: {
      de: 'liest, woraus ein Konto besteht, und schlägt die Zuordnung in stellwerk.yaml vor',
      en: 'read what an account is made of and propose how it maps, as a diff of stellwerk.yaml',
    },
    options: [{ flags: '--write', text: { de: 'trägt den Vorschlag ein', en: 'write the proposal into the file' } }],
    example: 'discover zammad',
    run: (context: CommandContext, name: string, options: { write?: boolean }) => discover(context, name, options),
  },
  {
    usage: 'check',
    text: {
      de: 'prüft die Policy-Datei; mit --online auch die Verbindungen',
      en: 'check the policy file; with --online also the connections',
    },
    options: [
      {
        flags: '--online',
        text: {
          de: 'fragt jeden Anbieter nach Konto, Rechten und Uhr',
          en: 'ask each provider for identity, rights and clock',
        },
      },
    ],
    example: 'check --online',
    run: (context: CommandContext, options: { online?: boolean }) => check(context, options),
  },
  {
    usage: 'secret set <name>',
    text: { de: 'setzt ein Geheimnis, von der Eingabe oder stdin', en: 'set a secret from a prompt or stdin' },
    options: [
      {
        flags: '--keep <span>',
        text: {
          de: 'lässt das vorige noch eine Weile gelten, z. B. 24h, während Webhooks umgestellt werden',
          en: 'keep the one before it good for a while, e.g. 24h, while webhooks are rotated',
        },
      },
    ],
    example: 'secret set zammad-token < token.txt',
    run: (context: CommandContext, name: string, options: { keep?: string }) => setSecret(context, name, options),
  },
  {
    usage: 'secret list',
    text: { de: 'Namen der gesetzten Geheimnisse', en: 'names of the secrets that are set' },
    example: 'secret list --json',
    run: (context: CommandContext) => listSecrets(context),
  },
  {
    usage: 'connection list',
    text: { de: 'alle Verbindungen mit ihren Webhook-Adressen', en: 'all connections with their webhook URLs' },
    example: 'connection list',
    run: (context: CommandContext) => showConnections(context),
  },
  {
    usage: 'connection show <name>',
    text: {
      de: 'eine Verbindung: Adresse zum Einfügen, Signatur-Kopfzeile, Schalter',
      en: 'one connection: the URL to paste, the signing header, the switches',
    },
    example: 'connection show zammad',
    run: (context: CommandContext, name: string) => showConnections(context, name),
  },
  {
    usage: 'token create <name>',
    text: { de: 'erzeugt einen Token der JSON-API; einmal gezeigt', en: 'make a token of the JSON API; shown once' },
    options: [
      { flags: '--days <number>', text: { de: 'Tage bis zum Ablauf', en: 'days until it ends' }, default: '90' },
    ],
    example: 'token create grafana --days 365',
    run: (context: CommandContext, name: string, options: { days: string }) => createToken(context, name, options),
  },
  {
    usage: 'token revoke <name>',
    text: { de: 'widerruft einen Token', en: 'end a token' },
    example: 'token revoke grafana',
    run: (context: CommandContext, name: string) => revokeToken(context, name),
  },
  {
    usage: 'adapter new <name>',
    text: {
      de: 'schreibt das Gerüst eines Adapters mit Simulator und Vertragstest',
      en: 'write the skeleton of an adapter with its simulator and contract test',
    },
    options: [{ flags: '--to <folder>', text: { de: 'Ordner (sonst der Name)', en: 'folder (else the name)' } }],
    example: 'adapter new acme-desk',
    run: (context: CommandContext, name: string, options: NewAdapterOptions) => newAdapter(context, name, options),
  },
];
