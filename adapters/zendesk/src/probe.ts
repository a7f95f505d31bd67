import { AuthExpired, NotFound, type Probe, type ProbeWarning, ScopeMissing } from '@stellwerk/ports';
import type { z } from 'zod';
import type { ReadParts } from './read-ticket.ts';
import { CurrentToken, Me } from './schema.ts';

/** Looks at the account. Wrong credentials are told by 401 or by an anonymous user in a 200: both throw AuthExpired. */
export async function probeAccount({ client, config, context }: ReadParts, signal: AbortSignal): Promise<Probe> {
  const { data, serverTime } = await client.read(['users', 'me'], {}, Me, signal);
  const { user } = data;
  if (user.id === null) throw new AuthExpired(context.connection);

  const scopes = config.auth.kind === 'oauth' ? await grantedScopes(client, signal) : null;
  return {
    identity: user.email ?? user.name ?? user.id,
    selfId: user.id,
    grantedScopes: scopes,
    missingScopes: scopes === null ? [] : missingScopes(scopes),
    clockSkewMs: serverTime === null ? null : serverTime - context.clock.now(),
    timeZone: user.iana_time_zone,
    version: null,
    warnings: warningsOf(user, config.auth.kind),
  };
}

/** What the token may do; null where the account does not tell. */
async function grantedScopes(client: ReadParts['client'], signal: AbortSignal): Promise<readonly string[] | null> {
  try {
    const { data } = await client.read(['oauth', 'tokens', 'current'], {}, CurrentToken, signal);
    return data.token.scopes ?? null;
  } catch (error) {
    if (error instanceof ScopeMissing || error instanceof NotFound) return null;
    throw error;
  }
}

const NEEDED = ['tickets:read', 'users:read', 'organizations:read', 'tickets:write'];

function missingScopes(granted: readonly string[]): readonly string[] {
  // `read` and `write` stand for all resources
  return NEEDED.filter((scope) => !granted.includes(scope) && !granted.includes(scope.split(':')[1]!));
}

function warningsOf({ role }: z.output<typeof Me>['user'], auth: 'oauth' | 'apiToken'): readonly ProbeWarning[] {
  const warnings: ProbeWarning[] = [];
  if (role !== 'admin') {
    warnings.push({
      code: 'account_not_admin',
      text: {
        de: 'Das Konto ist kein Admin: Der inkrementelle Export wird verweigert, also wird nichts abgefragt.',
        en: 'The account is no admin: the incremental export is refused, so nothing is polled.',
      },
    });
  }
  if (auth === 'apiToken') {
    warnings.push({
      code: 'credential_ends',
      text: {
        de: 'API-Tokens enden am 2027-04-30: vorher auf OAuth umstellen.',
        en: 'API tokens stop working on 2027-04-30: change to OAuth before.',
      },
    });
  }
  return warnings;
}
