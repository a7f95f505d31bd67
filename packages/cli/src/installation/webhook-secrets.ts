import { randomBytes } from 'node:crypto';
import type { SecretStore } from '@stellwerk/ports';
import { factoryOf, type MoreAdapters } from './adapters.ts';
import type { LoadedConfig } from './config.ts';

/** Who makes the secret that a provider's webhooks are signed with. */
export type SecretMaker = 'ours' | 'provider' | 'none';

/** As the adapter's manifest says; `ours` where it does not say. */
export async function secretMaker(kind: string, more?: MoreAdapters): Promise<SecretMaker> {
  const { factory } = await factoryOf(kind, 'kind', more);
  const told = factory.manifest.capabilities.webhookSecret?.value;
  return told === 'provider' || told === 'none' ? told : 'ours';
}

/** Name under which a connection's webhook secret is kept; null where the file names none, or a variable. */
export function webhookSecretName({ policy }: LoadedConfig, connection: string): string | null {
  const ref = policy.input.connections[connection]?.webhookSecret;
  return typeof ref === 'string' ? ref : null;
}

/** Makes up a secret for every named connection whose webhooks are to be signed with one of ours and that has none yet. */
export async function makeWebhookSecrets(
  {
    config,
    secrets,
    more,
    now,
  }: { config: LoadedConfig; secrets: SecretStore; more: MoreAdapters | undefined; now: number },
  connections: readonly string[],
): Promise<void> {
  for (const connection of connections) {
    const name = webhookSecretName(config, connection);
    const kind = config.policy.input.connections[connection]?.kind ?? '';
    if (name === null || (await secretMaker(kind, more)) !== 'ours' || (await secrets.get(name)) !== null) continue;
    await secrets.set(name, randomBytes(32).toString('hex'), now);
  }
}
