import { clockWarnings, missingOf, personalAccount, probedRights, tooPowerful } from '@stellwerk/adapter-kit';
import { type Probe, type ProbeWarning, ScopeMissing } from '@stellwerk/ports';
import { z } from 'zod';
import type { ZammadClient } from './client.ts';
import { zammadManifest } from './manifest.ts';
import type { SetupParts } from './setup/setup-parts.ts';

/** Looks at the account. A token's own list of permissions is hidden, so the calls themselves are tried; none changes anything. */
export async function probeZammad(client: ZammadClient, parts: SetupParts, signal: AbortSignal): Promise<Probe> {
  const me = await client.me(signal);
  const { version, serverNow } = await client.version(signal);
  const anyTicket = await orRefused(client.changed('1970-01-01T00:00:00.000Z', 1, signal));
  const granted = {
    'ticket.agent:read': anyTicket !== null,
    'ticket.agent:write': anyTicket !== null && Object.values(me.group_ids ?? {}).some(mayChange),
    'admin.webhook:setup': (await orRefused(parts.webhooks.list(signal))) !== null,
    'admin.trigger:setup': (await orRefused(parts.triggers.list(signal))) !== null,
    'admin.object:setup': (await orRefused(parts.attributes.list(signal))) !== null,
  };
  const rights = probedRights(
    zammadManifest,
    ({ scope, for: use }) => granted[`${scope}:${use}` as keyof typeof granted],
  );
  const skew = serverNow === null ? null : serverNow - parts.context.clock.now();
  return {
    identity: me.login,
    selfId: me.id,
    grantedScopes: null,
    missingScopes: missingOf(rights),
    rights,
    // the header has whole seconds
    clockSkewMs: skew,
    timeZone: await timeZone(parts, signal),
    version,
    // Zammad itself throttles nothing
    rateBudget: null,
    warnings: [
      ...clockWarnings(skew),
      ...accountWarnings(me, parts.config.tierField, anyTicket?.[0]),
      ...((await ownsTickets(parts, me.id, signal)) ? [personalAccount(me.login)] : []),
      ...((await isFullAdmin(parts, signal)) ? [tooPowerful('admin', 'ticket.agent')] : []),
    ],
  };
}

const mayChange = (access: unknown): boolean =>
  Array.isArray(access) && (access.includes('full') || access.includes('change'));

function accountWarnings(
  { group_ids }: { readonly group_ids?: Readonly<Record<string, unknown>> | null | undefined },
  tierField: string,
  ticket: object | undefined,
): readonly ProbeWarning[] {
  const warnings: ProbeWarning[] = [];
  if (Object.keys(group_ids ?? {}).length === 0) warnings.push({ code: 'no_groups', text: NO_GROUPS });
  if (ticket && !(tierField in ticket)) {
    warnings.push({
      code: 'tier_missing',
      text: {
        de: `Tickets haben kein Attribut „${tierField}“: Stellwerks Plan kann es anlegen.`,
        en: `Tickets have no attribute “${tierField}”: Stellwerk's plan can make it.`,
      },
    });
  }
  return warnings;
}

const NO_GROUPS = {
  de: 'Das Konto hat in keiner Gruppe Rechte und sieht daher keine Tickets.',
  en: 'The account has rights in no group, so it sees no tickets.',
};

/** Zone of the default calendar; only an admin may read calendars. */
async function timeZone({ http: { get } }: SetupParts, signal: AbortSignal): Promise<string | null> {
  const Row = z.looseObject({ timezone: z.string().nullish(), default: z.boolean().nullish() });
  const rows = await orRefused(get('/calendars', z.array(Row), signal));
  return (rows?.find((row) => row.default) ?? rows?.[0])?.timezone ?? null;
}

/** A service account never owns tickets: Stellwerk assigns groups, not itself. */
async function ownsTickets({ http: { http, read } }: SetupParts, id: string, signal: AbortSignal): Promise<boolean> {
  const path = '/tickets/search';
  const body = { condition: { 'ticket.owner_id': { operator: 'is', value: [id] } }, limit: 1, expand: true };
  const found = await orRefused(http.request('POST', path, { body, signal, write: false }));
  return found !== null && read(z.array(z.unknown()), found.data, { path, write: false }).length > 0;
}

/** Only the whole right `admin` covers packages. */
async function isFullAdmin({ http: { http } }: SetupParts, signal: AbortSignal): Promise<boolean> {
  return (await orRefused(http.request('GET', '/packages', { signal }))) !== null;
}

function orRefused<T>(call: Promise<T>): Promise<T | null> {
  return call.catch((error: unknown) => {
    if (error instanceof ScopeMissing) return null;
    throw error;
  });
}
