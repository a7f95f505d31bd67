import { errorFromStatus, retryAfterOf } from '@stellwerk/adapter-kit';
import { StellwerkError } from '@stellwerk/core';
import { NotFound, RateLimited, ScopeMissing, ValidationRefused } from '@stellwerk/ports';

/** What is known of a failed call beside its error. */
export interface FailedCall {
  readonly connection: string;
  /** `POST /repos/{owner}/{repo}/issues`. */
  readonly route: string;
  readonly write: boolean;
  /** Epoch ms. */
  readonly now: number;
}

/** What we read of Octokit's `RequestError`; the rest of it carries the request and is dropped. */
interface RequestFailure {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly message: string;
  readonly errorCodes: readonly string[];
}

// docs.github.com, "Rate limits for the REST API": without retry-after wait at least a minute
const SECONDARY_WAIT_SECONDS = 60;

/** Turns what Octokit throws into one of the errors in `ports`. What it does not know goes up untouched. */
export function translateError(error: unknown, call: FailedCall): unknown {
  const own = ownError(error);
  if (own) return own;
  const failure = requestFailure(error);
  if (failure === null) return error;
  return rateLimited(failure, call) ?? statusError(failure, call);
}

/** GitHub refused because the thing is there already, e.g. a label made by somebody else meanwhile. */
export class AlreadyThere extends ValidationRefused {}

function statusError({ status, headers, errorCodes }: RequestFailure, call: FailedCall): StellwerkError {
  const { connection, route, write, now } = call;
  if (status === 404) {
    return new NotFound(
      `${connection}: ${route} answered 404: not there, or the credentials may not see it (GitHub hides private repositories; check Issues: read and write)`,
    );
  }
  const resource = route.includes('/hooks') ? 'webhooks' : 'issues';
  if (status === 403) return new ScopeMissing(connection, `${resource}:${write ? 'write' : 'read'}`);
  if (status === 422 && errorCodes.includes('already_exists')) return new AlreadyThere(`${connection}: already there`);
  const detail = errorCodes.length > 0 ? errorCodes.join(', ') : null;
  return errorFromStatus({ connection, status, headers, call: route, write, now, detail });
}

/** Primary limit: `x-ratelimit-remaining: 0`. Secondary: `retry-after`, or only the message says so. */
function rateLimited({ status, headers, message }: RequestFailure, call: FailedCall): RateLimited | null {
  if (status !== 403 && status !== 429) return null;

  const asked = retryAfterOf(headers['retry-after'], call.now);
  if (asked !== null) return new RateLimited(call.connection, Math.max(1, asked));
  const resetAt = Number(headers['x-ratelimit-reset']) * 1000;
  if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(resetAt)) {
    return new RateLimited(call.connection, Math.max(1, Math.ceil((resetAt - call.now) / 1000)));
  }
  const told = status === 429 || /secondary rate|rate limit|abuse/i.test(message);
  return told ? new RateLimited(call.connection, SECONDARY_WAIT_SECONDS) : null;
}

/** Errors of our own transport, which Octokit wraps. */
function ownError(error: unknown): StellwerkError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof StellwerkError) return at;
  }
  return null;
}

function requestFailure(error: unknown): RequestFailure | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  const response =
    'response' in error ? (error.response as { headers?: unknown; data?: unknown } | undefined) : undefined;
  return {
    status: error.status,
    headers: (response?.headers ?? {}) as Readonly<Record<string, string | undefined>>,
    message: error.message,
    errorCodes: codesIn(response?.data),
  };
}

function codesIn(data: unknown): readonly string[] {
  if (typeof data !== 'object' || data === null || !('errors' in data) || !Array.isArray(data.errors)) return [];
  return data.errors.flatMap((each: unknown) =>
    typeof each === 'object' && each !== null && 'code' in each && typeof each.code === 'string' ? [each.code] : [],
  );
}
