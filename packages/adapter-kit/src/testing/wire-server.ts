import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A server on loopback whose answers a test writes by hand, down to the socket. */
export interface WireServer {
  readonly url: string;
  readonly seen: readonly {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingMessage['headers'];
  }[];
  answer(handler: (request: IncomingMessage, response: ServerResponse) => void): void;
  close(): Promise<void>;
}

/** Starts it; with a key and certificate it speaks TLS. */
export async function startWireServer(tls?: { readonly key: string; readonly cert: string }): Promise<WireServer> {
  const seen: { method: string; url: string; headers: IncomingMessage['headers'] }[] = [];
  let current: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => response.end();
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    current(request, response);
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answer(handler) {
      current = handler;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
