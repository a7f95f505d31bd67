import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pause } from './random.ts';

/** Shares of requests that go wrong, from 0 to 1. */
export interface FaultShares {
  /** Refused before anything happens. */
  readonly tooMany: number;
  /** Carried out, then answered with 502. */
  readonly badGateway: number;
  /** Carried out and answered only after `lateMs`: after the caller's time-out. */
  readonly late: number;
  readonly lateMs: number;
}

/** What an unreliable GitHub was seen to do in the experiments. */
export const FAULTY_GITHUB = { tooMany: 0.06, badGateway: 0.08, late: 0.06 } as const;

/** A network between us and a provider that fails as told, and counts how often. */
export interface FaultyProxy {
  readonly url: string;
  readonly counts: Readonly<Record<'passed' | 'tooMany' | 'badGateway' | 'late', number>>;
  stop(): Promise<void>;
}

/** Puts an unreliable network before `target`. */
export async function startFaultyProxy(
  target: string,
  shares: FaultShares,
  random: () => number,
): Promise<FaultyProxy> {
  const counts = { passed: 0, tooMany: 0, badGateway: 0, late: 0 };

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    const fault = draw(shares, random());
    counts[fault] += 1;
    if (fault === 'tooMany') return void outgoing.writeHead(429, { 'retry-after': '1' }).end('{"message":"slow down"}');
    // half of a late answer's time passes before the request takes effect: the tail that a quarantine must outlast
    if (fault === 'late') await pause(shares.lateMs / 2);
    const response = await fetch(`${target}${incoming.url}`, forwarded(incoming, body));
    const bytes = Buffer.from(await response.arrayBuffer());
    if (fault === 'late') await pause(shares.lateMs / 2);
    if (fault === 'badGateway') return void outgoing.writeHead(502).end('<html>502</html>');
    const headers = Object.fromEntries([...response.headers].filter(([name]) => !HOP.has(name)));
    outgoing.writeHead(response.status, headers).end(bytes);
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding', 'host']);

function draw({ tooMany, badGateway, late }: FaultShares, at: number): 'passed' | 'tooMany' | 'badGateway' | 'late' {
  if (at < tooMany) return 'tooMany';
  if (at < tooMany + badGateway) return 'badGateway';
  return at < tooMany + badGateway + late ? 'late' : 'passed';
}

function forwarded({ method = 'GET', headers }: IncomingMessage, body: Buffer): RequestInit {
  const kept = Object.entries(headers).filter(([name]) => !HOP.has(name)) as [string, string][];
  return { method, headers: kept, ...(body.length > 0 ? { body: new Uint8Array(body) } : {}) };
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
