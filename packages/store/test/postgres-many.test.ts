import type { TicketEvent } from '@stellwerk/core';
import { type Store, StoreUnavailable } from '@stellwerk/ports';
import { createManualClock, startPostgres, type TestPostgres } from '@stellwerk/testkit';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openPostgresStore } from '../src/index.ts';

const clock = createManualClock(1_000);
let server: TestPostgres;
const open = new Set<Store>();
let made = 0;

beforeAll(async () => {
  server = await startPostgres();
});
afterEach(async () => {
  for (const store of open) await store.close();
  open.clear();
});
afterAll(() => server.stop());

/** Two processes' stores over the same new tables. */
async function pair(idleInTransactionMs = 30_000): Promise<readonly [Store, Store]> {
  const schema = `case_${made++}`;
  const options = { connectionString: server.url, key: 'ab'.repeat(32), clock, schema, idleInTransactionMs };
  const stores = [await openPostgresStore(options), await openPostgresStore(options)] as const;
  for (const store of stores) open.add(store);
  await stores[0].migrate();
  return stores;
}

function delivery(key: string, ticket: string) {
  const meta = { connection: 'desk', key, receivedAt: 1_000, sourceAt: null, headers: {}, state: 'accepted' } as const;
  return { ...meta, body: Buffer.from('{}'), subjects: [{ kind: 'ticket', id: ticket } as const] };
}

function rated(key: string): TicketEvent {
  const meta = { key, at: 1, seq: 0, observedAt: 1, channel: 'web', provenance: 'poll' } as const;
  return { type: 'rated', score: 'good', points: null, actor: { kind: 'agent', ref: null }, ...meta };
}

const row = {
  number: '1',
  status: 'open',
  priority: null,
  plan: null,
  tier: null,
  group: null,
  createdAt: 1,
  finishedAt: null,
  nextDueAt: null,
  breaches: 0,
};
const nothing = { state: '{}', row, timers: [], effects: [], overtaken: [], decisions: [], policyVersion: 'v1' };

it('keeps one of two deliveries of the same moment at two processes; looking first and then writing keeps both', async () => {
  const [a, b] = await pair();
  const keys = Array.from({ length: 200 }, (_, i) => `d${i}`);

  const answers = await Promise.all(keys.flatMap((key) => [a, b].map((s) => s.deliveries.accept(delivery(key, '7')))));

  expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(200);
  expect((await a.admin.counts()).deliveries).toBe(200);
  expect(await checkThenInsert(keys)).toBeGreaterThan(200);
});

/** The control: the same deliveries without a unique key, each looked for before it is written. Returns rows written. */
async function checkThenInsert(keys: readonly string[]): Promise<number> {
  const clients = [0, 1].map(() => new Client({ connectionString: server.url }));
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]?.query('create table unguarded (key text)');
  for (const key of keys) {
    const known = await Promise.all(clients.map((c) => c.query('select 1 from unguarded where key = $1', [key])));
    await Promise.all(
      clients.map((c, i) => known[i]?.rowCount === 0 && c.query('insert into unguarded values ($1)', [key])),
    );
  }
  const { rows } = await (clients[0] as Client).query('select count(*)::int as n from unguarded');
  await Promise.all(clients.map((client) => client.end()));
  return rows[0].n;
}

it('lets one process at a time send for a connection', async () => {
  const [a, b] = await pair();
  for (const id of ['7', '8']) await a.lanes.appendEvent(`desk:ticket:${id}`, rated('e'), 'source', 1_000);
  for (let claim = await a.lanes.claim(2_000, 'w'); claim; claim = await a.lanes.claim(2_000, 'w')) {
    const effect = {
      key: `note:${claim.lane.ticketId}`,
      connection: 'desk',
      writeClass: 'notes',
      write: { kind: 'add_note', text: 'x' },
      at: 1,
      mode: 'auto',
      coalesceKey: null,
      rule: 'r',
      reason: { code: 'c', rule: null, facts: {} },
    } as const;
    const effects = [{ effect, entry: 'pending', marker: 'M' } as const];
    await a.lanes.decide(claim.lane, 2_000, async () => ({ ...nothing, effects }));
  }

  const first = await a.effects.claim('desk', 2_000, 30_000);
  expect(first).not.toBeNull();
  expect(await b.effects.claim('desk', 2_000, 30_000)).toBeNull();

  const done = { kind: 'done', remoteRef: null, ownWrites: [], event: null, link: null } as const;
  if (first) await a.effects.finish(first, done, 2_000);
  expect(await b.effects.claim('desk', 2_000, 30_000)).toMatchObject({ effect: { key: 'note:8' } });
});

it('takes a ticket from a holder that is paused in its transaction, and lets it save nothing', async () => {
  const [zombie, healthy] = await pair(300);
  await zombie.deliveries.accept(delivery('d1', '7'));
  const claim = await zombie.lanes.claim(2_000, 'w');
  if (!claim) throw new Error('No lane is ready');
  const [began, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const paused = zombie.lanes.decide(claim.lane, 2_000, async () => {
    began.resolve();
    await taken.promise;
    return { ...nothing, state: 'zombie' };
  });
  const refused = expect(paused).rejects.toThrow();
  await began.promise;

  const turn = await healthy.lanes.decide(claim.lane, 2_000, async () => ({ ...nothing, state: 'healthy' }));
  taken.resolve();

  expect(turn).toBe('decided');
  await refused;
  expect(await healthy.lanes.state('desk:ticket:7')).toBe('healthy');
});

it('says busy when another process does not let go of the ticket', async () => {
  const [slow, other] = await pair();
  await slow.lanes.appendEvent('desk:ticket:7', rated('e'), 'source', 1_000);
  const claim = await slow.lanes.claim(2_000, 'w');
  if (!claim) throw new Error('No lane is ready');
  const [began, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const deciding = slow.lanes.decide(claim.lane, 2_000, async () => {
    began.resolve();
    await letGo.promise;
    return nothing;
  });
  await began.promise;

  expect(await other.lanes.decide(claim.lane, 2_000, async () => nothing)).toBe('busy');

  letGo.resolve();
  expect(await deciding).toBe('decided');
});

it('works on each ticket one at a time and on each event once, with four workers in two processes', async () => {
  const stores = await pair();
  const tickets = Array.from({ length: 10 }, (_, i) => String(i));
  const all = tickets.flatMap((t) => Array.from({ length: 10 }, (_, i) => ({ t, key: `e${i}` })));
  const seen: string[] = [];
  const atWork = new Set<string>();
  let overlaps = 0;

  async function feed(): Promise<void> {
    for (const { t, key } of all) {
      await stores[0].lanes.appendEvent(`desk:ticket:${t}`, rated(key), 'source', 1_000);
    }
  }
  async function work(store: Store, worker: string): Promise<void> {
    while (seen.length < all.length) {
      const claim = await store.lanes.claim(2_000, worker);
      if (!claim) continue;
      await store.lanes.decide(claim.lane, 2_000, async ({ lane, fresh }) => {
        if (atWork.has(lane.key)) overlaps += 1;
        atWork.add(lane.key);
        await new Promise((resolve) => setImmediate(resolve));
        atWork.delete(lane.key);
        seen.push(...fresh.map(({ key }) => `${lane.ticketId} ${key}`));
        return nothing;
      });
    }
  }
  await Promise.all([feed(), ...[0, 1, 2, 3].map((i) => work(stores[i % 2] as Store, `boot-${i}`))]);

  expect(overlaps).toBe(0);
  expect(new Set(seen).size).toBe(seen.length);
  for (const t of tickets) {
    const keys = seen.filter((one) => one.startsWith(`${t} `)).map((one) => one.slice(2));
    expect(keys).toEqual(Array.from({ length: 10 }, (_, i) => `e${i}`));
  }
});

it('says that the database is not there, which may be tried again, when it is not', async () => {
  const gone = await startPostgres();
  const store = await openPostgresStore({ connectionString: gone.url, key: 'ab'.repeat(32), clock });
  open.add(store);
  await store.migrate();
  await gone.stop();

  await expect(store.deliveries.accept(delivery('d1', '7'))).rejects.toThrow(StoreUnavailable);
  await expect(store.lanes.claim(2_000, 'w')).rejects.toThrow(StoreUnavailable);
  await expect(store.effects.claim('desk', 2_000, 30_000)).rejects.toThrow(StoreUnavailable);
});

it('refuses a backup and names the tool that does it', async () => {
  const [store] = await pair();

  await expect(store.admin.backup('/nowhere')).rejects.toThrow(/pg_dump/);
});
