import { generateKeyPairSync } from 'node:crypto';
import { AuthExpired, ConfigError, NotFound } from '@stellwerk/ports';
import { createVirtualClock, signedTestContext } from '@stellwerk/testkit';
import { HttpResponse, http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { githubAdapter } from '../src/index.ts';

const API = 'https://github.example/api/v3';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const { signal } = new AbortController();

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function connect(extra: Record<string, unknown>) {
  const config = { kind: 'github', repository: 'acme/product', baseUrl: API, ...extra };
  return githubAdapter.create(config, signedTestContext(createVirtualClock(Date.now()), 'bugs'));
}

const app = { appId: 41, privateKey: pem.replaceAll('\n', '\\n'), installationId: '5' };

describe('a GitHub App', () => {
  it('signs in as itself for who it is and by an installation token for the repository', async () => {
    const seen: string[] = [];
    const note = (request: Request): void => {
      const scheme = request.headers.get('authorization')?.split(' ')[1] ?? '';
      const kind = scheme.startsWith('ey') ? 'jwt' : scheme;
      seen.push(`${new URL(request.url).pathname} ${kind} ${request.headers.get('x-github-api-version')}`);
    };
    server.use(
      http.get(`${API}/app`, ({ request }) => {
        note(request);
        return HttpResponse.json({ id: 41, slug: 'stellwerk' });
      }),
      http.post(`${API}/app/installations/5/access_tokens`, ({ request }) => {
        note(request);
        return HttpResponse.json(
          { token: 'ghs_x', expires_at: '2099-01-01T00:00:00Z', permissions: {} },
          { status: 201 },
        );
      }),
      http.get(`${API}/users/stellwerk%5Bbot%5D`, ({ request }) => {
        note(request);
        return HttpResponse.json({ id: 900, login: 'stellwerk[bot]', type: 'Bot' });
      }),
      http.get(`${API}/repos/acme/product`, ({ request }) => {
        note(request);
        return HttpResponse.json({
          full_name: 'acme/product',
          private: true,
          permissions: { push: false, triage: false },
        });
      }),
      http.get(`${API}/repos/acme/product/issues`, ({ request }) => {
        note(request);
        return HttpResponse.json([]);
      }),
    );

    const probe = await connect({ app }).probe(signal);

    expect(probe).toMatchObject({ identity: 'stellwerk[bot]', selfId: '900', missingScopes: [] });
    expect(seen).toEqual([
      '/api/v3/app jwt 2022-11-28',
      '/api/v3/app/installations/5/access_tokens jwt 2022-11-28',
      '/api/v3/users/stellwerk%5Bbot%5D ghs_x 2022-11-28',
      '/api/v3/repos/acme/product ghs_x 2022-11-28',
      '/api/v3/repos/acme/product/issues ghs_x 2022-11-28',
    ]);
  });

  it('tells a refused App and a missing installation', async () => {
    server.use(http.get(`${API}/app`, () => HttpResponse.json({ message: 'no' }, { status: 401 })));
    await expect(connect({ app }).probe(signal)).rejects.toBeInstanceOf(AuthExpired);

    server.use(
      http.get(`${API}/app`, () => HttpResponse.json({ id: 41, slug: 'stellwerk' })),
      http.post(`${API}/app/installations/5/access_tokens`, () =>
        HttpResponse.json({ message: 'no' }, { status: 404 }),
      ),
    );
    await expect(connect({ app }).probe(signal)).rejects.toBeInstanceOf(NotFound);
  });
});

describe('config', () => {
  it.each([
    ['neither token nor app', {}, 'connections.bugs.token'],
    ['both', { token: 'x', app }, 'connections.bugs.token'],
    ['no owner', { token: 'x', repository: 'product' }, 'connections.bugs.repository'],
    ['a path for a repository', { token: 'x', repository: 'acme/../user' }, 'connections.bugs.repository'],
    ['a misspelt key', { token: 'x', allowPublik: true }, 'connections.bugs'],
    ['another protocol', { token: 'x', baseUrl: 'ftp://github.example' }, 'connections.bugs.baseUrl'],
  ])('refuses %s and names the place', (_what, extra, path) => {
    expect(() => connect(extra)).toThrow(ConfigError);
    expect(() => connect(extra)).toThrow(path);
  });

  it('does not call a private address unless the connection may', async () => {
    const context = {
      ...signedTestContext(createVirtualClock(0), 'bugs'),
      network: { allowPrivate: false, allowHttp: true, ca: null },
    };
    const config = { kind: 'github', repository: 'acme/product', baseUrl: 'http://127.0.0.1:1', token: 'x' };

    await expect(githubAdapter.create(config, context).probe(signal)).rejects.toThrow('network.allowPrivate');
  });
});
