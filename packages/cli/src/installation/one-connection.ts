import { ConfigError, type SecretStore } from '@stellwerk/ports';
import type { Connection } from '@stellwerk/runtime';
import { type CommandContext, openOptions } from '../context.ts';
import type { LoadedConfig } from './config.ts';
import { createConnections } from './connections.ts';
import { deriveKeys } from './keys.ts';

/** What one connection is made from. */
export interface OneConnection {
  readonly config: LoadedConfig;
  readonly name: string;
  readonly master: Uint8Array;
  readonly secrets: SecretStore;
}

/** Makes one connection alone, so that what is wrong with another does not matter. Throws ConfigError for its own faults. */
export async function oneConnection(
  context: CommandContext,
  { config, name, master, secrets }: OneConnection,
): Promise<Exclude<Connection, { kind: 'notifier' }>> {
  const { clock, logger, env, more } = openOptions(context, 'admin', config);
  const only = { [name]: config.policy.input.connections[name] ?? { kind: '' } };
  const policy = { ...config.policy, input: { ...config.policy.input, connections: only, contacts: {} } };
  const parts = { policy, secrets, keys: deriveKeys(master), clock, logger, env, random: Math.random };
  const made = { ...parts, provenance: () => 'webhook' as const, withoutWebhooks: true, ...(more ? { more } : {}) };
  const connection = (await createConnections(made)).get(name);
  if (connection === undefined || connection.kind === 'notifier')
    throw new ConfigError(`connections.${name}`, { de: 'gibt es nicht', en: 'does not exist' });
  return connection;
}
