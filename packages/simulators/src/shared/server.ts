import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Hono } from 'hono';
import type { Simulator, SimulatorOptions } from '../desk.ts';
import { createFaultQueue, type FaultAnswer, faultAnswer } from './faults.ts';
import { realWait } from './wait.ts';

/** One request as answered; status 0 when the connection was cut or never answered. */
export type RequestRecord = Simulator['requests'][number];

/** What a simulator needs around its routes. */
export interface SimulatorServerParts {
  readonly app: Hono;
  readonly options: SimulatorOptions;
  /** Refuses a request before it reaches the routes (rate limits); undefined lets it pass. */
  readonly refuse?: (request: Request) => Response | undefined;
  /** Headers added to every answer that came from the routes, e.g. what is left of the rate limit. */
  readonly headers?: (request: Request) => Readonly<Record<string, string>>;
  /** The product's error body, for the faults `status` and `error_in_200`. */
  readonly errorBody?: (status: number) => unknown;
}

/** The HTTP side of a simulator: listening on loopback, faults, rate limits and the list of requests. */
export type SimulatorServer = Pick<Simulator, 'url' | 'listen' | 'stop' | 'inject' | 'clearFaults' | 'requests'>;

const KEPT_REQUESTS = 20_000;

/** Puts routes on a loopback port. Faults come first (they stand for the network), then the rate limit, then the routes. */
export function createSimulatorServer(parts: SimulatorServerParts): SimulatorServer {
  const faults = createFaultQueue();
  const requests: RequestRecord[] = [];
  let stopping = new AbortController();
  let server: Server | undefined;
  let url = '';

  const record = (request: Request, status: number): void => {
    const { pathname, search } = new URL(request.url);
    requests.push({ method: request.method, path: pathname + search, status, at: parts.options.now() });
    if (requests.length > KEPT_REQUESTS) requests.splice(0, KEPT_REQUESTS / 10);
  };

  const handle = async (request: Request, env: HttpBindings): Promise<Response> => {
    const fault = faults.take(`${request.method} ${new URL(request.url).pathname}`);
    if (!fault) {
      const response = parts.refuse?.(request) ?? withHeaders(await parts.app.fetch(request), parts.headers?.(request));
      // the product's clock is the injected one, not this machine's
      response.headers.set('date', new Date(parts.options.now()).toUTCString());
      record(request, response.status);
      return response;
    }

    const real = fault.commit === 'after' ? await parts.app.fetch(request) : undefined;
    const error = parts.errorBody?.(fault.status ?? 500) ?? { error: 'injected fault' };
    const answer = await faultAnswer(fault, real, error);
    record(request, answer.kind === 'answer' ? answer.response.status : 0);
    return send(answer, env, stopping.signal);
  };

  return {
    get url() {
      return url;
    },
    requests,
    inject: faults.inject,
    clearFaults: faults.clear,
    async listen(port = 0) {
      stopping = new AbortController();
      const listener = getRequestListener((request, env) => handle(request, env as HttpBindings), {
        overrideGlobalObjects: false,
      });
      server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
      await listening(server, port);
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return url;
    },
    async stop() {
      stopping.abort();
      const closing = server;
      server = undefined;
      if (closing) await closed(closing);
    },
  };
}

function withHeaders(response: Response, extra: Readonly<Record<string, string>> | undefined): Response {
  for (const [name, value] of Object.entries(extra ?? {})) response.headers.set(name, value);
  return response;
}

/** Puts a faulty answer on the wire; everything but a whole answer needs the raw socket. */
async function send(answer: FaultAnswer, { incoming, outgoing }: HttpBindings, stop: AbortSignal): Promise<Response> {
  if (answer.kind === 'answer') return answer.response;

  if (answer.kind === 'silent') {
    const gone = AbortSignal.any([stop, closedSignal(incoming.socket)]);
    await realWait(answer.holdMs, gone);
    incoming.socket.destroy();
  } else if (answer.kind === 'drip') {
    await drip(answer, { incoming, outgoing } as HttpBindings, stop);
  } else if (answer.kind === 'reset') {
    incoming.socket.resetAndDestroy();
  } else {
    outgoing.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': answer.announced });
    outgoing.write(answer.body, () => incoming.socket.destroy());
  }
  return RESPONSE_ALREADY_SENT;
}

const DRIP_MS = 20;

/** One byte after the other, over and over, until the other side has enough or the time is over. */
async function drip(
  { status, body, holdMs }: FaultAnswer & { kind: 'drip' },
  { incoming, outgoing }: HttpBindings,
  stop: AbortSignal,
): Promise<void> {
  const gone = AbortSignal.any([stop, closedSignal(incoming.socket)]);
  outgoing.writeHead(status === 204 ? 200 : status, { 'content-type': 'application/json; charset=utf-8' });
  for (let sent = 0; sent * DRIP_MS < holdMs && !gone.aborted; sent += 1) {
    // the last byte never comes, so that what is there is no whole answer
    const at = Math.min(sent, Math.max(0, body.length - 2));
    outgoing.write(sent === at ? body.slice(at, at + 1) : ' ');
    await realWait(DRIP_MS, gone);
  }
  incoming.socket.destroy();
}

function closedSignal(socket: { once(event: 'close', listener: () => void): unknown }): AbortSignal {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  return gone.signal;
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
