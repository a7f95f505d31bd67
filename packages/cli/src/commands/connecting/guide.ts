import type { Text } from '@stellwerk/core';

/** Something that is asked and is no secret. */
export interface AskedField {
  /** Option and, with dots, place in the connection: `url`. */
  readonly option: 'url' | 'subdomain' | 'repository';
  readonly path: readonly string[];
  readonly question: Text;
  readonly required: boolean;
}

/** A secret that is asked; kept encrypted under `<connection>-<suffix>`. */
export interface AskedSecret {
  readonly path: readonly string[];
  readonly suffix: string;
  readonly question: Text;
}

/** How an account of one kind is connected. */
export interface Guide {
  /** Where to click, step by step. */
  readonly steps: readonly Text[];
  /** What Stellwerk does not ask for. */
  readonly notAsked: Text;
  readonly fields: readonly AskedField[];
  readonly secrets: readonly AskedSecret[];
  /** Fixed parts of the connection. */
  readonly fixed?: Readonly<Record<string, unknown>>;
}

const TOKEN: AskedSecret = { path: ['token'], suffix: 'token', question: { de: 'Zugriffstoken', en: 'Access token' } };

/** Where to click for each kind, tried against the providers' own pages; rights and reasons stand in the adapters. */
export const GUIDES: Readonly<Record<string, Guide>> = {
  zammad: {
    steps: [
      {
        de: 'Ein eigenes Konto für Stellwerk: Verwalten → Benutzer → Neu, Rolle Agent, „Ändern“ in den Gruppen, um die es geht.',
        en: 'An account of its own for Stellwerk: Manage → Users → New, role Agent, “change” in the groups in question.',
      },
      {
        de: 'Als dieses Konto angemeldet: Profil → Token-Zugriff → Erstellen, die Rechte unten ankreuzen.',
        en: 'Signed in as that account: Profile → Token Access → Create, tick the rights below.',
      },
    ],
    notAsked: {
      de: 'admin.user, admin.setting, report oder Chat. Die Rechte zum Einrichten dürfen nach `apply` wieder weg.',
      en: 'admin.user, admin.setting, report or chat. The rights for setup may go again after `apply`.',
    },
    fields: [
      {
        option: 'url',
        path: ['url'],
        required: true,
        question: { de: 'Adresse (https://support.example.com)', en: 'Address (https://support.example.com)' },
      },
    ],
    secrets: [TOKEN],
  },
  zendesk: {
    steps: [
      {
        de: 'Ein eigenes Konto für Stellwerk, als Agent mit Zugriff auf alle Tickets.',
        en: 'An account of its own for Stellwerk, an agent with access to all tickets.',
      },
      {
        de: 'Admin Center → Apps und Integrationen → APIs → OAuth-Clients: Client anlegen, Token mit den Rechten unten erzeugen.',
        en: 'Admin Center → Apps and integrations → APIs → OAuth clients: add a client, make a token with the rights below.',
      },
    ],
    notAsked: {
      de: 'users:write, Talk, Chat, Guide-Schreibrechte oder „write“ im Ganzen. API-Token enden am 30.04.2027 und werden nicht mehr empfohlen.',
      en: 'users:write, Talk, Chat, writing to Guide, or “write” as a whole. API tokens end on 2027-04-30 and are no longer recommended.',
    },
    fields: [
      {
        option: 'subdomain',
        path: ['subdomain'],
        required: false,
        question: { de: 'Subdomain (acme von acme.zendesk.com)', en: 'Subdomain (acme of acme.zendesk.com)' },
      },
      {
        option: 'url',
        path: ['url'],
        required: false,
        question: { de: 'Adresse, falls nicht unter zendesk.com', en: 'Address where it is not under zendesk.com' },
      },
    ],
    secrets: [{ path: ['auth', 'token'], suffix: 'token', question: { de: 'OAuth-Token', en: 'OAuth token' } }],
    fixed: { auth: { kind: 'oauth' } },
  },
  hubspot: {
    steps: [
      {
        de: 'Einstellungen → Integrationen → Service-Keys: Schlüssel mit den Rechten unten anlegen. Er hängt an keiner Person.',
        en: 'Settings → Integrations → Service keys: make a key with the rights below. It belongs to no person.',
      },
    ],
    notAsked: {
      de: 'Marketing, Angebote, Rechnungen, Dateien, Benutzerverwaltung. Achtung: „tickets“ erlaubt auch Schreiben; davor steht der Schalter von Stellwerk.',
      en: 'Marketing, deals, invoices, files, user management. Mind: “tickets” allows writing too; before it stands the switch of Stellwerk.',
    },
    fields: [
      {
        option: 'url',
        path: ['url'],
        required: false,
        question: { de: 'Adresse (leer: https://api.hubapi.com)', en: 'Address (empty: https://api.hubapi.com)' },
      },
    ],
    secrets: [{ ...TOKEN, question: { de: 'Service-Key (pat-…)', en: 'Service key (pat-…)' } }],
  },
  github: {
    steps: [
      {
        de: 'Settings → Developer settings → Fine-grained tokens: nur das eine Repository, mit den Rechten unten. Für den Dauerbetrieb besser eine GitHub App (docs/github.md).',
        en: 'Settings → Developer settings → Fine-grained tokens: only the one repository, with the rights below. In the long run rather a GitHub App (docs/github.md).',
      },
    ],
    notAsked: {
      de: 'Code, Pull Requests, Actions, andere Repositorys oder die Organisation.',
      en: 'Code, pull requests, actions, other repositories, or the organisation.',
    },
    fields: [
      {
        option: 'repository',
        path: ['repository'],
        required: true,
        question: { de: 'Repository (owner/name)', en: 'Repository (owner/name)' },
      },
      {
        option: 'url',
        path: ['baseUrl'],
        required: false,
        question: { de: 'API-Adresse (leer: github.com)', en: 'API address (empty: github.com)' },
      },
    ],
    secrets: [TOKEN],
  },
};

/** For adapters that have no guide of their own. */
export const PLAIN_GUIDE: Guide = {
  steps: [],
  notAsked: { de: '–', en: '–' },
  fields: [{ option: 'url', path: ['url'], required: false, question: { de: 'Adresse', en: 'Address' } }],
  secrets: [TOKEN],
};
