import { createHash, timingSafeEqual } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import type { RawDelivery, Store } from '@stellwerk/ports';
import { WebhookRejected } from '@stellwerk/ports';
import { afterEach, expect, it } from 'vitest';
import type { HookTarget, RunningGateway } from '../src/index.ts';
import { createCounters, createGateway, serveGateway } from '../src/index.ts';
import type { Shot } from './forge.ts';
import { FORGERIES, garbage, genuine, HEADER, STAMP, seeded, sign } from './forge.ts';

const PUBLIC_ID = 'AbCdEfGhIjKlMnOpQrStUv';
const PATH = `/hooks/${PUBLIC_ID}`;
const NOW = 1_772_442_000_000;
const FORGED = 500;

type Verify = (raw: RawDelivery) => void;

/** Signature over time stamp and bytes, ±5 minutes. */
const verify: Verify = ({ headers, body }) => {
  const stamp = Number(headers[STAMP]);
  const given = Buffer.from(headers[HEADER] ?? '', 'latin1');
  const right = Buffer.from(sign(Buffer.from(body), stamp));
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new WebhookRejected('signature_wrong');
  if (Math.abs(NOW - stamp) > 300_000) throw new WebhookRejected('stale');
};

let gateway: RunningGateway | undefined;
afterEach(async () => gateway?.close());

async function serve(check: Verify) {
  const accepted = new Set<string>();
  const errors: string[] = [];
  const note = (message: string) => void errors.push(message);
  const target: HookTarget = {
    connection: 'acme',
    async receive(raw) {
      check(raw);
      const key = createHash('sha256').update(raw.body).digest('hex');
      const duplicate = accepted.has(key);
      accepted.add(key);
      return { duplicate, state: 'accepted' };
    },
  };
  const app = createGateway({
    findHook: (id) => (id === PUBLIC_ID ? target : undefined),
    publicUrl: 'http://localhost',
    counters: createCounters(),
    logger: { debug() {}, info() {}, warn() {}, error: note },
    maxBodyBytes: 100_000,
    store: {} as Store,
    clock: { now: () => NOW },
    proposals: { accept: async () => {}, dismiss: async () => {} },
  });
  gateway = await serveGateway(app, { port: 0 });
  return { port: gateway.port, accepted, errors };
}

/** The status, or null where the connection was closed on us. */
function shoot(port: number, { path, headers, body }: Omit<Shot, 'kind'>): Promise<number | null> {
  return new Promise((resolve) => {
    const sent = request({ port, path, method: 'POST', headers: { ...headers, 'content-length': body.length } });
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? null);
    });
    sent.on('error', () => resolve(null));
    sent.end(body);
  });
}

function throwAt(port: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.resume();
  });
}

async function attack(port: number): Promise<ReadonlyMap<string, ReadonlySet<number | null>>> {
  const random = seeded(42);
  const kinds = Object.entries(FORGERIES);
  const answers = new Map<string, Set<number | null>>(kinds.map(([kind]) => [kind, new Set()]));
  for (let i = 0; i < FORGED; i += kinds.length) {
    const round = kinds.map(async ([kind, forge]) => {
      const shot = forge(genuine(PATH, i, NOW), random, NOW);
      answers.get(kind)?.add(await shoot(port, shot));
    });
    await Promise.all(round);
  }
  return answers;
}

it('lets none of 500 forged or malformed requests in, and the genuine ones still', async () => {
  const { port, accepted, errors } = await serve(verify);

  const answers = await attack(port);
  const random = seeded(7);
  for (let i = 0; i < 60; i += 1) await throwAt(port, garbage(random, PATH));
  const acceptedForged = accepted.size;
  const statuses = [];
  for (let i = 0; i < 4; i += 1) statuses.push(await shoot(port, genuine(PATH, 10_000 + i, NOW)));
  statuses.push(await shoot(port, genuine(PATH, 10_000, NOW)));

  expect(acceptedForged).toBe(0);
  expect(errors).toEqual([]);
  expect(statuses).toEqual([202, 202, 202, 202, 200]);
  expect([...answers].map(([kind, seen]) => [kind, [...seen].filter((status) => status !== null).sort()])).toEqual([
    ['no signature', [401]],
    ['signed with another secret', [401]],
    ['one byte of the body changed', [401]],
    ['signature cut or padded', [401]],
    ['signature garbled', [401]],
    ['replayed an hour later', [401]],
    ['time stamp moved', [401]],
    ['sent to another path', [404]],
    ['encoded or far too large', [413, 415]],
  ]);
}, 60_000);

it('control: the same attack on a verifier that says yes to everything gets in', async () => {
  const { port, accepted } = await serve(() => {});

  await attack(port);

  expect(accepted.size).toBeGreaterThan(50);
}, 60_000);

it('gives a slow sender its time and no more', async () => {
  const { port } = await serve(verify);
  await gateway?.close();
  const app = createGateway({
    findHook: () => undefined,
    publicUrl: 'http://localhost',
    counters: createCounters(),
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    store: {} as Store,
    clock: { now: () => NOW },
    proposals: { accept: async () => {}, dismiss: async () => {} },
  });
  gateway = await serveGateway(app, { port, headersTimeoutMs: 200, requestTimeoutMs: 400 });

  const answer = await new Promise<string>((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`POST ${PATH} HTTP/1.1\r\nhost: x\r\n`));
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', () => resolve(text));
  });

  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});
