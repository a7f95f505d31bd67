import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { Shot } from './forgeries.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Posts raw bytes; the status, or null where the connection was closed on us. */
export function shoot(base: string, { path, headers, body }: Shot): Promise<number | null> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(base);
    const options = { agent, hostname, port, path, method: 'POST' };
    const sent = request({ ...options, headers: { ...headers, 'content-length': body.length } });
    sent.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? null));
      response.on('error', () => resolve(null));
    });
    sent.on('error', () => resolve(null));
    sent.end(body);
  });
}

/** Throws bytes at the open port that are no HTTP. */
export function throwAt(base: string, bytes: Buffer): Promise<void> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.resume();
  });
}
