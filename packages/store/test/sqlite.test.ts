import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '@stellwerk/ports';
import { runStoreConformance, runStoreModel, type StoreMaker, type StoreParts } from '@stellwerk/testkit';
import { afterAll } from 'vitest';
import { openSqliteStore } from '../src/index.ts';

const root = mkdtempSync(join(tmpdir(), 'stellwerk-store-'));
const folders = new Map<Store, string>();
let made = 0;

const maker: StoreMaker = {
  fresh: (parts) => open(join(root, String(made++)), parts),
  reopen: async (store, parts) => {
    await store.close();
    return open(folders.get(store) ?? root, parts);
  },
};

async function open(prefix: string, parts: StoreParts): Promise<Store> {
  const store = await openSqliteStore({ ...parts, path: `${prefix}.db`, keyFile: `${prefix}.key` });
  await store.migrate();
  folders.set(store, prefix);
  return store;
}

afterAll(() => rmSync(root, { recursive: true }));

runStoreConformance('sqlite', maker);
runStoreModel('sqlite', maker);
