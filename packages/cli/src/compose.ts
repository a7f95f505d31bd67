import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, type TicketEvent, WRITE_CLASSES } from '@stellwerk/core';
import { createCounters, type ReadableCounters } from '@stellwerk/gateway';
import type { Clock, Logger, Runner, Store } from '@stellwerk/ports';
import { ConfigError } from '@stellwerk/ports';
import { type Connection, type Connections, createRuntime, type RuntimeDeps, type Settings } from '@stellwerk/runtime';
import {
  createGraphileRunner,
  createInProcessRunner,
  type KeySource,
  loadKey,
  openPostgresStore,
  openSqliteStore,
} from '@stellwerk/store';
import type { MoreAdapters } from './installation/adapters.ts';
import type { LoadedConfig } from './installation/config.ts';
import { createConnections } from './installation/connections.ts';
import { deriveKeys } from './installation/keys.ts';

/** How an installation is opened. */
export interface OpenOptions {
  readonly config: LoadedConfig;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly logger: Logger;
  /** `serve`: the process that works; `admin`: a short command beside it; `read`: looks only. */
  readonly access: 'serve' | 'admin' | 'read';
  readonly random?: () => number;
  readonly more?: MoreAdapters;
  /** Overrides of the runtime's times and limits, for demo and tests. */
  readonly settings?: Partial<Settings>;
  readonly provenance?: () => TicketEvent['provenance'];
  /** Lets webhook secrets be missing that a provider has yet to make. */
  readonly withoutWebhooks?: boolean;
}

/** An open store with its keys: enough for commands that ask no provider. */
export interface OpenStore {
  readonly store: Store;
  readonly master: Uint8Array;
  /** Names of the migrations that opening ran. */
  readonly migrated: readonly string[];
  close(): Promise<void>;
}

/** Everything of an installation, put together. */
export interface Installation extends OpenStore {
  readonly config: LoadedConfig;
  readonly connections: Connections;
  readonly runtime: RuntimeDeps;
  readonly counters: ReadableCounters;
  /** Makes the runner that fits the store. */
  createRunner(): Runner;
}

const SQLITE_FILE = 'stellwerk.db';
const KEY_FILE = 'master.key';

/** Where the key is: the environment (`STELLWERK_KEY`), else a file beside the database. */
export function keySource(folder: string, env: NodeJS.ProcessEnv): KeySource {
  return env.STELLWERK_KEY ? { key: env.STELLWERK_KEY } : { keyFile: join(folder, KEY_FILE) };
}

/** Path of the SQLite file of an installation. */
export function databasePath(folder: string): string {
  return join(folder, SQLITE_FILE);
}

/** The PostgreSQL connection string, or null for SQLite. */
export function postgresUrl({ policy }: LoadedConfig, env: NodeJS.ProcessEnv): string | null {
  const postgres = policy.input.store.postgres;
  if (!postgres) return null;
  const url = env[postgres.env];
  if (!url)
    throw new ConfigError('store.postgres', {
      de: `die Umgebungsvariable ${postgres.env} ist nicht gesetzt`,
      en: `the environment variable ${postgres.env} is not set`,
    });
  return url;
}

/** Opens the store that the file names, and brings its tables up to date. */
export async function openStore({ config, env, clock, access }: OpenOptions): Promise<OpenStore> {
  const { folder, policy } = config;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = keySource(folder, env);
  const url = postgresUrl(config, env);
  const keepBodies = policy.input.privacy.keepBodies > 0;
  const store =
    url === null
      ? await openSqliteStore({ ...key, path: databasePath(folder), clock, access, keepBodies })
      : await openPostgresStore({ ...key, connectionString: url, clock, keepBodies });
  const migrated = access === 'read' ? [] : await store.migrate();
  return { store, master: loadKey(key, null), migrated, close: () => store.close() };
}

/** The rules over the stored tickets, without any adapter: for commands that ask no provider and so need no secret. */
export async function openRules(options: OpenOptions): Promise<OpenStore & { readonly runtime: RuntimeDeps }> {
  const open = await openStore(options);
  return { ...open, runtime: runtimeOf(options, open, new Map(), createCounters()) };
}

/** Opens everything: store, adapters, rules, and what works between them. */
export async function openInstallation(options: OpenOptions): Promise<Installation> {
  const { config, env, clock, logger } = options;
  const open = await openStore(options);
  try {
    const keys = deriveKeys(open.master);
    const random = options.random ?? Math.random;
    const provenance = options.provenance ?? (() => 'webhook' as const);
    const { withoutWebhooks = false, more } = options;
    const base = { policy: config.policy, secrets: open.store.secrets, keys, clock, logger, env, random, provenance };
    const parts = { ...base, withoutWebhooks };
    const connections = await createConnections(more ? { ...parts, more } : parts);
    if (options.access === 'serve') await introduce(open.store, config, connections, clock.now());
    const counters = createCounters();
    const runtime = runtimeOf(options, open, connections, counters);
    return { ...open, config, connections, runtime, counters, createRunner: () => runnerOf(options) };
  } catch (error) {
    await open.close();
    throw error;
  }
}

function runtimeOf(
  { config, clock, logger, random = Math.random, settings }: OpenOptions,
  { store, master }: OpenStore,
  connections: Connections,
  counters: ReadableCounters,
): RuntimeDeps {
  return createRuntime({
    store,
    engine: createEngine(config.policy),
    connections,
    clock,
    logger,
    counters,
    worker: randomUUID(),
    markerKey: deriveKeys(master).marker,
    random,
    settings: {
      lateAfterMs: config.policy.lateAfterMs,
      maxWritesPerHour: config.policy.input.guards.maxWritesPerHour,
      ...settings,
    },
  });
}

/** Rows for new connections, the policy's text, and the switches that the file itself sets to live. */
async function introduce(store: Store, config: LoadedConfig, connections: Connections, now: number): Promise<void> {
  await store.admin.savePolicy(config.policy.version, config.source, now);
  const known = new Set((await store.connections.list()).map(({ name }) => name));
  for (const connection of connections.values()) {
    const { name, kind } = connection;
    await store.connections.ensure(name, config.policy.input.connections[name]?.kind ?? kind, now);
    if (!known.has(name) && isWritable(connection)) await firstModes(store, config, name, now);
  }
}

/** Whether anything can be written there: a history from a file takes nothing. */
function isWritable(connection: Connection): boolean {
  return connection.kind === 'notifier' || connection.adapter.manifest.capabilities.writes?.value !== false;
}

/** `writes:` of the file says how a new connection begins; later only `stellwerk live` and `shadow` change it. */
async function firstModes(store: Store, { policy }: LoadedConfig, name: string, now: number): Promise<void> {
  for (const writeClass of WRITE_CLASSES) {
    if (policy.input.writes[writeClass] === 'live')
      await store.connections.setMode(name, writeClass, 'live', 'policy', now);
  }
}

function runnerOf({ config, env, clock, logger }: OpenOptions): Runner {
  const url = postgresUrl(config, env);
  const onError = (error: unknown): void =>
    logger.error('a handler failed', { error: error instanceof Error ? error.message : String(error) });
  if (url === null) return createInProcessRunner(clock, { onError });
  return createGraphileRunner({ connectionString: url, clock, onError });
}
