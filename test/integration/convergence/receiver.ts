import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { HelpdeskAdapter } from '@stellwerk/ports';
import { takeDelivery } from '@stellwerk/runtime';
import type { FaultRig } from '../faults/rig.ts';

/** Takes webhooks in on loopback, as the gateway does. */
export async function openReceiver({ store, clock }: FaultRig, adapter: HelpdeskAdapter) {
  const server = createServer(async (request, response) => {
    const url = `http://${request.headers.host}${request.url}`;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const raw = { method: 'POST', url, headers, body: new Uint8Array(await buffer(request)) };
    const taken = await takeDelivery({ store, clock }, { name: 'desk', adapter }, raw).catch(() => null);
    response.writeHead(taken === null ? 401 : 202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/desk`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
