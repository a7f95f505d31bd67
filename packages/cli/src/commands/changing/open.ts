import { TIERS } from '@stellwerk/core';
import type { SetupRequest } from '@stellwerk/ports';
import type { PlanDeps } from '@stellwerk/runtime';
import { type Installation, openStore } from '../../compose.ts';
import { type CommandContext, openOptions } from '../../context.ts';
import { type LoadedConfig, loadConfig } from '../../installation/config.ts';
import { openWorking, type Worked } from '../../installation/open-working.ts';
import { systemClock } from '../../installation/system-clock.ts';
import { makeWebhookSecrets, secretMaker, webhookSecretName } from '../../installation/webhook-secrets.ts';
import { knownConnection } from '../known.ts';

/** Messages to people are sent by a connection of this name. */
const NOTIFIER = 'notify';

/** What commands that change something outside work with. */
export interface Changing {
  readonly installation: Installation;
  readonly worked: Worked;
  readonly config: LoadedConfig;
  readonly deps: PlanDeps;
  readonly secretName: (connection: string) => string | null;
}

/** The connection that was named, or all of them. Throws CommandError (exit 2) for an unknown one. */
export function connectionsFor(config: LoadedConfig, only: string | undefined): readonly string[] {
  if (only !== undefined) return [knownConnection(config, only, [NOTIFIER])];
  return Object.keys(config.policy.input.connections);
}

/** Opens everything for a command that plans or makes changes outside, and closes it whatever happens. */
export async function withChanging<T>(context: CommandContext, work: (changing: Changing) => Promise<T>): Promise<T> {
  const config = loadConfig(context.config);
  await prepare(context, config);
  const opened = await openWorking({ ...openOptions(context, 'serve', config), withoutWebhooks: true });
  const { installation, worked } = opened;
  try {
    const requests = await setupRequests(context, installation);
    const setup = (connection: string): SetupRequest => requests.get(connection) ?? nothingPosted(config, connection);
    const deps: PlanDeps = { ...installation.runtime, setup };
    return await work({ installation, worked, config, deps, secretName: (name) => webhookSecretName(config, name) });
  } finally {
    await installation.close();
  }
}

/** Secrets of our own making are there before the adapters are. */
async function prepare(context: CommandContext, config: LoadedConfig): Promise<void> {
  const open = await openStore(openOptions(context, 'admin', config));
  try {
    const parts = { config, secrets: open.store.secrets, more: context.more, now: systemClock.now() };
    await makeWebhookSecrets(parts, Object.keys(config.policy.input.connections));
  } finally {
    await open.close();
  }
}

async function setupRequests(
  { more }: CommandContext,
  { config, runtime, connections }: Installation,
): Promise<ReadonlyMap<string, SetupRequest>> {
  const { store, clock } = runtime;
  const { publicUrl } = config.policy.input;
  const requests = new Map<string, SetupRequest>();
  for (const { name, kind: role } of connections.values()) {
    const kind = config.policy.input.connections[name]?.kind;
    const row = await store.connections.ensure(name, kind ?? role, clock.now());
    if (kind === undefined) continue;
    const base = nothingPosted(config, name);
    const secretRef = config.policy.input.connections[name]?.webhookSecret;
    const maker = await secretMaker(kind, more);
    if (publicUrl === undefined || secretRef === undefined || maker === 'none') {
      requests.set(name, base);
      continue;
    }
    const secret = typeof secretRef === 'string' ? await store.secrets.get(secretRef) : null;
    const hookUrl = `${publicUrl.replace(/\/+$/, '')}/hooks/${row.publicId}`;
    requests.set(name, { ...base, hookUrl, webhookSecret: maker === 'provider' ? null : secret });
  }
  return requests;
}

function nothingPosted({ policy }: LoadedConfig, connection: string): SetupRequest {
  const labels = policy.input.trackers[connection]?.labels ?? [];
  return { hookUrl: null, webhookSecret: null, tiers: TIERS, labels };
}
