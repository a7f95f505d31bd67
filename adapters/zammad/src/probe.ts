import { type AdapterContext, type Probe, ScopeMissing } from '@stellwerk/ports';
import type { ZammadClient } from './client.ts';
import type { ZammadConfig } from './config.ts';

/** Looks at the account. A token's own list of permissions is hidden, so the calls themselves are tried. */
export async function probeZammad(
  client: ZammadClient,
  config: ZammadConfig,
  context: AdapterContext,
  signal: AbortSignal,
): Promise<Probe> {
  const me = await client.me(signal);
  const { version, serverNow } = await client.version(signal);
  const anyTicket = await client.changed('1970-01-01T00:00:00.000Z', 1, signal).catch((error: unknown) => {
    if (error instanceof ScopeMissing) return null;
    throw error;
  });

  const warnings: string[] = [];
  if (Object.keys(me.group_ids ?? {}).length === 0)
    warnings.push('the account has rights in no group: it sees no tickets');
  if (anyTicket?.[0] && !(config.tierField in anyTicket[0])) {
    warnings.push(`tickets have no attribute ${config.tierField}: create it as a select with the values T0 to T4`);
  }
  return {
    identity: me.login,
    selfId: me.id,
    grantedScopes: null,
    missingScopes: anyTicket === null ? ['ticket.agent'] : [],
    // the header has whole seconds
    clockSkewMs: serverNow === null ? null : serverNow - context.clock.now(),
    timeZone: null,
    version,
    warnings,
  };
}
