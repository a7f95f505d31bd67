import type { MiddlewareHandler } from 'hono';
import { forbidden, type ZendeskEnv } from './http.ts';

/** The resource whose scope a path needs; paths not named here are open to every token. */
const RESOURCES: readonly (readonly [path: RegExp, resource: string])[] = [
  [/^(?:tickets|ticket_fields|ticket_forms|custom_statuses|tags|incremental|search|satisfaction_ratings)\b/, 'tickets'],
  [/^users\/\d+\/tickets\b/, 'tickets'],
  [/^users\/me$/, ''],
  [/^(?:users|groups)\b/, 'users'],
  [/^(?:organizations|organization_fields)\b/, 'organizations'],
  [/^webhooks\b/, 'webhooks'],
  [/^(?:triggers|trigger_categories|automations)\b/, 'triggers'],
];

/** Refuses what the token's scopes do not cover: `read` and `write` stand for every resource. */
export function enforceScopes(scopes: readonly string[]): MiddlewareHandler<ZendeskEnv> {
  return (c, next) => {
    const path = c.req.path.replace(/^\/api\/v2\//, '').replace(/\.json$/, '');
    const resource = RESOURCES.find(([pattern]) => pattern.test(path))?.[1];
    const use = c.req.method === 'GET' ? 'read' : 'write';
    if (resource && !scopes.includes(use) && !scopes.includes(`${resource}:${use}`)) throw forbidden();
    return next();
  };
}
