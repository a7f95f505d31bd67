import type { MiddlewareHandler } from 'hono';
import { type GithubEnv, GithubError } from './http.ts';

/** Rate limits as docs.github.com, "Rate limits for the REST API", tells them. */

const HOUR = 3_600_000;
const MINUTE = 60_000;

export interface GithubLimits {
  /** Requests in one window; null switches every limit off. Default 5000 an hour. */
  readonly perWindow: number | null;
  readonly windowMs: number;
  readonly now: () => number;
}

export function githubLimits(ratePerMinute: number | null | undefined, now: () => number): GithubLimits {
  if (ratePerMinute === undefined) return { perWindow: 5000, windowMs: HOUR, now };
  return { perWindow: ratePerMinute, windowMs: MINUTE, now };
}

interface Window {
  used: number;
  resetAt: number;
}

export interface LimitCounters {
  readonly core: Window;
  readonly search: Window;
}

export const createCounters = (): LimitCounters => ({ core: { used: 0, resetAt: 0 }, search: { used: 0, resetAt: 0 } });

function roll(window: Window, windowMs: number, now: number): void {
  if (now < window.resetAt) return;
  window.used = 0;
  window.resetAt = now + windowMs;
}

function headersOf(window: Window, limit: number, resource: string): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(Math.max(0, limit - window.used)),
    'x-ratelimit-used': String(Math.min(limit, window.used)),
    'x-ratelimit-reset': String(Math.ceil(window.resetAt / 1000)),
    'x-ratelimit-resource': resource,
  };
}

/** Counts each request and writes the headers; beyond the limit 403 with `x-ratelimit-remaining: 0`. */
export function primaryLimit(limits: GithubLimits, counters: LimitCounters): MiddlewareHandler<GithubEnv> {
  return async (c, next) => {
    if (limits.perWindow === null || c.req.path === '/rate_limit') return next();

    const search = c.req.path.startsWith('/search/');
    const window = search ? counters.search : counters.core;
    const limit = search ? 30 : limits.perWindow;
    roll(window, search ? MINUTE : limits.windowMs, limits.now());
    window.used += 1;
    const headers = headersOf(window, limit, search ? 'search' : 'core');
    if (window.used > limit) throw new GithubError(403, 'API rate limit exceeded for user ID 1.', [], headers);

    await next();
    // A conditional request that found nothing new costs nothing.
    if (c.res.status === 304) window.used -= 1;
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  };
}

const CREATES = /\/(issues|comments|labels|sub_issues)$/;

/** About 80 new pieces of content a minute and 500 an hour; more is the secondary limit, told by 403 and `retry-after`. */
export function secondaryLimit(limits: GithubLimits): MiddlewareHandler<GithubEnv> {
  const created: number[] = [];
  return async (c, next) => {
    const counts = c.req.method === 'POST' && CREATES.test(c.req.path);
    if (limits.perWindow === null || !counts) return next();

    const now = limits.now();
    while (created.length > 0 && (created[0] ?? now) <= now - HOUR) created.shift();
    const lastMinute = created.filter((at) => at > now - MINUTE).length;
    if (lastMinute >= 80 || created.length >= 500) throw secondaryLimitError();
    created.push(now);
    await next();
  };
}

export function secondaryLimitError(): GithubError {
  const message = 'You have exceeded a secondary rate limit and have been temporarily blocked from content creation.';
  return new GithubError(403, `${message} Please retry your request again later.`, [], { 'retry-after': '60' });
}

export function rateLimitJson(limits: GithubLimits, counters: LimitCounters): Readonly<Record<string, unknown>> {
  const now = limits.now();
  roll(counters.core, limits.windowMs, now);
  roll(counters.search, MINUTE, now);
  const tell = (window: Window, limit: number): Record<string, number> => ({
    limit,
    used: window.used,
    remaining: Math.max(0, limit - window.used),
    reset: Math.ceil(window.resetAt / 1000),
  });
  const core = tell(counters.core, limits.perWindow ?? 5000);
  return { resources: { core, search: tell(counters.search, 30) }, rate: core };
}
