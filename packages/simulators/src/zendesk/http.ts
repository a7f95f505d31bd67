import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ZendeskActing, ZendeskUser } from './model.ts';
import { API_VIA } from './via.ts';

/** Errors in Zendesk's several shapes, and bodies read leniently. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Thrown by a handler with the body as it goes out; the app turns it into the answer. */
export class ZendeskError extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: ContentfulStatusCode, body: JsonObject, headers: Readonly<Record<string, string>> = {}) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export const notFound = (): ZendeskError =>
  new ZendeskError(404, { error: 'RecordNotFound', description: 'Not found' });

export const unauthenticated = (): ZendeskError => new ZendeskError(401, { error: "Couldn't authenticate you" });

export function forbidden(): ZendeskError {
  const message =
    'You do not have access to this page. Please contact the account owner of this help desk for further help.';
  return new ZendeskError(403, { error: { title: 'Forbidden', message } });
}

export function invalid(field: string, description: string): ZendeskError {
  const details = { [field]: [{ description }] };
  return new ZendeskError(422, { error: 'RecordInvalid', description: 'Record validation errors', details });
}

export function conflict(): ZendeskError {
  const description =
    'Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again.';
  return new ZendeskError(409, { description, error: 'UpdateConflict' });
}

export function tooMany(retryAfterSeconds: number, description: string): ZendeskError {
  const headers = { 'retry-after': String(Math.max(1, retryAfterSeconds)) };
  return new ZendeskError(429, { error: 'APIRateLimitExceeded', description }, headers);
}

export interface ZendeskEnv {
  Variables: {
    /** Null for anonymous callers; they reach only `GET /users/me`. */
    user: ZendeskUser | null;
    /** Base of API addresses, up to and with `/api/v2`. */
    base: string;
  };
}

export type ZendeskContext = Context<ZendeskEnv>;

export function callerOf(c: ZendeskContext): ZendeskUser {
  const user = c.get('user');
  if (!user) throw unauthenticated();
  return user;
}

export const actingOf = (c: ZendeskContext): ZendeskActing => ({ userId: callerOf(c).id, via: API_VIA });

export async function readObject(c: ZendeskContext): Promise<JsonObject> {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // told below
  }
  throw new ZendeskError(400, { error: 'Unprocessable', message: 'Server could not parse JSON' });
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A part of the body that must be there, such as `ticket`. */
export function part(body: JsonObject, key: string): JsonObject {
  const value = body[key];
  if (isObject(value)) return value;
  const error = { title: 'Invalid attribute', message: `You passed an invalid value for the ${key} attribute.` };
  throw new ZendeskError(400, { error });
}

export function idParam(c: ZendeskContext, name = 'id'): number {
  const id = Number(c.req.param(name));
  if (!Number.isSafeInteger(id)) throw notFound();
  return id;
}

export const idsQuery = (c: ZendeskContext, name = 'ids'): number[] =>
  (c.req.query(name) ?? '')
    .split(',')
    .filter((text) => text !== '')
    .map(Number);

/** Zendesk writes whole seconds in UTC. */
export const stamp = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

export const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
