import type { MiddlewareHandler } from 'hono';
import { type ZendeskEnv, ZendeskError } from './http.ts';

const REMEMBERED_MS = 2 * 3_600_000;

interface Remembered {
  readonly body: string;
  readonly answer: string;
  readonly until: number;
}

/** `Idempotency-Key` on ticket creation: the first answer again for two hours; the same key with another body is 400. */
export function createIdempotency(now: () => number): MiddlewareHandler<ZendeskEnv> {
  const answers = new Map<string, Remembered>();

  return async (c, next) => {
    const key = c.req.header('idempotency-key');
    if (key === undefined) return next();

    const body = await c.req.text();
    const known = answers.get(key);
    if (known && known.until > now()) {
      if (known.body !== body) throw reused();
      return c.body(known.answer, 201, { 'content-type': 'application/json', 'x-idempotency-lookup': 'hit' });
    }
    await next();
    if (c.res.status !== 201) return;
    answers.set(key, { body, answer: await c.res.clone().text(), until: now() + REMEMBERED_MS });
    c.res.headers.set('x-idempotency-lookup', 'miss');
  };
}

function reused(): ZendeskError {
  const description = 'The same idempotency key was used with other parameters.';
  return new ZendeskError(400, { error: 'IdempotentRequestError', description });
}
