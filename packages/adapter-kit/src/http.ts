import type { StellwerkError } from '@stellwerk/core';
import { type Clock, type NetworkRules, RateLimited, Transient } from '@stellwerk/ports';
import { parseJson } from './json.ts';
import type { LanePriority, RateLane } from './rate-lane.ts';
import { errorFromStatus, type FailedAnswer, retryAfterOf } from './status-errors.ts';
import { createTransport, type Transport, type WireAnswer } from './transport.ts';

export interface HttpOptions {
  /** Named in errors. */
  readonly connection: string;
  /** `https://host[/path]`; paths of calls are appended. */
  readonly baseUrl: string;
  /** Headers that carry the credentials, made anew for each call. */
  readonly auth: () => Readonly<Record<string, string>>;
  readonly network: NetworkRules;
  readonly lane: RateLane;
  readonly clock: Clock;
  /** Whole time for one call, real milliseconds. Default 10 000. */
  readonly timeoutMs?: number;
  /** The provider's own meaning of a failure, asked first; null falls back to the common one. */
  readonly refine?: (answer: FailedAnswer, data: unknown) => StellwerkError | null;
  /** Text of an error inside a 2xx answer, or null. Default: an object that holds nothing but an error. */
  readonly errorInside?: (data: unknown) => string | null;
}

/** One call. */
export interface HttpCall {
  readonly signal: AbortSignal;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly priority?: LanePriority;
  /** Whether it may change something. Default: every method but GET; set it to false for searches by POST. */
  readonly write?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; null for an answer without a body. */
  readonly data: unknown;
}

/** A JSON client of one connection. Every failure ends as one of the errors in `ports`. */
export interface Http {
  request(method: string, path: string, call: HttpCall): Promise<HttpAnswer>;
}

// answers of lists are larger than any webhook: the size limit on bytes binds before these
const ANSWER_LIMITS = { maxDepth: 64, maxNodes: 2_000_000 };

/** Makes the client. Its calls go through the lane; 429 and `Retry-After` hold the whole lane. */
export function createHttp(options: HttpOptions): Http {
  const transport = createTransport(options);
  const base = options.baseUrl.replace(/\/+$/, '');

  return {
    request(method, path, call) {
      const write = call.write ?? method !== 'GET';
      const send = () => perform(options, transport, { method, url: base + path + queryOf(call.query), write, call });
      return options.lane.run(send, { priority: call.priority, signal: call.signal });
    },
  };
}

interface Prepared {
  readonly method: string;
  readonly url: string;
  readonly write: boolean;
  readonly call: HttpCall;
}

async function perform(options: HttpOptions, transport: Transport, prepared: Prepared): Promise<HttpAnswer> {
  const { method, url, write, call } = prepared;
  const answer = await transport({
    method,
    url,
    headers: {
      accept: 'application/json',
      'user-agent': 'stellwerk',
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.auth(),
      ...call.headers,
    },
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
    signal: call.signal,
    write,
  });
  const failed: FailedAnswer = {
    connection: options.connection,
    status: answer.status,
    headers: answer.headers,
    call: `${method} ${new URL(url).pathname}`,
    write,
    now: options.clock.now(),
  };
  if (answer.status >= 300) throw failureOf(options, failed, answer);
  return { status: answer.status, headers: answer.headers, data: readBody(options, failed, answer) };
}

function failureOf(options: HttpOptions, failed: FailedAnswer, answer: WireAnswer): StellwerkError {
  const error = options.refine?.(failed, lenientJson(answer)) ?? errorFromStatus(failed);
  const wait = error instanceof RateLimited ? error.retryAfterSeconds : waitOf(failed);
  if (wait !== null) options.lane.holdFor(wait);
  return error;
}

function waitOf({ status, headers, now }: FailedAnswer): number | null {
  return status === 429 || status === 503 ? retryAfterOf(headers['retry-after'], now) : null;
}

/** The parsed body of a 2xx answer; anything that is not what a JSON API sends is Transient, ambiguous for writes. */
function readBody(options: HttpOptions, failed: FailedAnswer, answer: WireAnswer): unknown {
  if (answer.status === 204 || (answer.body.length === 0 && failed.write)) return null;

  const refuse = (what: string): Transient =>
    new Transient(`${options.connection}: ${failed.call} answered ${answer.status} with ${what}`, {
      ambiguous: failed.write,
    });
  const type = answer.headers['content-type'] ?? '';
  if (!/\bjson\b/i.test(type)) throw refuse('something that is not JSON');
  let data: unknown;
  try {
    data = parseJson(answer.body, ANSWER_LIMITS);
  } catch {
    throw refuse('unreadable JSON');
  }
  if ((options.errorInside ?? onlyAnError)(data) !== null) throw refuse('an error inside');
  return data;
}

const ERROR_KEYS = new Set(['error', 'errors', 'error_human', 'error_description', 'message', 'status', 'category']);

/** Default for `errorInside`: an object with an error and nothing else of worth. */
function onlyAnError(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const keys = Object.keys(data);
  const tells = 'error' in data || ('status' in data && data.status === 'error');
  return tells && keys.every((key) => ERROR_KEYS.has(key) || /id$/i.test(key)) ? 'error' : null;
}

function lenientJson(answer: WireAnswer): unknown {
  try {
    return parseJson(answer.body);
  } catch {
    return null;
  }
}

function queryOf(query: HttpCall['query']): string {
  const entries = Object.entries(query ?? {}).filter((entry) => entry[1] !== undefined);
  if (entries.length === 0) return '';
  return `?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`;
}
