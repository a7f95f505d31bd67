import type { SetupRequest } from '@stellwerk/ports';
import { createGithubSimulator, type GithubSimulator, type GithubSimulatorOptions } from '@stellwerk/simulators';
import { createTestContext, createVirtualClock } from '@stellwerk/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { githubAdapter } from '../src/index.ts';
import { call, ourHook } from './setup-fixture.ts';

const { signal } = new AbortController();
const REQUEST: SetupRequest = {
  hookUrl: 'https://gateway.example/hooks/desk',
  webhookSecret: 'a-webhook-secret',
  tiers: [],
  labels: ['bug', 'T3'],
};

let github: GithubSimulator;
afterEach(() => github.stop());

async function connect(options: Partial<GithubSimulatorOptions> = {}, config: object = {}) {
  const clock = createVirtualClock(Date.UTC(2026, 10, 23, 8));
  const repository = { token: 'github-token', owner: 'acme', repo: 'product', private: true };
  github = createGithubSimulator({ now: clock.now, ...repository, ...options });
  await github.listen();
  const adapter = githubAdapter.create(
    { kind: 'github', repository: 'acme/product', baseUrl: github.url, token: 'github-token', ...config },
    createTestContext({ clock }),
  );
  return { ...adapter, provisioning: adapter.provisioning!, discovery: adapter.discovery! };
}

type Adapter = Awaited<ReturnType<typeof connect>>;

async function setUp({ provisioning }: Adapter, request = REQUEST): Promise<void> {
  for (const change of await provisioning.plan(request, signal)) await provisioning.apply(change, request, signal);
}

describe('labels', () => {
  it('are used as they stand, in whatever letters, and only those of ours go again', async () => {
    const adapter = await connect();
    github.openIssue({ title: 'x', labels: ['BUG'] });

    const plan = await adapter.provisioning.plan(REQUEST, signal);
    await setUp(adapter);

    expect(plan.map(({ key }) => key)).toEqual(['label:T3', 'webhook']);
    const left = await adapter.provisioning.leftovers(signal);
    expect(left.map(({ key }) => key)).toEqual(['webhook', 'label:T3']);
  });

  it('that no rule names any more stay on their issues until the end', async () => {
    const adapter = await connect();
    await setUp(adapter);
    const fewer = { ...REQUEST, labels: [] };

    expect(await adapter.provisioning.plan(fewer, signal)).toEqual([]);
    const left = await adapter.provisioning.leftovers(signal);
    expect(left.map(({ key }) => key)).toEqual(['webhook', 'label:T3', 'label:bug']);
    for (const change of left) await adapter.provisioning.apply(change, fewer, signal);
    expect(await call(github, 'GET', '/labels')).toEqual([]);
  });
});

describe('the webhook', () => {
  it('keeps its secret when something else of it is changed', async () => {
    const adapter = await connect();
    await setUp(adapter);
    const { id } = (await ourHook(github))!;
    await call(github, 'PATCH', `/hooks/${id}`, { active: false });

    await setUp(adapter);

    // shown as stars, and only where there is one
    expect(await call(github, 'GET', `/hooks/${id}`)).toMatchObject({
      active: true,
      events: ['issue_comment', 'issues'],
      config: { content_type: 'json', secret: '********' },
    });
  });

  it('that lost its secret is put right: unsigned deliveries would be refused', async () => {
    const adapter = await connect();
    await setUp(adapter);
    const { id, config } = (await ourHook(github))!;
    await call(github, 'PATCH', `/hooks/${id}`, { config: { url: config.url } });

    const plan = await adapter.provisioning.plan(REQUEST, signal);
    await setUp(adapter);

    expect(plan).toMatchObject([{ before: { signature: 'none', content: 'form' }, after: { signature: 'set' } }]);
    expect(await adapter.provisioning.plan(REQUEST, signal)).toEqual([]);
  });
});

describe('the first look', () => {
  it('tells the hourly limit, and warns of a classic token and of an account that a person works with', async () => {
    const adapter = await connect({ classicScopes: ['repo', 'workflow'] });
    await call(github, 'POST', '/issues', { title: 'x', assignees: ['stellwerk-bot'] });

    const probe = await adapter.probe(signal);

    expect(probe.grantedScopes).toEqual(['repo', 'workflow']);
    expect(probe.rateBudget).toMatchObject({ limit: 5000, perSeconds: 3600 });
    expect(probe.warnings.map(({ code }) => code)).toEqual(['account_too_powerful', 'account_personal']);
  });
});

describe('discovery', () => {
  it('tells labels and webhooks, and whose they are; of an address only the host', async () => {
    const adapter = await connect();
    await call(github, 'POST', '/hooks', {
      events: ['push'],
      config: { url: 'https://ci.example/build?token=s3cret' },
    });
    await setUp(adapter);

    const found = await adapter.discovery.discover(signal);

    expect(found.tags?.map(({ name }) => name)).toEqual(['bug', 'T3']);
    expect(found.automations?.map(({ name, isOurs }) => [name, isOurs])).toEqual([
      ['ci.example', false],
      ['gateway.example', true],
    ]);
  });

  it('names the right that webhooks need', async () => {
    const found = await (await connect({ mayHook: false })).discovery.discover(signal);

    expect(found.automations).toBeNull();
    expect(found.hidden).toMatchObject([
      { part: 'automations', reason: { en: 'the account lacks the right webhooks:read' } },
    ]);
  });
});
