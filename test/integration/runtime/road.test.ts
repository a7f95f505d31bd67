import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { githubAdapter } from '@stellwerk/adapter-github';
import { zammadAdapter } from '@stellwerk/adapter-zammad';
import { createEngine, createFeatures, parsePolicy } from '@stellwerk/core';
import { createCounters, createGateway, type RunningGateway, serveGateway } from '@stellwerk/gateway';
import type { AdapterContext, Clock, Logger, Store } from '@stellwerk/ports';
import {
  acceptProposal,
  type Connection,
  createRuntime,
  createWorker,
  dismissProposal,
  takeDelivery,
  type Worker,
} from '@stellwerk/runtime';
import { createGithubSimulator, createZammadSimulator, noWait } from '@stellwerk/simulators';
import { createInProcessRunner, openSqliteStore } from '@stellwerk/store';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const ZAMMAD_SECRET = 'the zammad secret';
const GITHUB_SECRET = 'the github secret';
const network = { allowPrivate: true, allowHttp: true };

/** Moved ahead to end a wait; everybody shares this clock. */
let ahead = 0;
const now = () => Date.now() + ahead;
const clock: Clock = {
  now,
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
const warnings: unknown[] = [];
const note = (message: string, fields?: unknown) => void warnings.push([message, fields]);
const logger: Logger = { debug() {}, info() {}, warn: note, error: note };

const zammad = createZammadSimulator({ now, token: 'zt', wait: noWait });
const github = createGithubSimulator({ now, token: 'gt', owner: 'acme', repo: 'product', private: true });

let folder: string;
let store: Store;
let gateway: RunningGateway;
let worker: Worker;

function context(connection: string, current: string): AdapterContext {
  return {
    connection,
    clock,
    logger,
    random: Math.random,
    network: { ...network, ca: null },
    webhookSecrets: () => ({ current, previous: null }),
    pseudonym: (kind, id) => `${kind}-${id}`,
    features: createFeatures(),
    provenance: () => 'webhook',
  };
}

const policy = {
  version: 1,
  connections: { desk: { kind: 'zammad' }, bugs: { kind: 'github' } },
  trackers: { bugs: { kind: 'github', repository: 'acme/product' } },
  escalations: [{ id: 'bug-to-github', when: { pattern: 'bug' }, do: [{ issue: 'bugs' }], mode: 'auto' }],
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'road-'));
  const [deskUrl, bugsUrl] = [await zammad.listen(), await github.listen()];
  store = await openSqliteStore({ path: join(folder, 'db'), keyFile: join(folder, 'key'), clock });
  await store.migrate();
  const desk = zammadAdapter.create(
    { kind: 'zammad', url: deskUrl, token: 'zt', network },
    context('desk', ZAMMAD_SECRET),
  );
  const bugs = githubAdapter.create(
    { kind: 'github', repository: 'acme/product', baseUrl: bugsUrl, token: 'gt', network },
    context('bugs', GITHUB_SECRET),
  );
  const connections = new Map<string, Connection>([
    ['desk', { kind: 'helpdesk', name: 'desk', adapter: desk }],
    ['bugs', { kind: 'tracker', name: 'bugs', adapter: bugs }],
  ]);
  const parsed = parsePolicy(policy, 'v1');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const counters = createCounters();
  const runtime = createRuntime({
    store,
    engine: createEngine(parsed.policy),
    connections,
    clock,
    logger,
    counters,
    worker: crypto.randomUUID(),
    markerKey: crypto.getRandomValues(new Uint8Array(32)),
    // alarms run on real time and do not see the clock jump: the sweep does
    settings: { sweepEveryMs: 200 },
  });
  const hooks = new Map<string, { connection: string; receive: (raw: never) => ReturnType<typeof takeDelivery> }>();
  for (const [name, adapter] of [
    ['desk', desk],
    ['bugs', bugs],
  ] as const) {
    const { publicId } = await store.connections.ensure(name, name, clock.now());
    hooks.set(publicId, { connection: name, receive: (raw) => takeDelivery({ store, clock }, { name, adapter }, raw) });
    for (const writeClass of ['tags', 'notes', 'issues'] as const) {
      await store.connections.setMode(name, writeClass, 'live', 'test', clock.now());
    }
  }
  const app = createGateway({
    store,
    clock,
    logger,
    counters,
    findHook: (id) => hooks.get(id),
    publicUrl: 'http://127.0.0.1',
    proposals: {
      accept: (id, by) => acceptProposal(runtime, id, by),
      dismiss: (id, by) => dismissProposal(runtime, id, by),
    },
  });
  gateway = await serveGateway(app, { port: 0 });
  const [deskHook, bugsHook] = [...hooks.keys()];
  zammad.setWebhook({ url: `${gateway.url}/hooks/${deskHook}`, secret: ZAMMAD_SECRET });
  github.setWebhook({ url: `${gateway.url}/hooks/${bugsHook}`, secret: GITHUB_SECRET });
  const retention = { events: 400, attempts: 30, audit: 365, bodies: 0 };
  worker = createWorker({ ...runtime, runner: createInProcessRunner(clock, { onError: note as never }), retention });
  await worker.start();
});

afterEach(async () => {
  await worker.stop();
  await gateway.close();
  await store.close();
  await zammad.stop();
  await github.stop();
  await rm(folder, { recursive: true });
});

it('a ticket opened at Zammad gets its tier there, by webhook, fetch, decision and write, and the echo changes nothing', async () => {
  const agent = zammad.addAgent({ name: 'Anna Agent', email: 'anna@example.com', groups: ['First Level'] });
  const customer = zammad.addCustomer({ name: 'Karl Kunde', email: 'karl@example.com' });
  const id = zammad.createTicket({
    requesterId: customer.id,
    subject: 'Drucker druckt nicht',
    body: 'Guten Tag, der Drucker druckt seit heute früh nicht mehr.',
    priority: 'P3',
    channel: 'email',
    group: 'First Level',
  });

  await vi.waitFor(() => expect(zammad.ticket(id)?.tier).toBe('T1'), { timeout: 10_000 });
  zammad.message(id, { kind: 'agent', id: agent.id }, 'Wir schauen es uns an.', { public: true });
  await zammad.webhooksSettled();
  const lane = `desk:ticket:${id}`;
  await vi.waitFor(async () => {
    const events = await store.lanes.events(lane);
    expect(events.filter(({ type }) => type === 'message').length).toBeGreaterThanOrEqual(2);
    expect((await store.admin.counts()).events_open).toBe(0);
  });

  const effects = await store.effects.list({ lane, limit: 50 });
  expect(effects.filter(({ effect }) => effect.write.kind === 'set_tier').map(({ state }) => state)).toEqual(['done']);
  expect((await store.lanes.events(lane)).filter(({ type }) => type === 'tier_changed')).toMatchObject([
    { to: 'T1', actor: { kind: 'self' } },
  ]);
  expect(warnings).toEqual([]);
}, 30_000);

it('a bug becomes one issue at GitHub, whatever fails on the way, and closing it comes back to the ticket', async () => {
  const customer = zammad.addCustomer({ name: 'Karla Kundin', email: 'karla@example.com' });
  // the issue is made and the answer is lost: a second look must find it
  github.inject({ on: /^POST .*\/issues$/, kind: 'reset', commit: 'after' });
  const id = zammad.createTicket({
    requesterId: customer.id,
    subject: 'Absturz beim Export',
    body: 'Beim Export erscheint eine Fehlermeldung mit Stacktrace, bitte prüfen.',
    priority: 'P2',
    channel: 'email',
    group: 'First Level',
  });
  const lane = `desk:ticket:${id}`;
  const issueEffects = async () =>
    (await store.effects.list({ lane, limit: 50 })).filter(({ effect }) => effect.write.kind === 'create_issue');

  await vi.waitFor(async () => expect((await issueEffects())[0]?.state).toBe('unknown'), { timeout: 10_000 });
  ahead += 120_000;
  await vi.waitFor(async () => expect((await issueEffects())[0]?.state).toBe('done'), { timeout: 10_000 });
  const [issue] = github.issues();
  github.closeIssue(issue!.number, 'completed');
  await vi.waitFor(async () => {
    const types = (await store.lanes.events(lane)).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['issue_linked', 'issue_state_changed']));
  }, 10_000);

  expect(github.issues()).toHaveLength(1);
  expect((await issueEffects())[0]?.remoteRef).toBe(`acme/product#${issue!.number}`);
}, 60_000);
