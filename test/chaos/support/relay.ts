import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pause } from './random.ts';

interface Held {
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/**
 * Stands between the simulated helpdesk and the system under test: passes each signed webhook on byte by byte, doubles
 * some, tries again until it is acknowledged, and remembers which were. So the sender's patience is never the reason for
 * a loss, and an acknowledgement that was not kept shows.
 */
export interface Relay {
  /** Address to give to the helpdesk. */
  readonly url: string;
  /** Keys of deliveries answered with 2xx. */
  readonly acknowledged: ReadonlySet<string>;
  /** Posts that were not acknowledged and were sent again. */
  readonly retries: number;
  readonly duplicates: number;
  /** Resolves when everything taken in is acknowledged. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** What a relay is made of. */
export interface RelayOptions {
  /** Header that names the delivery. */
  readonly keyHeader: string;
  /** Where to post now; asked at each try, since the system under test is restarted. */
  readonly target: () => string;
  readonly duplicateShare: number;
  readonly random: () => number;
}

const TRY_AGAIN_MS = 25;
const WIDTH = 8;

/** Starts a relay on loopback. */
export async function startRelay({ keyHeader, target, duplicateShare, random }: RelayOptions): Promise<Relay> {
  const acknowledged = new Set<string>();
  const counts = { retries: 0, duplicates: 0 };
  const queue: Held[] = [];
  let open = 0;
  let stopped = false;
  let atWork = 0;

  async function deliver(held: Held): Promise<void> {
    while (!stopped) {
      if (await post(target(), held)) {
        acknowledged.add(held.key);
        break;
      }
      counts.retries += 1;
      await pause(TRY_AGAIN_MS);
    }
    open -= 1;
  }

  async function work(): Promise<void> {
    if (atWork >= WIDTH) return;
    atWork += 1;
    for (let next = queue.shift(); next; next = queue.shift()) await deliver(next);
    atWork -= 1;
  }

  function take(held: Held): void {
    const copies = random() < duplicateShare ? 2 : 1;
    counts.duplicates += copies - 1;
    for (let copy = 0; copy < copies; copy += 1) {
      open += 1;
      queue.push(held);
      void work();
    }
  }

  const server = createServer((incoming, outgoing) => {
    readAll(incoming).then(
      (body) => {
        take({ key: String(incoming.headers[keyHeader]), headers: plain(incoming), body });
        outgoing.writeHead(202).end();
      },
      () => outgoing.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    acknowledged,
    get retries() {
      return counts.retries;
    },
    get duplicates() {
      return counts.duplicates;
    },
    async settled() {
      while (open > 0) await pause(10);
    },
    stop: () =>
      new Promise((resolve) => {
        stopped = true;
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function post(url: string, { headers, body }: Held): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(3_000);
    const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body), signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function plain({ headers }: IncomingMessage): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => /^(x-|content-type|user-agent)/.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
