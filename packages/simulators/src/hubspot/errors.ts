import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Json } from './model.ts';

const CORRELATION_ID = '00000000-0000-4000-8000-000000000001';

/** An answer in HubSpot's error shape. */
export class HubspotError extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: Json;

  constructor(status: ContentfulStatusCode, category: string, message: string, more: Json = {}) {
    super(message);
    this.status = status;
    this.body = { status: 'error', message, correlationId: CORRELATION_ID, ...more, category };
  }
}

/** 400 for a request that is not well formed or over a limit. */
export const invalid = (message: string): HubspotError => new HubspotError(400, 'VALIDATION_ERROR', message);

/** 404 for a record that is not there. */
export const notFound = (message = 'resource not found'): HubspotError =>
  new HubspotError(404, 'OBJECT_NOT_FOUND', message);

/** One thing wrong with a property value. */
export interface ValueProblem {
  readonly name: string;
  readonly error: 'INVALID_OPTION' | 'PROPERTY_DOESNT_EXIST' | 'READ_ONLY_VALUE' | 'INVALID_DATE' | 'INVALID_INTEGER';
  readonly message: string;
}

/** 400 for property values that are refused; the list stands as JSON inside the message, as published answers have it. */
export function invalidValues(problems: readonly ValueProblem[]): HubspotError {
  const list = problems.map(({ name, error, message }) => ({ isValid: false, message, error, name }));
  return invalid(`Property values were not valid: ${JSON.stringify(list)}`);
}

/** 401 without a token or with a wrong one. */
export const unauthenticated = (): HubspotError =>
  new HubspotError(
    401,
    'INVALID_AUTHENTICATION',
    'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
  );

/** 403 with the scopes that would do; any one of them is enough. */
export const missingScopes = (scopes: readonly string[]): HubspotError =>
  new HubspotError(
    403,
    'MISSING_SCOPES',
    "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    {
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: scopes },
        },
      ],
      links: { scopes: 'https://developers.hubspot.com/scopes' },
    },
  );

/** 429 by one of the policies. There is no `Retry-After`. */
export const rateLimited = (policyName: 'TEN_SECONDLY_ROLLING' | 'SECONDLY'): HubspotError =>
  new HubspotError(429, 'RATE_LIMITS', `You have reached your ${policyName.toLowerCase()} limit.`, {
    errorType: 'RATE_LIMIT',
    policyName,
  });
