import { gzipSync } from 'node:zlib';
import type { NetworkRules } from '@stellwerk/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFetch } from './fetch.ts';
import { createHttp } from './http.ts';
import { createRateLane } from './rate-lane.ts';
import { TEST_CERTIFICATE, TEST_KEY } from './testing/certificate.ts';
import { createManualClock } from './testing/manual-clock.ts';
import { startWireServer, type WireServer } from './testing/wire-server.ts';

const SECRET = 'canary-token-4711';
let server: WireServer;
beforeAll(async () => {
  server = await startWireServer();
});
afterAll(() => server.close());

const signal = new AbortController().signal;
const open: NetworkRules = { allowPrivate: true, allowHttp: true, ca: null };

function client(url = server.url, network = open, timeoutMs = 2000) {
  const clock = createManualClock(Date.UTC(2026, 10, 24));
  const lane = createRateLane({ clock, calls: 1000 });
  const auth = () => ({ authorization: `Bearer ${SECRET}` });
  return { clock, lane, http: createHttp({ connection: 'desk', baseUrl: url, auth, network, lane, clock, timeoutMs }) };
}

/** Answers with a status, headers and a body. */
function replies(status: number, headers: Record<string, string>, body: string | Buffer): void {
  server.answer((_request, response) => response.writeHead(status, headers).end(body));
}

const json = { 'content-type': 'application/json; charset=utf-8' };

it('sends credentials, query and JSON, and parses the answer', async () => {
  replies(200, json, '{"id":7}');

  const answer = await client().http.request('PUT', '/api/x', { signal, query: { a: 'b c', n: 2 }, body: { t: 'ü' } });

  expect(answer).toMatchObject({ status: 200, data: { id: 7 } });
  expect(server.seen.at(-1)).toMatchObject({ method: 'PUT', url: '/api/x?a=b+c&n=2' });
  expect(server.seen.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
});

describe('statuses', () => {
  it.each([
    [302, { location: 'https://evil.example/x' }, 'CONFIG_INVALID', null],
    [401, {}, 'AUTH_EXPIRED', null],
    [403, {}, 'SCOPE_MISSING', null],
    [404, {}, 'NOT_FOUND', null],
    [409, {}, 'CONFLICT', null],
    [410, {}, 'NOT_FOUND', null],
    [412, {}, 'CONFLICT', null],
    [422, {}, 'VALIDATION_REFUSED', null],
    [429, { 'retry-after': '37' }, 'RATE_LIMITED', null],
    [500, {}, 'TRANSIENT', true],
    [502, {}, 'TRANSIENT', true],
    [503, {}, 'TRANSIENT', true],
    [503, { 'retry-after': '5' }, 'TRANSIENT', false],
    [504, {}, 'TRANSIENT', true],
  ])('%i %o of a write becomes %s (ambiguous: %s)', async (status, headers, code, ambiguous) => {
    replies(status, { ...json, ...headers }, '{"error":"nope"}');

    const error = await client()
      .http.request('POST', '/x', { signal })
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code, ...(ambiguous === null ? {} : { ambiguous }) });
  });

  it('holds the whole lane for as long as 429 said', async () => {
    replies(429, { 'retry-after': '37' }, '');
    const { http, lane, clock } = client();
    await expect(http.request('GET', '/x', { signal })).rejects.toMatchObject({ retryAfterSeconds: 37 });
    const seen = server.seen.length;
    replies(200, json, '{}');

    const next = http.request('GET', '/x', { signal });

    expect(lane.waiting).toBe(1);
    clock.advance(36_999);
    expect(server.seen.length).toBe(seen);
    clock.advance(1);
    await expect(next).resolves.toMatchObject({ status: 200 });
  });
});

describe('answers that are none', () => {
  const cases: [string, () => void][] = [
    ['HTML', () => replies(200, { 'content-type': 'text/html' }, '<html>')],
    ['half of the JSON', () => replies(200, json, '{"id":')],
    ['a wrong content type', () => replies(200, { 'content-type': 'text/plain' }, '{"id":1}')],
    ['an error in 200', () => replies(200, json, '{"error":"x","error_human":"y"}')],
    ['a reset', () => server.answer((request) => request.socket.resetAndDestroy())],
    [
      'a cut body',
      () =>
        server.answer((request, response) => {
          response
            .writeHead(200, { ...json, 'content-length': '100' })
            .write('{"id":1', () => request.socket.destroy());
        }),
    ],
    ['silence', () => server.answer(() => undefined)],
    ['11 MB', () => replies(200, json, JSON.stringify('x'.repeat(11 * 1024 * 1024)))],
    [
      '11 MB that travel as 11 KB',
      () =>
        replies(200, { ...json, 'content-encoding': 'gzip' }, gzipSync(JSON.stringify('x'.repeat(11 * 1024 * 1024)))),
    ],
    [
      'a slow drip',
      () =>
        server.answer((request, response) => {
          response.writeHead(200, json);
          const drip = setInterval(() => response.write(' '), 20);
          request.socket.once('close', () => clearInterval(drip));
        }),
    ],
  ];

  it.each(cases)('%s: Transient, ambiguous only for a write, without the secret', async (_name, arrange) => {
    arrange();
    const { http } = client(server.url, open, 300);

    const failures = await Promise.all(
      ['GET', 'POST'].map((method) =>
        http.request(method, '/x', { signal, body: { text: 'body-canary' } }).catch((e) => e),
      ),
    );

    expect(failures.map((failure) => [failure.code, failure.ambiguous])).toEqual([
      ['TRANSIENT', false],
      ['TRANSIENT', true],
    ]);
    for (const failure of failures) expect(everythingOf(failure)).not.toMatch(/canary/);
  });
});

/** All that a logger could print of an error, causes and hidden fields too. */
function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const fields = Object.getOwnPropertyNames(error).map((name) => `${name}=${String(Reflect.get(error, name))}`);
  return `${fields.join()} ${JSON.stringify(error)} ${error.cause ? everythingOf(error.cause) : ''}`;
}

it('a refused connection is not ambiguous: nothing was sent', async () => {
  const gone = await startWireServer();
  await gone.close();

  await expect(client(gone.url).http.request('POST', '/x', { signal })).rejects.toMatchObject({
    code: 'TRANSIENT',
    ambiguous: false,
  });
});

it('trusts a certificate authority of one’s own only when it is named; a refused one has sent nothing', async () => {
  const own = await startWireServer({ key: TEST_KEY, cert: TEST_CERTIFICATE });
  own.answer((_request, response) => response.writeHead(200, json).end('{}'));
  const post = (ca: string | null) =>
    client(own.url, { allowPrivate: true, allowHttp: false, ca }).http.request('POST', '/x', { signal });

  try {
    await expect(post(null)).rejects.toMatchObject({ code: 'TRANSIENT', ambiguous: false });
    expect(own.seen).toHaveLength(0);
    await expect(post(TEST_CERTIFICATE)).resolves.toMatchObject({ status: 200 });
  } finally {
    await own.close();
  }
});

it('asks for the switch before it calls loopback, by address and by name', async () => {
  const port = new URL(server.url).port;
  const closed = { allowPrivate: false, allowHttp: true, ca: null };
  const before = server.seen.length;

  for (const host of ['127.0.0.1', 'localhost']) {
    await expect(client(`http://${host}:${port}`, closed).http.request('GET', '/', { signal })).rejects.toThrow(
      'connections.desk.network.allowPrivate',
    );
  }

  expect(server.seen.length).toBe(before);
});

it('gives official clients a fetch with the same guards', async () => {
  replies(201, { ...json, 'content-encoding': 'gzip' }, gzipSync('{"ok":true}'));
  const fetch = createFetch({ connection: 'desk', network: open });

  const response = await fetch(`${server.url}/x`, { method: 'POST', body: '{}', headers: { 'x-a': '1' } });

  expect([response.status, await response.json()]).toEqual([201, { ok: true }]);
  expect(server.seen.at(-1)?.headers['x-a']).toBe('1');
  await expect(
    createFetch({ connection: 'desk', network: { ...open, allowPrivate: false } })(server.url),
  ).rejects.toThrow('allowPrivate');
});
