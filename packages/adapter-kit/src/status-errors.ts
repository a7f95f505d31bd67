import type { StellwerkError } from '@stellwerk/core';
import {
  AuthExpired,
  ConfigError,
  Conflict,
  NotFound,
  RateLimited,
  ScopeMissing,
  Transient,
  ValidationRefused,
} from '@stellwerk/ports';

/** What the translation looks at. */
export interface FailedAnswer {
  readonly connection: string;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** `POST /api/v1/tickets`, for the message; without query and ids of people. */
  readonly call: string;
  readonly write: boolean;
  /** Epoch ms, for Retry-After given as a date. */
  readonly now: number;
  /** A safe text of the provider's, e.g. the name of a field. Never a body. */
  readonly detail?: string | null | undefined;
}

const DEFAULT_WAIT_SECONDS = 60;

/** Turns an HTTP status of 300 or more into our error. The same for every provider; exceptions go before it. */
export function errorFromStatus(answer: FailedAnswer): StellwerkError {
  const { connection, status, call, write } = answer;
  const retryAfterSeconds = retryAfterOf(answer.headers['retry-after'], answer.now);
  const message = `${connection}: ${call} answered ${status}${answer.detail ? ` (${answer.detail})` : ''}`;

  if (status < 400) return redirected(answer);
  if (status === 401) return new AuthExpired(connection);
  if (status === 403) return new ScopeMissing(connection, answer.detail ?? null);
  if (status === 404 || status === 410) return new NotFound(message);
  if (status === 409 || status === 412) return new Conflict(message);
  if (status === 429) return new RateLimited(connection, retryAfterSeconds ?? DEFAULT_WAIT_SECONDS);
  // a request that came too late or too early has not been worked on
  if (status === 408 || status === 425) return new Transient(message, { ambiguous: false, retryAfterSeconds });
  if (status < 500) return new ValidationRefused(message);
  // 503 with a time to come back is the maintenance page: it refused before it worked
  const refusedBefore = status === 503 && retryAfterSeconds !== null;
  return new Transient(message, { ambiguous: write && !refusedBefore, retryAfterSeconds });
}

/** Redirects are never followed: they could lead credentials elsewhere. */
function redirected({ connection, headers, call }: FailedAnswer): ConfigError {
  const location = headers.location;
  const host = location && URL.canParse(location) ? ` to ${new URL(location).host}` : '';
  return new ConfigError(`connections.${connection}.url`, `${call} is redirected${host}; write the final address here`);
}

/** Seconds of a `Retry-After` header, as number or date; rounded up. Null when absent or unreadable. */
export function retryAfterOf(value: string | undefined, now: number): number | null {
  if (value === undefined || value.trim() === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
