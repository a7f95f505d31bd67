import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewDelivery, Store } from '@stellwerk/ports';
import { openSqliteStore } from '@stellwerk/store';
import { systemClock } from '../../packages/cli/src/installation/system-clock.ts';
import { atLeast, type Bench } from '../../tools/bench-kit.ts';

const AT_ONCE = 50;
const COUNT = 5_000;

/** Deliveries that arrive together share a commit: against one commit for each, in the same store. */
export async function benches(): Promise<readonly Bench[]> {
  const folder = await mkdtemp(join(tmpdir(), 'stellwerk-commit-'));
  const store = await openSqliteStore({ path: join(folder, 'db'), key: 'ab'.repeat(32), clock: systemClock });
  try {
    await store.migrate();
    await accept(store, 'warm', 500, AT_ONCE);
    const single = await accept(store, 'single', COUNT / 5, 1);
    const group = await accept(store, 'group', COUNT, AT_ONCE);
    return [atLeast('group commit: 50 deliveries at once, against one commit each', 'deliveries/s', group, single, 3)];
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function accept(store: Store, name: string, count: number, atOnce: number): Promise<number> {
  let next = 0;
  const begun = performance.now();
  const one = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) await store.deliveries.accept(delivery(`${name}-${n}`, n));
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return count / ((performance.now() - begun) / 1_000);
}

function delivery(key: string, n: number): NewDelivery {
  return {
    connection: 'desk',
    key,
    receivedAt: Date.now(),
    sourceAt: null,
    headers: {},
    body: Buffer.alloc(2_000, 'x'),
    state: 'accepted',
    subjects: [{ kind: 'ticket', id: String(n % 500) }],
  };
}
