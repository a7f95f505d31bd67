import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createEngine, type TicketEvent } from '@stellwerk/core';
import type { Store } from '@stellwerk/ports';
import { createRuntime, drainLanes } from '@stellwerk/runtime';
import { openPostgresStore, openSqliteStore } from '@stellwerk/store';
import { startPostgres } from '@stellwerk/testkit';
import { Pool } from 'pg';
import { systemClock } from '../../packages/cli/src/installation/system-clock.ts';
import { atLeast, type Bench } from '../../tools/bench-kit.ts';
import { longStory, storyPolicy } from '../chaos/support/long-story.ts';
import { silentLogger } from '../chaos/support/silent-logger.ts';

const KEY = 'ab'.repeat(32);
const FEW = 100;
const MANY = 10_000;
const DECISIONS = 2_000;
/** Decided before anything is measured: the control is compiled after a dozen turns, the rules after a thousand. */
const WARM = 1_000;
/** As many at a time as the product works on lanes. */
const WIDTH = 8;

/** Lanes decided in a second: against bare transactions of one row, and with ten thousand waiting against a hundred. */
export async function benches(): Promise<readonly Bench[]> {
  return [...(await onSqlite()), ...(await onPostgres())];
}

async function onSqlite(): Promise<readonly Bench[]> {
  const folder = await mkdtemp(join(tmpdir(), 'stellwerk-drain-'));
  const store = await openSqliteStore({ path: join(folder, 'db'), key: KEY, clock: systemClock });
  try {
    return await compared('SQLite', store, async () => bareSqlite(join(folder, 'bare.db')));
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function onPostgres(): Promise<readonly Bench[]> {
  const server = await startPostgres();
  const store = await openPostgresStore({ connectionString: server.url, key: KEY, clock: systemClock });
  try {
    return await compared('PostgreSQL', store, () => barePostgres(server.url));
  } finally {
    await store.close();
    await server.stop();
  }
}

async function compared(name: string, store: Store, bare: () => Promise<number>): Promise<readonly Bench[]> {
  await store.migrate();
  await drained(store, 'warm', FEW, WARM);
  const control = await bare();
  const few = await drained(store, 'few', FEW, DECISIONS);
  const many = await drained(store, 'many', MANY, DECISIONS);
  return [
    atLeast(`drain, ${name}: lanes decided, against bare one-row transactions`, 'lanes/s', few, control, 0.25),
    atLeast(`drain, ${name}: with 10,000 lanes waiting, against 100`, 'lanes/s', many, few, 0.5),
  ];
}

/** Decides on new tickets, so many waiting at a time; the time of putting them there is not counted. */
async function drained(store: Store, name: string, waiting: number, decisions: number): Promise<number> {
  const runtime = createRuntime({
    store,
    engine: createEngine(storyPolicy()),
    connections: new Map(),
    clock: systemClock,
    logger: silentLogger,
    counters: { add: () => {} },
    worker: name,
    markerKey: new Uint8Array(32),
    settings: { drainLimit: Math.min(waiting, decisions), laneWidth: WIDTH },
  });
  const birth = Date.now() - 60_000;
  const [created] = longStory(birth);
  if (!created) throw new Error('The story is empty');
  let spentMs = 0;
  for (let round = 0, done = 0; done < decisions; round += 1) {
    await fill(store, `${name}${round}`, waiting, created);
    const begun = performance.now();
    const { worked } = await drainLanes(runtime);
    spentMs += performance.now() - begun;
    done += worked;
    if (worked === 0) throw new Error('There was nothing to decide on');
  }
  return decisions / (spentMs / 1_000);
}

async function fill(store: Store, name: string, lanes: number, event: TicketEvent): Promise<void> {
  for (let from = 0; from < lanes; from += 200) {
    const batch = Array.from({ length: Math.min(200, lanes - from) }, (_, n) => `acme:ticket:${name}-${from + n}`);
    const now = Date.now();
    await Promise.all(
      batch.map((lane) => store.lanes.appendHistory(lane, { events: [event], persons: [], hints: [], now })),
    );
  }
}

function bareSqlite(path: string): number {
  const db = new DatabaseSync(path);
  db.exec('pragma journal_mode = wal; pragma synchronous = full; create table row (id integer primary key, text text)');
  const insert = db.prepare('insert into row (text) values (?)');
  const begun = performance.now();
  for (let n = 0; n < DECISIONS; n += 1) {
    db.exec('begin immediate');
    insert.run('decided');
    db.exec('commit');
  }
  const spent = performance.now() - begun;
  db.close();
  return DECISIONS / (spent / 1_000);
}

async function barePostgres(connectionString: string): Promise<number> {
  const pool = new Pool({ connectionString, max: WIDTH });
  await pool.query('create table bare_row (id bigint generated always as identity primary key, text text)');
  let next = 0;
  const begun = performance.now();
  const one = async (): Promise<void> => {
    const client = await pool.connect();
    for (let n = next++; n < DECISIONS; n = next++) {
      await client.query('begin');
      await client.query('insert into bare_row (text) values ($1)', ['decided']);
      await client.query('commit');
    }
    client.release();
  };
  await Promise.all(Array.from({ length: WIDTH }, one));
  const spent = performance.now() - begun;
  await pool.end();
  return DECISIONS / (spent / 1_000);
}
