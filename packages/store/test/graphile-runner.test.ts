import { createManualClock, runRunnerConformance, startPostgres, type TestPostgres } from '@stellwerk/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createGraphileRunner, openPostgresStore } from '../src/index.ts';

let server: TestPostgres;
let admin: Client;

beforeAll(async () => {
  server = await startPostgres();
  admin = new Client({ connectionString: server.url });
  await admin.connect();
  const store = await openPostgresStore({
    connectionString: server.url,
    key: 'ab'.repeat(32),
    clock: createManualClock(),
  });
  await store.migrate();
  await store.close();
});

afterAll(async () => {
  await admin.end();
  await server.stop();
});

runRunnerConformance('graphile-worker', async (clock, onError) => {
  // what an earlier case left behind would be work for this one
  await admin.query('truncate sync_cursor; delete from graphile_worker._private_jobs');
  return createGraphileRunner({ connectionString: server.url, clock, onError });
});

it('commits a wake-up with the work that it is for, and none with a transaction that fails', async () => {
  await admin.query('delete from graphile_worker._private_jobs');
  const clock = createManualClock(1_000);
  const store = await openPostgresStore({ connectionString: server.url, key: 'ab'.repeat(32), clock });
  const delivery = {
    connection: 'desk',
    key: 'd1',
    receivedAt: 1_000,
    sourceAt: null,
    headers: {},
    body: Buffer.from('{}'),
    state: 'accepted' as const,
    subjects: [{ kind: 'ticket' as const, id: '7' }],
  };

  await store.deliveries.accept(delivery);
  await store.deliveries.accept({ ...delivery, key: 'd2', receivedAt: Number.NaN }).catch(() => {});

  const { rows } = await admin.query('select task_identifier, key, queue_name from graphile_worker.jobs');
  expect(rows).toEqual([{ task_identifier: 'stellwerk:lanes', key: null, queue_name: null }]);
  await store.close();
});

it('runs a round in one of two processes', async () => {
  await admin.query('truncate sync_cursor');
  const clock = createManualClock(1_000);
  const ran: string[] = [];
  const runners = ['a', 'b'].map((name) => {
    const runner = createGraphileRunner({ connectionString: server.url, clock });
    runner.every('reconcile', 60_000, async () => void ran.push(name));
    return runner;
  });
  for (const runner of runners) {
    await runner.start({ lanes: async () => {}, delivery: async () => {}, timers: async () => null });
  }

  clock.advance(60_000);
  for (const runner of runners) await runner.stop();

  expect(ran).toHaveLength(1);
});
