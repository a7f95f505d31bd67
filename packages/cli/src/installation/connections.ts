import { createFeatures, isRecord, type Policy, type TicketEvent } from '@stellwerk/core';
import type { AdapterContext, Clock, Logger, NetworkRules, SecretStore, WebhookSecrets } from '@stellwerk/ports';
import type { Connection, Connections } from '@stellwerk/runtime';
import { factoryOf, type MoreAdapters } from './adapters.ts';
import type { Keys } from './keys.ts';
import { notifierOf } from './notifier.ts';
import { isSecretRef, isSet, resolveSecret } from './secrets.ts';

/** What connections are made from. */
export interface ConnectionParts {
  readonly policy: Policy;
  readonly secrets: SecretStore;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly env: NodeJS.ProcessEnv;
  readonly random: () => number;
  readonly provenance: () => TicketEvent['provenance'];
  readonly more?: MoreAdapters;
  /** Lets a webhook secret be missing that a provider has yet to make: nothing is verified with these connections. */
  readonly withoutWebhooks?: boolean;
}

/** Makes the adapters of every connection in the file, and the notifier that tells people. */
export async function createConnections(parts: ConnectionParts): Promise<Connections> {
  const connections = new Map<string, Connection>();
  for (const [name, config] of Object.entries(parts.policy.input.connections)) {
    connections.set(name, await createConnection(parts, name, config));
  }
  connections.set('notify', { kind: 'notifier', name: 'notify', target: await notifierOf(parts) });
  return connections;
}

type ConnectionConfig = Policy['input']['connections'][string];

async function createConnection(parts: ConnectionParts, name: string, config: ConnectionConfig): Promise<Connection> {
  const path = `connections.${name}`;
  const known = await factoryOf(config.kind, `${path}.kind`, parts.more);
  const filled = await withSecrets(parts, path, config, known.factory.secretFields);
  const context = await contextOf(parts, name, config, filled);
  if (known.kind === 'tracker') return { kind: 'tracker', name, adapter: known.factory.create(filled, context) };
  return { kind: 'helpdesk', name, adapter: known.factory.create(filled, context) };
}

/** A copy of the config in which every secret field holds its value. Fields may be nested: `app.privateKey`. */
async function withSecrets(
  { secrets, env, withoutWebhooks = false }: ConnectionParts,
  path: string,
  config: ConnectionConfig,
  fields: readonly string[],
): Promise<Record<string, unknown>> {
  const filled = structuredClone(config) as Record<string, unknown>;
  for (const field of fields) {
    const names = field.split('.');
    const last = names.pop() ?? field;
    const owner = names.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), filled);
    const ref = isRecord(owner) ? owner[last] : undefined;
    if (!isRecord(owner) || !isSecretRef(ref)) continue;
    const isOptional = withoutWebhooks && field === 'webhookSecret';
    if (isOptional && !(await isSet(ref, secrets, env))) delete owner[last];
    else owner[last] = await resolveSecret(ref, `${path}.${field}`, secrets, env);
  }
  return filled;
}

async function contextOf(
  parts: ConnectionParts,
  name: string,
  config: ConnectionConfig,
  filled: Record<string, unknown>,
): Promise<AdapterContext> {
  const { clock, logger, random, provenance, keys, policy } = parts;
  const webhookSecrets = await webhookSecretsOf(parts, config, filled);
  return {
    connection: name,
    clock,
    logger,
    random,
    provenance,
    network: networkOf(config),
    webhookSecrets: () => webhookSecrets,
    pseudonym: (kind, id) => keys.pseudonym(name, kind, id),
    features: createFeatures(policy.input.patterns),
  };
}

/** While a secret is rotated the one before it stays good until its end date: `stellwerk secret set NAME --keep 24h`. */
async function webhookSecretsOf(
  { secrets }: ConnectionParts,
  config: ConnectionConfig,
  filled: Record<string, unknown>,
): Promise<WebhookSecrets> {
  const current = typeof filled.webhookSecret === 'string' ? filled.webhookSecret : null;
  const name = config.webhookSecret;
  const kept = typeof name === 'string' ? await secrets.get(previousName(name)) : null;
  if (kept === null) return { current, previous: null };

  const [until = '0', ...secret] = kept.split(' ');
  return { current, previous: { secret: secret.join(' '), until: Number(until) } };
}

/** Name under which the secret before a rotated one is kept. */
export function previousName(name: string): string {
  return `${name}#previous`;
}

function networkOf(config: ConnectionConfig): NetworkRules {
  const network = isRecord(config.network) ? config.network : {};
  return {
    allowPrivate: network.allowPrivate === true,
    allowHttp: network.allowHttp === true,
    ca: typeof network.ca === 'string' ? network.ca : null,
  };
}
