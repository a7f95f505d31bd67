import type { MiddlewareHandler } from 'hono';
import { type GithubEnv, GithubError, notFound } from './http.ts';
import type { GithubState } from './state.ts';

export interface GithubAuthOptions {
  readonly state: GithubState;
  readonly token: string;
  /** Genuine tokens that may not touch this repository: 404 when it is private, else reads only. */
  readonly strangerTokens: readonly string[];
}

const READS = new Set(['GET', 'HEAD']);

function tokenOf(header: string | undefined): string | null {
  const match = /^(?:bearer|token)\s+(\S+)$/i.exec(header ?? '');
  return match?.[1] ?? null;
}

/**
 * Signs the caller in. A wrong token is 401; a genuine one without rights, or none at all, sees a private repository as
 * 404, because GitHub does not tell that it exists.
 */
export function authenticate({ state, token, strangerTokens }: GithubAuthOptions): MiddlewareHandler<GithubEnv> {
  return async (c, next) => {
    c.set('links', { api: new URL(c.req.url).origin });
    c.set('actor', null);
    const given = c.req.header('authorization') === undefined ? null : tokenOf(c.req.header('authorization'));
    const stranger = given !== null && strangerTokens.includes(given);
    if (c.req.header('authorization') !== undefined && given !== token && !stranger) {
      throw new GithubError(401, 'Bad credentials');
    }
    if (given === token) c.set('actor', state.self);
    if (stranger) c.set('actor', state.user('stranger'));
    if (given !== token && c.req.path.startsWith('/repos/')) refuseStrangers(state, stranger, c.req.method);
    await next();
  };
}

function refuseStrangers(state: GithubState, signedIn: boolean, method: string): void {
  if (state.private) throw notFound();
  if (READS.has(method)) return;
  if (!signedIn) throw new GithubError(401, 'Requires authentication');
  throw new GithubError(403, 'Resource not accessible by personal access token');
}
