import type { RateLane } from './rate-lane.ts';
import { createTransport, type TransportOptions } from './transport.ts';

export interface FetchOptions extends TransportOptions {
  /** Calls wait for their turn here, where given. */
  readonly lane?: RateLane;
}

/** The part of `fetch` that official clients use. */
export type FetchLike = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

// methods that change nothing; GraphQL and searches by POST count as writes, which is the careful side
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * A `fetch` for official clients (Octokit, node-zendesk) with the same guards as `createHttp`: checked addresses, no
 * redirects, bounded time and size, Transient instead of bare network errors. Statuses are left to the caller.
 */
export function createFetch(options: FetchOptions): FetchLike {
  const transport = createTransport(options);

  return async (input, init) => {
    const request = new Request(input, init);
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    const send = () =>
      transport({
        method: request.method,
        url: request.url,
        headers: Object.fromEntries(request.headers),
        body,
        signal: request.signal,
        write: !SAFE.has(request.method),
      });
    const answer = await (options.lane ? options.lane.run(send, { signal: request.signal }) : send());
    const content = WITHOUT_BODY.has(answer.status) ? null : Buffer.from(answer.body);
    return new Response(content, { status: answer.status, headers: withoutEncoding(answer.headers) });
  };
}

/** The body is already decompressed: its old length and encoding no longer hold. */
function withoutEncoding(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { 'content-encoding': _encoding, 'content-length': _length, ...rest } = headers;
  return rest;
}
