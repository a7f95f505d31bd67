import { type AdapterContext, type Probe, type ProbeWarning, ScopeMissing } from '@stellwerk/ports';
import type { HubspotClient } from './client.ts';
import type { HubspotConfig } from './config.ts';

/** Looks at the account. A token's scopes cannot be listed, so one call for each is tried. */
export async function probeHubspot(
  client: HubspotClient,
  config: HubspotConfig,
  context: AdapterContext,
  appId: string | null,
  signal: AbortSignal,
): Promise<Probe> {
  const { portalId, timeZone, serverNow } = await client.account(signal);
  const names = await client.propertyNames(signal);
  const trials: [scope: string, call: () => Promise<unknown>][] = [
    ['tickets', () => client.changed(new Date(context.clock.now()).toISOString(), 1, signal)],
    ['crm.objects.owners.read', () => client.owners(signal)],
    ['conversations.read', () => client.threadsSince(new Date(context.clock.now()).toISOString(), signal)],
  ];
  const missingScopes: string[] = [];
  for (const [scope, call] of trials) if (await isRefused(call)) missingScopes.push(scope);

  const wanted = [config.tierProperty, config.tagsProperty, config.groupProperty];
  const absent = wanted.filter((name) => !names.has(name));
  return {
    identity: `portal ${portalId}`,
    selfId: appId ?? `portal:${portalId}`,
    grantedScopes: null,
    missingScopes,
    clockSkewMs: serverNow === null ? null : serverNow - context.clock.now(),
    timeZone,
    version: null,
    warnings: [...absent.map(propertyMissing), ...(appId === null ? [SELF_UNKNOWN] : [])],
  };
}

function propertyMissing(name: string): ProbeWarning {
  return {
    code: 'tier_missing',
    text: {
      de: `Tickets haben keine Eigenschaft „${name}“: Stellwerks Plan kann sie anlegen.`,
      en: `Tickets have no property “${name}”: Stellwerk's plan can make it.`,
    },
  };
}

const SELF_UNKNOWN: ProbeWarning = {
  code: 'self_unknown',
  text: {
    de: 'appId ist nicht gesetzt: Eigene Änderungen werden erst nach dem ersten Schreiben erkannt.',
    en: 'appId is not set: our own changes are known only after the first write.',
  },
};

async function isRefused(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return false;
  } catch (error) {
    if (error instanceof ScopeMissing) return true;
    throw error;
  }
}
