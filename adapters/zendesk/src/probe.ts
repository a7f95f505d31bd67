import { clockWarnings, missingOf, personalAccount, probedRights, tooPowerful } from '@stellwerk/adapter-kit';
import { AuthExpired, NotFound, type Probe, type ProbedRight, type ProbeWarning, ScopeMissing } from '@stellwerk/ports';
import { z } from 'zod';
import type { Path } from './client.ts';
import { zendeskManifest } from './manifest.ts';
import type { ReadParts } from './read-ticket.ts';
import { CurrentToken, Me } from './schema.ts';

type User = z.output<typeof Me>['user'] & { readonly id: string };
type Parts = Pick<ReadParts, 'client' | 'config' | 'context'>;

/**
 * Looks at the account. Wrong credentials are told by 401 or by an anonymous user in a 200: both throw AuthExpired. A token may
 * have been given out with other rights than asked for, so what it says of itself is tried as well.
 */
export async function probeAccount(parts: Parts, signal: AbortSignal): Promise<Probe> {
  const { client, config, context } = parts;
  const { data, serverTime, rate } = await client.read(['users', 'me'], {}, Me, signal);
  const user = data.user;
  if (!isSomebody(user)) throw new AuthExpired(context.connection);

  const scopes = config.auth.kind === 'oauth' ? await grantedScopes(client, signal) : null;
  const reads = await readable(client, signal);
  const rights = probedRights(zendeskManifest, (right) => grantedOf(right, scopes, reads));
  const skew = serverTime === null ? null : serverTime - context.clock.now();
  return {
    identity: user.email ?? user.name ?? user.id,
    selfId: user.id,
    grantedScopes: scopes,
    missingScopes: missingOf(rights),
    rights,
    features: {
      sla_policies: await isThere(client, ['slas', 'policies'], signal),
      business_hours: await isThere(client, ['business_hours', 'schedules'], signal),
      custom_statuses: await isThere(client, ['custom_statuses'], signal),
    },
    rateBudget: rate && { ...rate, perSeconds: 60 },
    clockSkewMs: skew,
    timeZone: user.iana_time_zone,
    version: null,
    warnings: [
      ...clockWarnings(skew),
      ...warningsOf(user, scopes, config.auth.kind),
      ...(await personal(parts, user, signal)),
    ],
  };
}

const isSomebody = (user: z.output<typeof Me>['user']): user is User => user.id !== null;

/** What the token may do; null where the account does not tell. */
async function grantedScopes(client: Parts['client'], signal: AbortSignal): Promise<readonly string[] | null> {
  try {
    const { data } = await client.read(['oauth', 'tokens', 'current'], {}, CurrentToken, signal);
    return data.token.scopes ?? null;
  } catch (error) {
    if (error instanceof ScopeMissing || error instanceof NotFound) return null;
    throw error;
  }
}

/** Each resource that a right is for, and whether it can be read. */
async function readable(client: Parts['client'], signal: AbortSignal): Promise<ReadonlyMap<string, boolean>> {
  const found = new Map<string, boolean>([['users', true]]);
  for (const resource of ['tickets', 'organizations', 'webhooks', 'triggers']) {
    found.set(resource, await isThere(client, [resource], signal));
  }
  return found;
}

/** Reading is tried. Writing would change something: there the token's own words count, where it has any. */
function grantedOf(
  { scope }: Pick<ProbedRight, 'scope'>,
  scopes: readonly string[] | null,
  reads: ReadonlyMap<string, boolean>,
): boolean | null {
  const [resource = '', use = ''] = scope.split(':');
  // `read` and `write` stand for all resources
  const said = scopes === null ? null : scopes.includes(scope) || scopes.includes(use);
  if (reads.get(resource) === false) return false;
  return use === 'read' ? (said ?? true) : said;
}

async function isThere(client: Parts['client'], path: Path, signal: AbortSignal): Promise<boolean> {
  try {
    await client.read(path, { 'page[size]': 1 }, z.unknown(), signal);
    return true;
  } catch (error) {
    // what the plan lacks answers 403, or 404 with InvalidEndpoint
    if (error instanceof ScopeMissing || error instanceof NotFound) return false;
    throw error;
  }
}

/** An account that tickets are assigned to is a person's: Stellwerk assigns none to itself. */
async function personal({ client }: Parts, user: User, signal: AbortSignal): Promise<readonly ProbeWarning[]> {
  const Assigned = z.object({ tickets: z.array(z.unknown()) });
  try {
    const { data } = await client.read(
      ['users', user.id, 'tickets', 'assigned'],
      { 'page[size]': 1 },
      Assigned,
      signal,
    );
    return data.tickets.length > 0 ? [personalAccount(user.email ?? user.id)] : [];
  } catch (error) {
    if (error instanceof ScopeMissing || error instanceof NotFound) return [];
    throw error;
  }
}

const ENOUGH = zendeskManifest.permissions.filter((right) => right.for !== 'setup').map(({ scope }) => scope);

function warningsOf(
  { role }: User,
  scopes: readonly string[] | null,
  auth: 'oauth' | 'apiToken',
): readonly ProbeWarning[] {
  const wide = scopes?.filter((scope) => scope === 'write' || scope === 'impersonate') ?? [];
  return [
    ...(role === 'admin' ? [] : [NOT_ADMIN]),
    ...(auth === 'apiToken' ? [TOKEN_ENDS] : []),
    ...(wide.length > 0 ? [tooPowerful(wide.join(' '), ENOUGH.join(' '))] : []),
  ];
}

const NOT_ADMIN: ProbeWarning = {
  code: 'account_not_admin',
  text: {
    de: 'Das Konto ist kein Admin: Der inkrementelle Export wird verweigert, also wird nichts abgefragt.',
    en: 'The account is no admin: the incremental export is refused, so nothing is polled.',
  },
};

const TOKEN_ENDS: ProbeWarning = {
  code: 'credential_ends',
  text: {
    de: 'API-Tokens enden am 2027-04-30: vorher auf OAuth umstellen.',
    en: 'API tokens stop working on 2027-04-30: change to OAuth before.',
  },
};
