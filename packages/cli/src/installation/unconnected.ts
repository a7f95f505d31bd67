import { createFeatures } from '@stellwerk/core';
import type { HelpdeskAdapter, IssueTracker } from '@stellwerk/ports';
import { factoryOf, type MoreAdapters } from './adapters.ts';
import { createLogger } from './logger.ts';
import { systemClock } from './system-clock.ts';

/** Host of RFC 2606: nothing answers there. */
const NOWHERE = 'https://unconnected.invalid';

/** The least that each kind wants to be told of an account, where nothing of the account is used. */
const LEAST: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  zendesk: { url: NOWHERE, auth: { kind: 'oauth', token: 'none' } },
  zammad: { url: NOWHERE, token: 'none' },
  hubspot: { url: NOWHERE, token: 'none' },
  github: { baseUrl: NOWHERE, repository: 'none/none', token: 'none' },
};

/** An adapter without an account: it can check and read deliveries, and reaches nobody. Throws ConfigError for an unknown kind. */
export async function unconnectedAdapter(
  kind: string,
  secret: string | null,
  more?: MoreAdapters,
): Promise<Pick<HelpdeskAdapter | IssueTracker, 'verify' | 'normalise' | 'manifest'>> {
  const known = await factoryOf(kind, '--provider', more);
  const least = LEAST[kind] ?? { url: NOWHERE, token: 'none' };
  const config = { kind, ...least, ...(secret === null ? {} : { webhookSecret: secret }) };
  return known.factory.create(config, {
    connection: kind,
    clock: systemClock,
    logger: createLogger('silent'),
    random: Math.random,
    provenance: () => 'webhook',
    network: { allowPrivate: false, allowHttp: false, ca: null },
    webhookSecrets: () => ({ current: secret, previous: null }),
    pseudonym: (_kind, id) => id,
    features: createFeatures(),
  });
}
