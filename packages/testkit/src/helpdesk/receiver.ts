import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RawDelivery } from '@stellwerk/ports';
import type { ConformanceDesk } from './desk.ts';

/** Points the desk's webhook at a server of ours, acts, and returns the first delivery. */
export async function receiveOne(desk: ConformanceDesk, secret: string, act: () => void): Promise<RawDelivery> {
  let take: (raw: RawDelivery) => void = () => undefined;
  const received = new Promise<RawDelivery>((resolve) => {
    take = resolve;
  });
  const server = createServer(async (request, response) => {
    const body = await bytesOf(request);
    response.writeHead(202).end();
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    take({ method: request.method ?? '', url: `http://${request.headers.host}${request.url}`, headers, body });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    desk.setWebhook({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/x`, secret });
    act();
    return await received;
  } finally {
    desk.setWebhook(null);
    server.close();
    server.closeAllConnections();
  }
}

async function bytesOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}
