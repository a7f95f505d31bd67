import { createRateLimiter, type RateVerdict } from '../shared/rate-limit.ts';
import { type HubspotError, rateLimited } from './errors.ts';

/** HubSpot's limits: so many requests in ten seconds with headers, and five searches a second without any. */
export interface HubspotLimits {
  refuse(request: Request): Response | undefined;
  headers(request: Request): Record<string, string>;
}

const PROFESSIONAL_PER_10_SECONDS = 190;
const SEARCHES_PER_SECOND = 5;
const DAILY = 650_000;

/** Makes the limits; `ratePerMinute` null switches them off. */
export function hubspotLimits(ratePerMinute: number | null | undefined, now: () => number): HubspotLimits {
  if (ratePerMinute === null) return { refuse: () => undefined, headers: () => ({}) };

  const limit = ratePerMinute === undefined ? PROFESSIONAL_PER_10_SECONDS : Math.max(1, Math.floor(ratePerMinute / 6));
  const rolling = createRateLimiter({ limit, windowMs: 10_000, now });
  const search = createRateLimiter({ limit: SEARCHES_PER_SECOND, windowMs: 1_000, now });
  const verdicts = new WeakMap<Request, RateVerdict>();
  let today = 0;

  return {
    refuse(request) {
      today += 1;
      if (isSearch(request)) return search().allowed ? undefined : refusal(rateLimited('SECONDLY'), {});
      const verdict = rolling();
      verdicts.set(request, verdict);
      return verdict.allowed ? undefined : refusal(rateLimited('TEN_SECONDLY_ROLLING'), headersOf(verdict, today));
    },
    headers(request) {
      const verdict = verdicts.get(request);
      return verdict ? headersOf(verdict, today) : {};
    },
  };
}

const isSearch = (request: Request): boolean =>
  request.method === 'POST' && /\/search\/?$/.test(new URL(request.url).pathname);

const refusal = (error: HubspotError, headers: Record<string, string>): Response =>
  new Response(JSON.stringify(error.body), {
    status: error.status,
    headers: { 'content-type': 'application/json', ...headers },
  });

const headersOf = ({ limit, remaining }: RateVerdict, today: number): Record<string, string> => ({
  'X-HubSpot-RateLimit-Max': String(limit),
  'X-HubSpot-RateLimit-Remaining': String(remaining),
  'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
  'X-HubSpot-RateLimit-Daily': String(DAILY),
  'X-HubSpot-RateLimit-Daily-Remaining': String(Math.max(0, DAILY - today)),
});
