import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';

/** Where to listen, and how patient to be. */
export interface ServeOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 8080; 0 takes any free port. */
  readonly port?: number;
  /** Time a sender has for its headers, ms, default 5,000. */
  readonly headersTimeoutMs?: number;
  /** Time a sender has for the whole request, ms, default 10,000. */
  readonly requestTimeoutMs?: number;
}

/** A listening gateway. */
export interface RunningGateway {
  readonly port: number;
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /** Takes no new connection, lets running requests end (at most the request time-out), then closes. */
  close(): Promise<void>;
}

const MAX_HEADER_BYTES = 8 * 1024;

/** Serves the gateway by Node's HTTP server. */
export async function serveGateway(app: Hono, options: ServeOptions = {}): Promise<RunningGateway> {
  const { host = '127.0.0.1', port = 8080, headersTimeoutMs = 5_000, requestTimeoutMs = 10_000 } = options;
  const serverOptions = {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    maxHeaderSize: MAX_HEADER_BYTES,
    // Node looks for late senders every 30 s unless told otherwise, which would make 5 s mean 35
    connectionsCheckingInterval: Math.min(1_000, headersTimeoutMs),
  };
  const server = serve({ fetch: app.fetch, hostname: host, port, serverOptions }) as Server;
  const bound = await listening(server);
  return { port: bound, url: `http://${host}:${bound}`, close: () => closed(server, requestTimeoutMs) };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    const ready = () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    };
    server.once('error', reject);
    if (server.listening) ready();
    else server.once('listening', ready);
  });
}

function closed(server: Server, patienceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const impatient = setTimeout(() => server.closeAllConnections(), patienceMs);
    server.close((error) => {
      clearTimeout(impatient);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}
