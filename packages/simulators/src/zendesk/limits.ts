import type { MiddlewareHandler } from 'hono';
import { createRateLimiter, type RateVerdict } from '../shared/rate-limit.ts';
import { callerOf, tooMany, type ZendeskEnv } from './http.ts';

/** Rate limits of developer.zendesk.com, "Rate limits", for a Professional account. */

const MINUTE = 60_000;
const PER_MINUTE = 400;
const INCREMENTAL_PER_MINUTE = 10;
const UPDATES_PER_MINUTE = 100;
const UPDATES_PER_TICKET = { limit: 30, windowMs: 10 * MINUTE };

export interface ZendeskLimitOptions {
  /** Requests per minute; null switches every limit off. Default 400. */
  readonly ratePerMinute: number | null | undefined;
  readonly now: () => number;
}

const UPDATE = /^\/api\/v2\/tickets\/(\d+)(\/tags)?$/;

export function rateLimits({ ratePerMinute, now }: ZendeskLimitOptions): MiddlewareHandler<ZendeskEnv> {
  if (ratePerMinute === null) return (_c, next) => next();

  const limit = ratePerMinute ?? PER_MINUTE;
  const account = createRateLimiter({ limit, windowMs: MINUTE, now });
  const incremental = createRateLimiter({ limit: INCREMENTAL_PER_MINUTE, windowMs: MINUTE, now });
  const updates = createRateLimiter({ limit: UPDATES_PER_MINUTE, windowMs: MINUTE, now });
  const perTicket = new Map<string, () => RateVerdict>();

  return async (c, next) => {
    const path = c.req.path.replace(/\.json$/, '');
    const verdict = account();
    check(verdict, 'Number of allowed API requests per minute exceeded');
    if (path.startsWith('/api/v2/incremental/')) {
      check(incremental(), 'Number of allowed incremental export API requests per minute exceeded');
    }
    const ticket = c.req.method === 'GET' ? undefined : UPDATE.exec(path)?.[1];
    if (ticket !== undefined) {
      check(updates(), 'Number of allowed ticket update API requests per minute exceeded');
      check(ofTicket(perTicket, `${callerOf(c).id}:${ticket}`, now), 'Rate limit for ticket updates exceeded');
    }
    await next();
    for (const [name, value] of Object.entries(headersOf(verdict))) c.res.headers.set(name, value);
  };
}

function ofTicket(all: Map<string, () => RateVerdict>, key: string, now: () => number): RateVerdict {
  const known = all.get(key) ?? createRateLimiter({ ...UPDATES_PER_TICKET, now });
  all.set(key, known);
  return known();
}

function check(verdict: RateVerdict, description: string): void {
  if (!verdict.allowed) throw tooMany(Math.ceil(verdict.retryAfterMs / 1000), description);
}

function headersOf({ limit, remaining, resetMs }: RateVerdict): Record<string, string> {
  return {
    'x-rate-limit': String(limit),
    'x-rate-limit-remaining': String(remaining),
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(Math.ceil(resetMs / 1000)),
  };
}
