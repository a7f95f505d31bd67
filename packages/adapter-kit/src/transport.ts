import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { StellwerkError } from '@stellwerk/core';
import { type NetworkRules, Transient } from '@stellwerk/ports';
import axios, { type AxiosResponse } from 'axios';
import { checkUrl, createGuardedLookup } from './network-guard.ts';

/** A request as it goes on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly signal: AbortSignal;
  /** Whether it may change something: only then is an unclear end `ambiguous`. */
  readonly write: boolean;
}

/** The answer, whatever its status. */
export interface WireAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Sends one request. Throws Transient when no whole answer came, ConfigError when the network rules forbid it. */
export type Transport = (request: WireRequest) => Promise<WireAnswer>;

export interface TransportOptions {
  /** Named in errors. */
  readonly connection: string;
  readonly network: NetworkRules;
  /** Whole time for one call, real milliseconds; a slow drip ends here too. Default 10 000. */
  readonly timeoutMs?: number | undefined;
}

/** Largest answer, counted after decompression (T6). */
export const MAX_ANSWER_BYTES = 10 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 10_000;

/** Makes the one way out: guarded addresses, no redirects, no proxy from the environment, bounded time and size. */
export function createTransport({ connection, network, timeoutMs = DEFAULT_TIMEOUT_MS }: TransportOptions): Transport {
  const lookup = createGuardedLookup(connection, network);
  const agentOptions = { keepAlive: true, lookup };
  const client = axios.create({
    adapter: 'http',
    proxy: false,
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    maxBodyLength: MAX_ANSWER_BYTES,
    responseType: 'arraybuffer',
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    httpAgent: new HttpAgent(agentOptions),
    httpsAgent: new HttpsAgent({
      ...agentOptions,
      ...(network.ca === null ? {} : { ca: [...rootCertificates, network.ca] }),
    }),
  });

  return async (request) => {
    checkUrl(new URL(request.url), connection, network);
    if (request.signal.aborted) throw cancelled(connection);
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const response = await client.request<ArrayBuffer | Buffer>({
        method: request.method,
        url: request.url,
        headers: { ...request.headers },
        // the client knows buffers, not plain byte arrays
        data: request.body instanceof Uint8Array ? Buffer.from(request.body) : request.body,
        signal: AbortSignal.any([request.signal, deadline]),
      });
      return answerOf(response);
    } catch (error) {
      throw networkError(error, { connection, write: request.write, timedOut: deadline.aborted, timeoutMs });
    }
  };
}

function answerOf(response: AxiosResponse<ArrayBuffer | Buffer>): WireAnswer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = String(value);
  }
  return { status: response.status, headers, body: new Uint8Array(response.data ?? []) };
}

function cancelled(connection: string): Transient {
  return new Transient(`${connection}: cancelled before the request was sent`, { ambiguous: false });
}

/** Failures to look up, reach or agree on TLS: nothing of what was to be sent has left yet. */
export const NOT_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'EPROTO',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

interface Failure {
  readonly connection: string;
  readonly write: boolean;
  readonly timedOut: boolean;
  readonly timeoutMs: number;
}

/**
 * Turns a failure of the network into Transient. The client's own error is dropped, not kept as cause: it carries the
 * request with its credentials and body.
 */
function networkError(error: unknown, failure: Failure): Error {
  const ours = ownErrorIn(error);
  if (ours) return ours;

  const { code, syscall } = shapeOf(error);
  const sent = !(NOT_SENT.has(code) || syscall === 'connect' || syscall === 'getaddrinfo');
  const what = failure.timedOut ? `no answer within ${failure.timeoutMs} ms` : `connection failed (${code})`;
  return new Transient(`${failure.connection}: ${what}`, { ambiguous: failure.write && sent });
}

/** Errors of the address guard come wrapped by the client. */
function ownErrorIn(error: unknown): StellwerkError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof StellwerkError) return at;
  }
  return null;
}

function shapeOf(error: unknown): { code: string; syscall: string | null } {
  let code = 'UNKNOWN';
  let syscall: string | null = null;
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('syscall' in at && typeof at.syscall === 'string') syscall = at.syscall;
    if ('code' in at && typeof at.code === 'string') code = at.code;
  }
  return { code, syscall };
}
