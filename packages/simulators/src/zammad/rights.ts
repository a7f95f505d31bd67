import type { MiddlewareHandler } from 'hono';
import { needAgent, type ZammadDeps, type ZammadEnv } from './context.ts';
import { ZammadError } from './errors.ts';

/** Whether a token's permissions cover a right: `admin` stands for all `admin.*`. */
function covers(permissions: readonly string[], right: string): boolean {
  return permissions.includes(right) || (right.startsWith('admin') && permissions.includes('admin'));
}

/** Lets only tokens with the right pass; the user's own rights are looked at elsewhere. */
export function needTokenRight({ permissions }: ZammadDeps, right: string): MiddlewareHandler<ZammadEnv> {
  return (_c, next) => {
    if (!covers(permissions, right)) throw new ZammadError(403, 'Token authorization failed.');
    return next();
  };
}

/** The same where the user must be one of the staff, too. */
export function needRight(deps: ZammadDeps, right: string): MiddlewareHandler<ZammadEnv> {
  const needToken = needTokenRight(deps, right);
  return (c, next) => {
    needAgent(c.get('user'));
    return needToken(c, next);
  };
}
