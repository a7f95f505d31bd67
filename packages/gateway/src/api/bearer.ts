import { createHash, randomBytes } from 'node:crypto';
import type { Clock, Store } from '@stellwerk/ports';
import type { Context, MiddlewareHandler } from 'hono';
import { failWith } from '../api-error.ts';

const PREFIX = 'sw_';
const HOLDER = 'tokenName';

/** A new API token: the text is shown once, only the hash is kept. */
export interface NewApiToken {
  readonly token: string;
  readonly hash: string;
}

/** Makes a token of 256 random bits. */
export function newApiToken(): NewApiToken {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashApiToken(token) };
}

/** SHA-256 of a token, as hex: what the store keeps and looks up. The token is random, so no salt is needed. */
export function hashApiToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Lets in who has a token that stands in the store and has not ended. */
export function bearer({ store, clock }: { readonly store: Pick<Store, 'admin'>; readonly clock: Pick<Clock, 'now'> }) {
  const check: MiddlewareHandler = async (c, next) => {
    const token = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const holder = token === undefined ? null : await store.admin.findToken(hashApiToken(token), clock.now());
    if (!holder) {
      c.header('www-authenticate', 'Bearer');
      return failWith(c, 401, 'UNAUTHORIZED', 'Send a token in the header: Authorization: Bearer …');
    }
    c.set(HOLDER, holder.name);
    return next();
  };
  return check;
}

/** Name of the token that a request came with, for the audit. */
export function tokenName(c: Context): string {
  const name: unknown = c.get(HOLDER);
  return typeof name === 'string' ? `token:${name}` : 'token';
}
