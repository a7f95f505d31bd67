import { Hono } from 'hono';
import { afterEach, expect, it } from 'vitest';
import type { Fault } from '../desk.ts';
import { createRateLimiter } from './rate-limit.ts';
import { createSimulatorServer, type SimulatorServer } from './server.ts';

const options = { now: () => 1_000, token: 't' };
let running: SimulatorServer | undefined;

async function started(written: string[] = [], refuse?: (request: Request) => Response | undefined): Promise<string> {
  const app = new Hono();
  app.post('/things', async (c) => {
    written.push(await c.req.text());
    return c.json({ written: true, padding: 'x'.repeat(500) }, 201);
  });
  running = createSimulatorServer({
    app,
    options,
    ...(refuse ? { refuse } : {}),
    errorBody: (status) => ({ error: `product says ${status}` }),
  });
  return running.listen();
}

afterEach(async () => {
  await running?.stop();
  running = undefined;
});

const post = (url: string): Promise<Response> => fetch(`${url}/things`, { method: 'POST', body: 'one' });
const fault = (rest: Partial<Fault> & Pick<Fault, 'kind'>): Fault => ({ on: /^POST \/things$/, ...rest });

it('answers from its routes and lists the request', async () => {
  const url = await started();

  const response = await post(url);

  expect(response.status).toBe(201);
  expect(running?.requests).toEqual([{ method: 'POST', path: '/things', status: 201, at: 1_000 }]);
});

it('fails before anything is written by default, once', async () => {
  const written: string[] = [];
  const url = await started(written);
  running?.inject(fault({ kind: 'status', status: 429, headers: { 'retry-after': '7' } }));

  const first = await post(url);
  const second = await post(url);

  expect([first.status, first.headers.get('retry-after'), await first.json()]).toEqual([
    429,
    '7',
    { error: 'product says 429' },
  ]);
  expect(second.status).toBe(201);
  expect(written).toEqual(['one']);
});

it('can write first and fail then', async () => {
  const written: string[] = [];
  const url = await started(written);
  running?.inject(fault({ kind: 'status', status: 502, commit: 'after' }));

  const response = await post(url);

  expect(response.status).toBe(502);
  expect(written).toEqual(['one']);
});

it.each(['reset', 'truncated'] as const)('breaks the connection for %s', async (kind) => {
  const written: string[] = [];
  const url = await started(written);
  running?.inject(fault({ kind, commit: 'after' }));

  await expect(post(url).then((response) => response.text())).rejects.toThrow();

  expect(written).toEqual(['one']);
});

it('holds an answer back and then hangs up', async () => {
  const url = await started();
  running?.inject(fault({ kind: 'timeout', holdMs: 30 }));

  await expect(post(url)).rejects.toThrow();

  expect(running?.requests.at(-1)?.status).toBe(0);
});

it.each([
  ['html', 'text/html; charset=utf-8', /^<html>/],
  ['empty', 'application/json; charset=utf-8', /^$/],
  ['error_in_200', 'application/json; charset=utf-8', /"error"/],
] as const)('gives a wrong body with status 200 for %s', async (kind, type, body) => {
  const url = await started();
  running?.inject(fault({ kind }));

  const response = await post(url);

  expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
  expect(await response.text()).toMatch(body);
});

it('gives its answer as plain text for wrong_type, with status and body as they are', async () => {
  const written: string[] = [];
  const url = await started(written);
  running?.inject(fault({ kind: 'wrong_type', commit: 'after' }));

  const response = await post(url);

  expect([response.status, response.headers.get('content-type')]).toEqual([201, 'text/plain; charset=utf-8']);
  expect(await response.json()).toMatchObject({ written: true });
  expect(written).toEqual(['one']);
});

it('blows its answer up beyond 10 MiB for huge, still good JSON', async () => {
  const url = await started();
  running?.inject(fault({ kind: 'huge', commit: 'after' }));

  const text = await (await post(url)).text();

  expect(text.length).toBeGreaterThan(10 * 1024 * 1024);
  expect(JSON.parse(text)).toMatchObject({ written: true });
});

it('lets an answer drip that never ends, and lets go when the other side has enough', async () => {
  const url = await started();
  running?.inject(fault({ kind: 'drip', commit: 'after' }));

  const response = await fetch(`${url}/things`, { method: 'POST', body: 'one', signal: AbortSignal.timeout(150) });

  expect(response.status).toBe(201);
  await expect(response.text()).rejects.toThrow(/timeout/i);
  expect(running?.requests.at(-1)?.status).toBe(0);
});

it('forgets faults when told so, and counts `times`', async () => {
  const url = await started();
  running?.inject(fault({ kind: 'status', status: 500, times: 3 }));

  const statuses = [(await post(url)).status, (await post(url)).status];
  running?.clearFaults();

  expect([...statuses, (await post(url)).status]).toEqual([500, 500, 201]);
});

it('lets as many requests pass as told before it fails one', async () => {
  const url = await started();
  running?.inject(fault({ kind: 'status', status: 500, skip: 2 }));

  const statuses = [await post(url), await post(url), await post(url), await post(url)].map(({ status }) => status);

  expect(statuses).toEqual([201, 201, 500, 201]);
});

it('stops while an answer is held back, and can listen again on its port', async () => {
  const url = await started();
  running?.inject(fault({ kind: 'timeout' }));
  const held = post(url).catch(() => 'gone');
  while (running?.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));

  await running?.stop();
  await running?.listen(Number(new URL(url).port));

  expect(await held).toBe('gone');
  expect((await post(url)).status).toBe(201);
});

it('refuses what is over the limit and allows it again when the window has passed', async () => {
  let now = 0;
  const limiter = createRateLimiter({ limit: 2, windowMs: 1_000, now: () => now });

  const verdicts = [limiter(), limiter(), limiter()].map(({ allowed, remaining, retryAfterMs }) => ({
    allowed,
    remaining,
    retryAfterMs,
  }));
  now = 1_000;

  expect(verdicts).toEqual([
    { allowed: true, remaining: 1, retryAfterMs: 0 },
    { allowed: true, remaining: 0, retryAfterMs: 0 },
    { allowed: false, remaining: 0, retryAfterMs: 1_000 },
  ]);
  expect(limiter().allowed).toBe(true);
});

it('starts a fixed window anew at multiples of its length', () => {
  let now = 59_000;
  const limiter = createRateLimiter({ limit: 1, windowMs: 60_000, now: () => now, kind: 'fixed' });

  const first = limiter();
  const second = limiter();
  now = 60_000;

  expect([first.allowed, second.allowed, second.retryAfterMs, limiter().allowed]).toEqual([true, false, 1_000, true]);
});
