import { statfs } from 'node:fs/promises';
import { ConfigError, type Discovered, type Probe, StoreUnavailable } from '@stellwerk/ports';
import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { oneConnection } from '../installation/one-connection.ts';
import { systemClock } from '../installation/system-clock.ts';
import { clock } from './doctoring/clock.ts';
import { completeness } from './doctoring/completeness.ts';
import { credentials } from './doctoring/credential.ts';
import { type Check, type Examination, type Examined, type Finding, GROUPS, type Group } from './doctoring/finding.ts';
import { cannotOpen, privacy, storeChecks, versions } from './doctoring/house.ts';
import { ingress } from './doctoring/ingress.ts';
import { calendars, rules } from './doctoring/policy-checks.ts';
import { loop, writes } from './doctoring/writes.ts';
import { knownConnection } from './known.ts';

const CALL_MS = 30_000;

const CHECKS: readonly Check[] = [
  credentials,
  ingress,
  completeness,
  clock,
  calendars,
  rules,
  writes,
  loop,
  storeChecks,
  privacy,
  versions,
];

const TITLES: Readonly<Record<Group, { readonly de: string; readonly en: string }>> = {
  credential: { de: 'Zugang', en: 'Credential' },
  ingress: { de: 'Eingang', en: 'Ingress' },
  completeness: { de: 'Vollständigkeit', en: 'Completeness' },
  clock: { de: 'Uhr', en: 'Clock' },
  calendar: { de: 'Kalender', en: 'Calendar' },
  rules: { de: 'Regeln', en: 'Rules' },
  writes: { de: 'Schreiben', en: 'Writes' },
  loop: { de: 'Schleifen', en: 'Loop' },
  store: { de: 'Speicher', en: 'Store' },
  privacy: { de: 'Datenschutz', en: 'Privacy' },
  version: { de: 'Versionen', en: 'Version' },
};

/** The JSON of `doctor`. */
interface Doctored {
  readonly at: number;
  readonly findings: readonly (Omit<Finding, 'text' | 'fix'> & { readonly text: string; readonly fix: string })[];
  readonly problems: number;
  readonly warnings: number;
}

/** Looks over the whole installation and its accounts, and says of everything that is wrong what to do. Changes nothing. */
export async function doctor(
  context: CommandContext,
  only: string | undefined,
  options: { readonly offline?: boolean },
): Promise<number> {
  const { output } = context;
  const findings = await examineAll(context, only, options).catch((error: unknown) => {
    if (error instanceof StoreUnavailable || isStoreFault(error)) return [cannotOpen(error)];
    throw error;
  });
  const result: Doctored = {
    at: systemClock.now(),
    findings: findings.map((each) => ({ ...each, text: each.text[output.language], fix: each.fix[output.language] })),
    problems: findings.filter(({ severity }) => severity === 'problem').length,
    warnings: findings.filter(({ severity }) => severity === 'warning').length,
  };
  output.result(result, () => lines(result, output.language));
  return result.problems > 0 ? EXIT.failed : EXIT.ok;
}

/** Opening the database or its key failed. */
function isStoreFault(error: unknown): error is ConfigError {
  return error instanceof ConfigError && error.path.startsWith('store');
}

function examineAll(
  context: CommandContext,
  only: string | undefined,
  options: { readonly offline?: boolean },
): Promise<readonly Finding[]> {
  return withStore(context, 'admin', async ({ store, master, config }) => {
    const all = Object.keys(config.policy.input.connections);
    const names = only === undefined ? all : [knownConnection(config, only)];
    const accounts: Examined[] = [];
    for (const name of names) {
      const parts = { config, name, master, secrets: store.secrets };
      accounts.push(await examined(context, parts, options.offline ?? false));
    }
    const examination: Examination = { config, store, accounts, now: systemClock.now(), fetch, freeBytes };
    const found: Finding[] = [];
    for (const check of CHECKS) found.push(...(await check(examination)));
    return found;
  });
}

async function examined(
  context: CommandContext,
  parts: Parameters<typeof oneConnection>[1],
  offline: boolean,
): Promise<Examined> {
  const { name, config } = parts;
  const base = { name, kind: config.policy.input.connections[name]?.kind ?? '', probe: null, discovered: null };
  let connection: Examined['connection'] = null;
  try {
    connection = await oneConnection(context, parts);
    if (offline) return { ...base, connection, error: null };
    const probe: Probe = await connection.adapter.probe(AbortSignal.timeout(CALL_MS));
    return { ...base, connection, probe, discovered: await discovered(connection), error: null };
  } catch (error) {
    return { ...base, connection, error };
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** What the account is made of, where its rights show it: their lack is told elsewhere. */
async function discovered({ adapter }: NonNullable<Examined['connection']>): Promise<Discovered | null> {
  return (await adapter.discovery?.discover(AbortSignal.timeout(CALL_MS)).catch(() => null)) ?? null;
}

function lines({ findings, problems, warnings }: Doctored, language: 'de' | 'en'): readonly string[] {
  const signs = { problem: '✗', warning: '!', note: '·' } as const;
  const shown = GROUPS.flatMap((group) => {
    const own = findings.filter((each) => each.group === group);
    const title = TITLES[group][language];
    if (own.length === 0) return [`✓ ${title}`];
    return [
      title,
      ...own.flatMap(({ severity, connection, text, fix }) => [
        `  ${signs[severity]} ${connection === null ? '' : `${connection}: `}${text}`,
        `      → ${fix}`,
      ]),
    ];
  });
  const end =
    language === 'de' ? `${problems} Probleme, ${warnings} Warnungen.` : `${problems} problems, ${warnings} warnings.`;
  return [...shown, end];
}
