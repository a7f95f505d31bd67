import type { Logger, RawDelivery } from '@stellwerk/ports';
import { StoreUnavailable, WebhookRejected } from '@stellwerk/ports';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { failWith, unavailable } from './api-error.ts';
import { correlationId } from './correlation.ts';
import type { Counters } from './counters.ts';
import { dummyVerify } from './dummy-verify.ts';
import type { HookTarget } from './hook-target.ts';
import { readBody } from './read-body.ts';

/** Default limit of a delivery's body, bytes. */
const MAX_BODY_BYTES = 1_000_000;

/** What the webhook door needs. */
export interface HookDeps {
  /** The connection behind a public id, or undefined. Read on every request, so it answers from memory. */
  readonly findHook: (publicId: string) => HookTarget | undefined;
  /** The address that admins paste at the provider, without path: HubSpot signs it. */
  readonly publicUrl: string;
  readonly counters: Counters;
  readonly logger: Logger;
  /** Largest body in bytes, default 1,000,000. */
  readonly maxBodyBytes?: number;
}

/** `POST /hooks/:publicId`: 202 new, 200 known, 401 not genuine, 404, 413, 415, 503 when the store takes no writes. */
export function hookRoutes(deps: HookDeps): Hono {
  const app = new Hono();

  app.post('/hooks/:publicId', async (c) => {
    const target = deps.findHook(c.req.param('publicId'));
    const count = (outcome: string) => {
      deps.counters.add('webhooks_total', { connection: target?.connection ?? 'unknown', outcome });
    };

    const encoding = c.req.header('content-encoding');
    if (encoding !== undefined && encoding !== 'identity') {
      count('encoded');
      return failWith(c, 415, 'ENCODING_REFUSED', 'Send the body without content-encoding');
    }

    const read = await readBody(c.req.raw, target?.maxBodyBytes ?? deps.maxBodyBytes ?? MAX_BODY_BYTES);
    if (read.kind === 'too_large') {
      count('too_large');
      c.header('connection', 'close');
      return failWith(c, 413, 'BODY_TOO_LARGE', 'The body is larger than this gateway takes');
    }
    if (read.kind === 'aborted') {
      count('aborted');
      return failWith(c, 400, 'BODY_INCOMPLETE', 'The body ended early');
    }
    if (!target) {
      dummyVerify(read.body);
      count('not_found');
      return failWith(c, 404, 'UNKNOWN_HOOK', 'There is no webhook at this path');
    }
    return receive(c, target, rawDelivery(c, deps.publicUrl, read.body), { deps, count });
  });

  return app;
}

interface Receiving {
  readonly deps: HookDeps;
  readonly count: (outcome: string) => void;
}

async function receive(c: Context, target: HookTarget, raw: RawDelivery, { deps, count }: Receiving) {
  try {
    const { duplicate, state } = await target.receive(raw);
    count(duplicate ? 'duplicate' : state);
    return c.json({ duplicate }, duplicate ? 200 : 202);
  } catch (error) {
    if (error instanceof WebhookRejected) {
      count('rejected');
      const { connection } = target;
      deps.logger.warn('webhook rejected', { connection, reason: error.reason, correlationId: correlationId(c) });
      return failWith(c, 401, 'WEBHOOK_REJECTED', 'The signature is missing, wrong or too old');
    }
    count(error instanceof StoreUnavailable ? 'unavailable' : 'failed');
    if (error instanceof StoreUnavailable) return unavailable(c);
    throw error;
  }
}

function rawDelivery(c: Context, publicUrl: string, body: Uint8Array): RawDelivery {
  const query = c.req.url.indexOf('?');
  const search = query === -1 ? '' : c.req.url.slice(query);
  return { method: c.req.method, url: `${publicUrl}${c.req.path}${search}`, headers: c.req.header(), body };
}
