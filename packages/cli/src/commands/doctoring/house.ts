import { ConfigError, type StoreUnavailable } from '@stellwerk/ports';
import type { Check, Examination, Finding } from './finding.ts';

const DAY_MS = 86_400_000;
const GIB = 1_073_741_824;
const BACKUP_DAYS = 7;
const ENDS_WITHIN_DAYS = 180;

/** Disk and backups. */
export const storeChecks: Check = async (examination) => [
  ...(await disk(examination)),
  ...(await backups(examination)),
];

async function disk({ config, freeBytes }: Examination): Promise<readonly Finding[]> {
  const free = await freeBytes(config.folder);
  if (free >= GIB) return [];
  const mib = Math.round(free / 1_048_576);
  return [
    {
      group: 'store',
      code: 'store.disk',
      severity: 'problem',
      connection: null,
      text: {
        de: `Nur noch ${mib} MiB frei in ${config.folder}.`,
        en: `Only ${mib} MiB are free in ${config.folder}.`,
      },
      fix: {
        de: 'Platz schaffen: bei voller Platte werden Webhooks mit 503 abgelehnt (und vom Anbieter wiederholt).',
        en: 'Make room: with a full disk webhooks are answered with 503 (and sent again by the provider).',
      },
    },
  ];
}

/** The database or its key refuses to be opened: nothing else can be looked at. */
export function cannotOpen(error: ConfigError | StoreUnavailable): Finding {
  const text = error instanceof ConfigError ? error.text : { de: error.message, en: error.message };
  return {
    group: 'store',
    code: 'store.cannot_open',
    severity: 'problem',
    connection: null,
    text,
    fix: {
      de: 'Das zuerst beheben: ohne Datenbank und Schlüssel lässt sich nichts weiter untersuchen.',
      en: 'Mend this first: without database and key nothing else can be looked at.',
    },
  };
}

async function backups({ store, now }: Examination): Promise<readonly Finding[]> {
  const { lanes = 0 } = await store.admin.counts();
  if (store.dialect !== 'sqlite' || lanes === 0) return [];
  const last = (await store.admin.audits(1_000)).find(({ action }) => action === 'store.backup')?.at ?? null;
  const days = last === null ? null : Math.floor((now - last) / DAY_MS);
  if (days !== null && days < BACKUP_DAYS) return [];
  return [
    {
      group: 'store',
      code: 'store.backup_old',
      severity: 'warning',
      connection: null,
      text: {
        de: days === null ? 'Noch keine Sicherung.' : `Die letzte Sicherung ist ${days} Tage alt.`,
        en: days === null ? 'No backup yet.' : `The last backup is ${days} days old.`,
      },
      fix: {
        de: 'stellwerk backup DATEI, am besten jede Nacht; den Schlüssel getrennt verwahren.',
        en: 'stellwerk backup FILE, best each night; keep the key elsewhere.',
      },
    },
  ];
}

/** What is kept of people, and for how long. */
export const privacy: Check = async ({ config, store, now }) => {
  const { keepBodies, worksCouncil, retention } = config.policy.input.privacy;
  const tooOld = await store.changes.list({ until: now - retention.audit - 2 * DAY_MS, limit: 1 });
  return [
    ...(keepBodies > 0
      ? [
          note(
            'privacy.bodies_kept',
            {
              de: 'Inhalte von Webhooks werden aufbewahrt (verschlüsselt).',
              en: 'Bodies of webhooks are kept (encrypted).',
            },
            {
              de: 'privacy.keepBodies: 0d, wenn sie nicht gebraucht werden.',
              en: 'privacy.keepBodies: 0d where they are not needed.',
            },
          ),
        ]
      : []),
    ...(worksCouncil.enabled
      ? []
      : [
          note(
            'privacy.works_council',
            {
              de: 'Der Betriebsratsmodus ist aus: Zahlen einzelner Personen sind möglich.',
              en: 'Works-council mode is off: figures of single persons are possible.',
            },
            {
              de: 'privacy.worksCouncil.enabled: true, außer es ist so vereinbart.',
              en: 'privacy.worksCouncil.enabled: true, unless it was agreed so.',
            },
          ),
        ]),
    ...(tooOld.length === 0
      ? []
      : [
          note(
            'privacy.retention_behind',
            {
              de: 'Es steht noch, was nach privacy.retention gelöscht sein sollte.',
              en: 'What privacy.retention should have deleted still stands here.',
            },
            {
              de: 'Löschen tut das laufende serve, einmal am Tag: läuft es?',
              en: 'The running serve deletes, once a day: is it running?',
            },
          ),
        ]),
  ];
};

function note(code: `privacy.${string}`, text: Finding['text'], fix: Finding['fix']): Finding {
  return {
    group: 'privacy',
    code,
    severity: code === 'privacy.retention_behind' ? 'warning' : 'note',
    connection: null,
    text,
    fix,
  };
}

/** Interfaces of providers that come to an end. */
export const versions: Check = async ({ accounts, now }) =>
  accounts.flatMap(({ name, connection }) =>
    (connection?.adapter.manifest.apiVersions ?? []).flatMap(({ version, endsOn }) => {
      if (endsOn === undefined) return [];
      const days = Math.ceil((Date.parse(endsOn) - now) / DAY_MS);
      if (days > ENDS_WITHIN_DAYS) return [];
      return [
        {
          group: 'version' as const,
          code: 'version.ends' as const,
          severity: days > 30 ? ('warning' as const) : ('problem' as const),
          connection: name,
          text: {
            de: `Die Schnittstelle ${version} des Anbieters endet am ${endsOn} (in ${days} Tagen).`,
            en: `The provider's interface ${version} ends on ${endsOn} (in ${days} days).`,
          },
          fix: { de: 'Stellwerk aktualisieren: docs/install.md', en: 'Upgrade Stellwerk: docs/install.md' },
        },
      ];
    }),
  );
