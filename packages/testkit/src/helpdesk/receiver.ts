import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RawDelivery } from '@stellwerk/ports';
import type { ConformanceDesk } from './desk.ts';

/** Points the desk's webhook at a server of ours, acts, and returns the first delivery. */
export async function receiveOne(desk: ConformanceDesk, secret: string, act: () => void): Promise<RawDelivery> {
  let delivery: RawDelivery | undefined;
  await receiveAt(async (url, received) => {
    try {
      desk.setWebhook({ url, secret });
      act();
      delivery = await received();
    } finally {
      desk.setWebhook(null);
    }
  });
  return delivery!;
}

/** Longest wait for a delivery, real milliseconds. */
const PATIENCE_MS = 5_000;

/** Runs with a server of ours at `url`; `received` gives the first delivery, or fails when none comes. */
export async function receiveAt(
  run: (url: string, received: () => Promise<RawDelivery>) => Promise<void>,
): Promise<void> {
  let take: (raw: RawDelivery) => void = () => undefined;
  const first = new Promise<RawDelivery>((resolve) => {
    take = resolve;
  });
  const received = (): Promise<RawDelivery> => {
    const late = AbortSignal.timeout(PATIENCE_MS);
    const never = new Promise<never>((_resolve, reject) => {
      late.addEventListener('abort', () => reject(new Error('No delivery came')), { once: true });
    });
    return Promise.race([first, never]);
  };
  const server = createServer(async (request, response) => {
    const body = await bytesOf(request);
    response.writeHead(202).end();
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    take({ method: request.method ?? '', url: `http://${request.headers.host}${request.url}`, headers, body });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/x`, received);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function bytesOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}
