import { Hono } from 'hono';
import type { Random } from '../shared/random.ts';
import { readObject, type ZendeskEnv, ZendeskError } from './http.ts';

/** OAuth client credentials as `POST /oauth/tokens` gives them out (developer.zendesk.com, "OAuth tokens for grant types"). */

export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface OAuthTokens {
  judge(token: string): 'signed_in' | 'unknown' | 'powerless';
  routes(): Hono<ZendeskEnv>;
}

export interface OAuthOptions {
  /** The registered confidential client; without one every request for a token is refused. */
  readonly client: OAuthClient | undefined;
  readonly random: Random;
  readonly now: () => number;
}

interface Issued {
  readonly expiresAt: number;
  readonly useful: boolean;
}

const SCOPES = /^(read|write|[a-z_]+:(read|write))$/;
const DEFAULT_SECONDS = 1800;

export function createOAuthTokens({ client, random, now }: OAuthOptions): OAuthTokens {
  const issued = new Map<string, Issued>();

  const issue = (scope: string, seconds: number): string => {
    const token = `${random.uuid()}${random.uuid()}`.replaceAll('-', '');
    // An unknown scope is accepted, and its token refused everywhere with 403.
    const useful = scope.split(' ').every((each) => SCOPES.test(each));
    issued.set(token, { expiresAt: now() + seconds * 1000, useful });
    return token;
  };

  return {
    judge(token) {
      const known = issued.get(token);
      if (!known || known.expiresAt <= now()) return 'unknown';
      return known.useful ? 'signed_in' : 'powerless';
    },
    routes() {
      const app = new Hono<ZendeskEnv>();
      app.post('/tokens', async (c) => {
        const body = await readObject(c);
        if (body.grant_type !== 'client_credentials') throw refused('unsupported_grant_type');
        const known = client && body.client_id === client.clientId && body.client_secret === client.clientSecret;
        if (!known) throw refused('invalid_client');
        const scope = typeof body.scope === 'string' ? body.scope : 'read';
        const seconds = Math.min(172_800, Math.max(300, Number(body.expires_in) || DEFAULT_SECONDS));
        return c.json({ access_token: issue(scope, seconds), token_type: 'bearer', scope, expires_in: seconds });
      });
      return app;
    },
  };
}

const refused = (error: string): ZendeskError =>
  new ZendeskError(error === 'invalid_client' ? 401 : 400, { error, error_description: 'The request was refused.' });
