import type { Store } from '@stellwerk/ports';
import {
  runStoreConformance,
  runStoreModel,
  type StoreMaker,
  type StoreParts,
  startPostgres,
  type TestPostgres,
} from '@stellwerk/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { openPostgresStore } from '../src/index.ts';

const KEY = 'ab'.repeat(32);
let server: TestPostgres;
let admin: Client;

beforeAll(async () => {
  server = await startPostgres();
  admin = new Client({ connectionString: server.url });
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await server.stop();
});

const maker: StoreMaker = {
  async fresh(parts) {
    const store = await open(parts);
    await empty();
    return store;
  },
  async reopen(store, parts) {
    await store.close();
    return open(parts);
  },
};

async function open(parts: StoreParts): Promise<Store> {
  const store = await openPostgresStore({ ...parts, connectionString: server.url, key: KEY });
  await store.migrate();
  return store;
}

/** Empties all tables but those that say how the schema came about. */
async function empty(): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_name not in ('migration', 'meta')`,
  );
  await admin.query(`truncate ${rows.map(({ name }) => name).join(', ')} restart identity`);
}

runStoreConformance('postgres', maker);
runStoreModel('postgres', maker, { runs: 12 });
