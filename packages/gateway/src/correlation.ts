import type { Context } from 'hono';

const KEY = 'correlationId';

/**
 * The request's id, made when first asked for: it stands in the answer's `x-correlation-id`, in the error body and in
 * the log. A webhook that goes well needs none, and there may be thousands a second.
 */
export function correlationId(c: Context): string {
  const known: unknown = c.get(KEY);
  if (typeof known === 'string') return known;
  const id = crypto.randomUUID();
  c.set(KEY, id);
  c.header('x-correlation-id', id);
  return id;
}
