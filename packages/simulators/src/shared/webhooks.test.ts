import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import type { WebhookRules } from './retry-rules.ts';
import { noWait, type Wait } from './wait.ts';
import { createWebhookSender, type WebhookDelivery, type WebhookSender } from './webhooks.ts';

let server: Server;
let url = '';
let received: string[] = [];
let statuses: number[] = [];

beforeEach(async () => {
  received = [];
  statuses = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push(body);
      response.writeHead(statuses.shift() ?? 200, { 'retry-after': '3' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

const rules: WebhookRules = { timeoutMs: 1_000, retries: [{ when: 'any_status', waitsMs: [10_000, 21_000] }] };
const sender = (over: { rules?: WebhookRules; wait?: Wait; seed?: number; now?: () => number } = {}): WebhookSender =>
  createWebhookSender({
    rules: over.rules ?? rules,
    random: createRandom(over.seed ?? 1),
    now: over.now ?? (() => 0),
    wait: over.wait ?? noWait,
  });
const saying = (body: string): WebhookDelivery => ({
  render: (attempt) => ({ url, headers: {}, body: `${body}#${attempt}` }),
});

it('sends in order and says when all is done', async () => {
  const hooks = sender();

  for (const name of ['a', 'b', 'c']) hooks.enqueue(saying(name));
  await hooks.webhooksSettled();

  expect(received).toEqual(['a#0', 'b#0', 'c#0']);
});

it('renders anew at each attempt, waits as the rules say and gives up after the last', async () => {
  statuses = [500, 404, 500];
  const waits: number[] = [];
  const hooks = sender({ wait: async (ms) => void waits.push(ms) });

  hooks.enqueue(saying('a'));
  await hooks.webhooksSettled();

  expect(received).toEqual(['a#0', 'a#1', 'a#2']);
  expect(waits).toEqual([10_000, 21_000]);
  expect(hooks.counts).toEqual({ delivered: 0, failed: 1, dropped: 0, attempts: 3 });
});

it('does not hold others up while one waits', async () => {
  statuses = [500];
  const pause = Promise.withResolvers<void>();
  const hooks = sender({ wait: () => pause.promise });
  hooks.enqueue(saying('a'));
  hooks.enqueue(saying('b'));
  while (received.length < 2) await new Promise((resolve) => setImmediate(resolve));

  pause.resolve();
  await hooks.webhooksSettled();

  expect(received).toEqual(['a#0', 'b#0', 'a#1']);
});

it('takes the wait from Retry-After where a product does', async () => {
  statuses = [429, 429];
  const waits: number[] = [];
  const hooks = sender({
    rules: { timeoutMs: 1_000, retries: [{ when: [429], waitsMs: [0], retryAfterBelowMs: 60_000 }] },
    wait: async (ms) => void waits.push(ms),
  });

  hooks.enqueue(saying('a'));
  await hooks.webhooksSettled();

  expect(waits).toEqual([3_000]);
  expect(received).toHaveLength(2);
});

it('drops, doubles and reorders the same way for the same seed', async () => {
  const runs: string[][] = [];
  for (const seed of [5, 5, 6]) {
    received = [];
    const hooks = sender({ seed });
    hooks.setChaos({ drop: 0.2, double: 0.2, reorder: 0.3 });
    for (let at = 0; at < 40; at += 1) hooks.enqueue(saying(`${at}`));
    await hooks.webhooksSettled();
    runs.push(received);
  }

  const [first, second, other] = runs as [string[], string[], string[]];
  expect(second).toEqual(first);
  expect(other).not.toEqual(first);
  expect(new Set(first).size).toBeLessThan(40);
  expect(first.length).toBeGreaterThan(new Set(first).size);
  expect(first).not.toEqual([...first].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)));
});

it('opens the breaker when too many fail and lets deliveries through again later', async () => {
  let now = 0;
  statuses = [500, 500, 500];
  const hooks = sender({
    rules: {
      timeoutMs: 1_000,
      retries: [],
      breaker: { windowMs: 300_000, errorShare: 0.7, minAttempts: 3, maxErrors: 1_000, openMs: 5_000 },
    },
    now: () => now,
  });
  for (const name of ['a', 'b', 'c', 'lost']) hooks.enqueue(saying(name));
  await hooks.webhooksSettled();
  now = 5_000;

  hooks.enqueue(saying('d'));
  await hooks.webhooksSettled();

  expect(received).toEqual(['a#0', 'b#0', 'c#0', 'd#0']);
  expect(hooks.counts).toEqual({ delivered: 1, failed: 4, dropped: 0, attempts: 4 });
});

it('ends a wait when stopped and takes deliveries again when started', async () => {
  statuses = [500];
  const hooks = sender({
    wait: (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  });
  hooks.enqueue(saying('a'));
  while (received.length < 1) await new Promise((resolve) => setImmediate(resolve));

  await hooks.stop();
  hooks.start();
  hooks.enqueue(saying('b'));
  await hooks.webhooksSettled();

  expect(received).toEqual(['a#0', 'b#0']);
});
