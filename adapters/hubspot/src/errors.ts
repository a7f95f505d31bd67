import type { FailedAnswer } from '@stellwerk/adapter-kit';
import type { StellwerkError } from '@stellwerk/core';
import { RateLimited, ScopeMissing, Transient, ValidationRefused } from '@stellwerk/ports';
import { ErrorBody } from './schema.ts';

// answers of 429 carry no Retry-After; the policy's name tells how long (DAILY ends at the portal's midnight: look hourly)
const WAIT_SECONDS: Readonly<Record<string, number>> = { TEN_SECONDLY_ROLLING: 10, SECONDLY: 1, DAILY: 3600 };
const LOCKED_WAIT_SECONDS = 2;

/** HubSpot's own meaning of a failure; null leaves it to the common translation. */
export function hubspotError(answer: FailedAnswer, data: unknown): StellwerkError | null {
  const { connection, status, headers, call } = answer;
  const body = ErrorBody.safeParse(data).data ?? {};

  if (status === 429 && headers['retry-after'] === undefined) {
    return new RateLimited(connection, WAIT_SECONDS[body.policyName ?? ''] ?? 10);
  }
  if (status === 403) return new ScopeMissing(connection, scopesIn(body.errors));
  // locked by another change, or the account is being moved: not worked on
  if (status === 423 || status === 477) {
    const retryAfterSeconds = Number(headers['retry-after'] ?? LOCKED_WAIT_SECONDS) || LOCKED_WAIT_SECONDS;
    return new Transient(`${connection}: ${call} answered ${status}`, { ambiguous: false, retryAfterSeconds });
  }
  if (status !== 400) return null;
  const problem = /"error":"([A-Z_]+)"[^}]*"name":"([a-z0-9_]+)"/.exec(body.message ?? '');
  const why = problem ? `${problem[1]} for property ${problem[2]}` : (body.category ?? 'not valid');
  return new ValidationRefused(`${connection}: ${call} was refused: ${why}`);
}

function scopesIn(errors: ErrorList): string | null {
  const scopes = (errors ?? []).flatMap(
    (error) => error.context?.requiredGranularScopes ?? error.context?.requiredScopes ?? [],
  );
  return scopes.length > 0 ? [...new Set(scopes)].join(', ') : null;
}

type ErrorList = readonly { readonly context?: Readonly<Record<string, readonly string[]>> | undefined }[] | undefined;
