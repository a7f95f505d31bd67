import type { Context, MiddlewareHandler } from 'hono';

const KEY = 'correlationId';

/** Gives each request an id of our own; it stands in the answer's `x-correlation-id`, in error bodies and in the log. */
export const correlation: MiddlewareHandler = async (c, next) => {
  const id = crypto.randomUUID();
  c.set(KEY, id);
  c.header('x-correlation-id', id);
  await next();
};

/** The request's id. */
export function correlationId(c: Context): string {
  const id: unknown = c.get(KEY);
  return typeof id === 'string' ? id : 'none';
}
