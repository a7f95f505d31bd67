import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Probe, SecretStore } from '@stellwerk/ports';
import { editPolicyFile, type PolicyEdit } from '@stellwerk/runtime';
import { openStore } from '../compose.ts';
import { type CommandContext, openOptions } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { factoryOf } from '../installation/adapters.ts';
import { compileConfig, type LoadedConfig } from '../installation/config.ts';
import { oneConnection } from '../installation/one-connection.ts';
import { starterPolicy } from '../installation/starter-policy.ts';
import { systemClock } from '../installation/system-clock.ts';
import { secretMaker } from '../installation/webhook-secrets.ts';
import { usageError } from '../output/command-error.ts';
import { lineDiff } from '../output/diff.ts';
import { askFields, askSecrets, type GivenFields } from './connecting/ask.ts';
import { GUIDES, type Guide, PLAIN_GUIDE } from './connecting/guide.ts';
import { guideLines, probeLines } from './connecting/probe-lines.ts';

const PROBE_MS = 30_000;
const NAME = /^[a-z][a-z0-9-]*$/;

/** Options of `connect`. */
export interface ConnectOptions extends GivenFields {
  readonly name?: string;
  readonly publicUrl?: string;
  readonly ca?: string;
  readonly allowPrivate?: boolean;
  readonly allowHttp?: boolean;
}

/** The JSON of `connect`. No secret stands in it. */
interface Connected {
  readonly connection: string;
  readonly kind: string;
  readonly probe: Probe;
  /** Names of the secrets that were stored. */
  readonly secrets: readonly string[];
  readonly diff: readonly string[];
}

/** Connects an account: says where to click, looks at the account, and only then stores the secrets and writes the file. */
export async function connect(context: CommandContext, kind: string, options: ConnectOptions): Promise<number> {
  const { output } = context;
  const { factory } = await factoryOf(kind, 'provider', context.more);
  const guide = GUIDES[kind] ?? PLAIN_GUIDE;
  const before = existsSync(context.config) ? readFileSync(context.config, 'utf8') : starterPolicy(output.language);
  const name = freeName(options.name ?? kind, compileConfig(before, context.config));
  for (const line of guideLines(factory.manifest, guide, output.language)) output.line(line);

  const given = await askFields(guide, options, output.language);
  const values = await askSecrets(guide.secrets, output.language);
  const text = editPolicyFile(before, await edits(context, { kind, name, guide, given, options }, before));
  const secrets = new Map(guide.secrets.map(({ suffix }, at) => [`${name}-${suffix}`, values[at] ?? '']));
  const signed = compileConfig(text, context.config).policy.input.connections[name]?.webhookSecret !== undefined;
  if (signed && (await secretMaker(kind, context.more)) === 'ours')
    secrets.set(`${name}-webhook`, randomBytes(32).toString('hex'));

  const probe = await store(context, { name, text, secrets });
  const diff = lineDiff(before, text);
  const result: Connected = { connection: name, kind, probe, secrets: [...secrets.keys()], diff };
  output.result(result, () => [
    ...probeLines(probe, output.language),
    '',
    ...diff,
    '',
    nextLine(name, output.language),
  ]);
  return probe.missingScopes.length > 0 ? EXIT.failed : EXIT.ok;
}

function freeName(name: string, { policy }: Pick<LoadedConfig, 'policy'>): string {
  if (!NAME.test(name)) {
    throw usageError({
      de: `„${name}“ ist kein Name: kleine Buchstaben, Ziffern, Bindestrich.`,
      en: `“${name}” is no name: lower case letters, digits, hyphen.`,
    });
  }
  if (!Object.hasOwn(policy.input.connections, name)) return name;
  throw usageError({
    de: `Die Verbindung „${name}“ gibt es schon; mit --name einen anderen Namen geben.`,
    en: `There is a connection “${name}” already; give another name with --name.`,
  });
}

interface Wanted {
  readonly kind: string;
  readonly name: string;
  readonly guide: Guide;
  readonly given: GivenFields;
  readonly options: ConnectOptions;
}

/** The connection as the file holds it: names of secrets, never their values. */
async function edits(
  context: CommandContext,
  { kind, name, guide, given, options }: Wanted,
  before: string,
): Promise<readonly PolicyEdit[]> {
  const connection: Record<string, unknown> = { kind, ...structuredClone(guide.fixed ?? {}) };
  const put = (path: readonly string[], value: unknown): void => {
    const [first = '', second] = path;
    if (second === undefined) connection[first] = value;
    else connection[first] = { ...(connection[first] as object | undefined), [second]: value };
  };
  for (const { option, path } of guide.fields) if (given[option]) put(path, given[option]);
  for (const { path, suffix } of guide.secrets) put(path, `${name}-${suffix}`);
  const isPosted =
    options.publicUrl !== undefined || compileConfig(before, 'policy').policy.input.publicUrl !== undefined;
  if (isPosted && (await secretMaker(kind, context.more)) !== 'none') put(['webhookSecret'], `${name}-webhook`);
  const network = {
    ...(options.allowPrivate ? { allowPrivate: true } : {}),
    ...(options.allowHttp ? { allowHttp: true } : {}),
    ...(options.ca === undefined ? {} : { ca: readFileSync(options.ca, 'utf8') }),
  };
  if (Object.keys(network).length > 0) put(['network'], network);
  return [
    ...(options.publicUrl === undefined ? [] : [{ path: ['publicUrl'], value: options.publicUrl }]),
    { path: ['connections', name], value: connection },
  ];
}

/** Looks at the account with what was given; only if it answers are the secrets stored and the file written. */
async function store(
  context: CommandContext,
  {
    name,
    text,
    secrets,
  }: { readonly name: string; readonly text: string; readonly secrets: ReadonlyMap<string, string> },
): Promise<Probe> {
  const config = compileConfig(text, context.config);
  const open = await openStore(openOptions(context, 'admin', config));
  try {
    const given = givenFirst(secrets, open.store.secrets);
    const { adapter } = await oneConnection(context, { config, name, master: open.master, secrets: given });
    const probe = await adapter.probe(AbortSignal.timeout(PROBE_MS));
    const now = systemClock.now();
    for (const [secret, value] of secrets) {
      await open.store.secrets.set(secret, value, now);
      await open.store.admin.audit({ at: now, actor: 'cli', action: 'secret.set', target: secret, detail: null });
    }
    await open.store.admin.audit({ at: now, actor: 'cli', action: 'connection.connect', target: name, detail: null });
    writeFileSync(context.config, text);
    return probe;
  } finally {
    await open.close();
  }
}

/** The store's secrets, with those that were just given before them. */
function givenFirst(given: ReadonlyMap<string, string>, stored: SecretStore): SecretStore {
  return { ...stored, get: async (name) => given.get(name) ?? (await stored.get(name)) };
}

function nextLine(name: string, language: 'de' | 'en'): string {
  return language === 'de'
    ? `Verbunden; die Geheimnisse sind verschlüsselt gespeichert. Weiter: stellwerk discover ${name}, dann stellwerk backfill ${name} und stellwerk plan ${name}`
    : `Connected; the secrets are stored encrypted. Next: stellwerk discover ${name}, then stellwerk backfill ${name} and stellwerk plan ${name}`;
}
