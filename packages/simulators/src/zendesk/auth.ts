import type { MiddlewareHandler } from 'hono';
import { forbidden, unauthenticated, type ZendeskEnv } from './http.ts';
import type { OAuthTokens } from './oauth.ts';
import type { ZendeskState } from './state.ts';

export interface ZendeskAuthOptions {
  readonly state: ZendeskState;
  readonly token: string;
  readonly oauth: OAuthTokens;
}

type Verdict = 'signed_in' | 'unknown' | 'powerless';

/**
 * Bearer token, or Basic with `{email}/token`. Whoever is not signed in gets 401 everywhere but at `users/me`, which answers
 * 200 with an anonymous user: the health-check trap.
 */
export function authenticate({ state, token, oauth }: ZendeskAuthOptions): MiddlewareHandler<ZendeskEnv> {
  return async (c, next) => {
    c.set('base', `${new URL(c.req.url).origin}/api/v2`);
    const verdict = judge(c.req.header('authorization') ?? '', token, oauth);
    c.set('user', verdict === 'signed_in' ? state.self : null);
    if (verdict === 'powerless') throw forbidden();
    const open = c.req.path === '/api/v2/users/me' && c.req.method === 'GET';
    if (verdict === 'unknown' && !open) throw unauthenticated();
    await next();
  };
}

function judge(header: string, token: string, oauth: OAuthTokens): Verdict {
  const bearer = /^bearer\s+(\S+)$/i.exec(header)?.[1];
  if (bearer !== undefined) return bearer === token ? 'signed_in' : oauth.judge(bearer);

  const basic = /^basic\s+(\S+)$/i.exec(header)?.[1];
  if (basic === undefined) return 'unknown';
  const [user = '', ...rest] = Buffer.from(basic, 'base64').toString().split(':');
  return user.endsWith('/token') && rest.join(':') === token ? 'signed_in' : 'unknown';
}
