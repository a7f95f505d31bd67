import { type AdapterContext, type Probe, type ProbeWarning, ScopeMissing } from '@stellwerk/ports';
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

  const warnings: ProbeWarning[] = [];
  if (Object.keys(me.group_ids ?? {}).length === 0)
    warnings.push({
      code: 'no_groups',
      text: {
        de: 'Das Konto hat in keiner Gruppe Rechte und sieht daher keine Tickets.',
        en: 'The account has rights in no group, so it sees no tickets.',
      },
    });
  if (anyTicket?.[0] && !(config.tierField in anyTicket[0])) {
    warnings.push({
      code: 'tier_missing',
      text: {
        de: `Tickets haben kein Attribut „${config.tierField}“: Stellwerks Plan kann es anlegen.`,
        en: `Tickets have no attribute “${config.tierField}”: Stellwerk's plan can make it.`,
      },
    });
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
