import { StellwerkError } from '@stellwerk/core';
import type { Logger } from '@stellwerk/ports';
import { StoreUnavailable } from '@stellwerk/ports';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { correlationId } from './correlation.ts';

/** Seconds after which a sender should try again while the store takes no writes. */
const RETRY_AFTER_SECONDS = 5;

/** The one shape of every error answer. Never a stack, never text of the cause. */
export interface ApiErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly correlationId: string };
}

/** Answers with the error shape. `code` is fixed per kind of error, the message is for people. */
export function failWith(c: Context, status: ContentfulStatusCode, code: string, message: string) {
  const body: ApiErrorBody = { error: { code, message, correlationId: correlationId(c) } };
  return c.json(body, status);
}

/** 503 with the time after which to come again. */
export function unavailable(c: Context) {
  c.header('retry-after', String(RETRY_AFTER_SECONDS));
  return failWith(c, 503, 'STORE_UNAVAILABLE', 'The store takes no writes at the moment');
}

/** Errors of ours that are the caller's to know of. Their messages are written for people and hold no secrets. */
const STATUS_OF: Readonly<Record<string, ContentfulStatusCode>> = {
  NOT_FOUND: 404,
  PROPOSAL_UNKNOWN: 404,
  CONFLICT: 409,
  PROPOSAL_RESOLVED: 409,
  CLASS_IN_SHADOW: 409,
};

/** The one place where thrown errors become statuses. */
export function onErrorOf(logger: Logger) {
  return (error: Error, c: Context): Response => {
    if (error instanceof StoreUnavailable) return unavailable(c);
    if (error instanceof HTTPException) return failWith(c, error.status, 'BAD_REQUEST', 'The request is not valid');
    const known = error instanceof StellwerkError ? STATUS_OF[error.code] : undefined;
    if (known) return failWith(c, known, (error as StellwerkError).code, error.message);
    logger.error('request failed', { correlationId: correlationId(c), route: c.req.path, error: error.name });
    return failWith(c, 500, 'INTERNAL', 'Something went wrong on our side; the log has it under this id');
  };
}
