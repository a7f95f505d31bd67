import { clockWarnings, missingOf, probedRights, tooPowerful } from '@stellwerk/adapter-kit';
import { type AdapterContext, type Probe, type ProbeWarning, ScopeMissing } from '@stellwerk/ports';
import { z } from 'zod';
import type { HubspotClient } from './client.ts';
import type { HubspotConfig } from './config.ts';
import { hubspotManifest } from './manifest.ts';
import { VERSION } from './version.ts';

/** Looks at the account. A token's scopes cannot be listed, so one reading for each is tried; writing is not. */
export async function probeHubspot(
  client: HubspotClient,
  config: HubspotConfig,
  context: AdapterContext,
  appId: string | null,
  signal: AbortSignal,
): Promise<Probe> {
  const { portalId, timeZone, serverNow, rate } = await client.account(signal);
  const refused = await refusedReads(client, context, signal);
  const rights = probedRights(hubspotManifest, (right) => (right.for === 'read' ? !refused.has(right.scope) : null));
  const names = await client.propertyNames(signal).catch(noneWhenRefused);
  const wanted = [config.tierProperty, config.tagsProperty, config.groupProperty];
  const absent = names === null ? [] : wanted.filter((name) => !names.has(name));
  const skew = serverNow === null ? null : serverNow - context.clock.now();
  return {
    identity: `portal ${portalId}`,
    selfId: appId ?? `portal:${portalId}`,
    grantedScopes: null,
    missingScopes: missingOf(rights),
    rights,
    // Service Hub Professional and above keep deadlines on tickets
    features: { sla_policies: names === null ? null : names.has('hs_time_to_close_sla_at') },
    rateBudget: rate,
    clockSkewMs: skew,
    timeZone,
    version: VERSION,
    warnings: [
      ...clockWarnings(skew),
      ...absent.map(propertyMissing),
      ...(appId === null ? [SELF_UNKNOWN] : []),
      ...(refused.has(NOT_NEEDED) ? [] : [tooPowerful(NOT_NEEDED, 'tickets')]),
    ],
  };
}

/** A scope that nothing of ours asks for: where it is granted, the key was made for more. */
const NOT_NEEDED = 'crm.objects.deals.read';

async function refusedReads(
  client: HubspotClient,
  context: AdapterContext,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const now = new Date(context.clock.now()).toISOString();
  const records = (type: string) => client.read(`/crm/objects/${VERSION}/${type}?limit=1`, z.unknown(), signal);
  const trials: Readonly<Record<string, () => Promise<unknown>>> = {
    tickets: () => client.changed(now, 1, signal),
    'crm.objects.owners.read': () => client.owners(signal),
    'crm.objects.contacts.read': () => records('contacts'),
    'crm.objects.companies.read': () => records('companies'),
    'conversations.read': () => client.threadsSince(now, signal),
    [NOT_NEEDED]: () => records('deals'),
  };
  const refused = new Set<string>();
  for (const [scope, call] of Object.entries(trials)) if (await isRefused(call)) refused.add(scope);
  return refused;
}

async function isRefused(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return false;
  } catch (error) {
    if (error instanceof ScopeMissing) return true;
    throw error;
  }
}

function noneWhenRefused(error: unknown): null {
  if (error instanceof ScopeMissing) return null;
  throw error;
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
