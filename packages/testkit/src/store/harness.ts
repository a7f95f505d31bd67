import type { Clock, Store } from '@stellwerk/ports';
import { afterEach } from 'vitest';

/** What a store under test is made with. */
export interface StoreParts {
  /** Stands still at `now`; cases pass their own instants. */
  readonly clock: Clock;
  /** Always the same, so that waits can be worked out by hand. */
  readonly random: () => number;
}

/** How the suite gets its stores. */
export interface StoreMaker {
  /** An empty store, migrated. */
  fresh(parts: StoreParts): Promise<Store>;
  /** Closes the store and opens its data again, as a restart does. */
  reopen(store: Store, parts: StoreParts): Promise<Store>;
}

const PARTS: StoreParts = {
  clock: { now: () => 1_000, after: () => () => {} },
  random: () => 0.5,
};

/** Opens stores for cases and closes them after each. */
export function storesOf(maker: StoreMaker) {
  const open = new Set<Store>();
  afterEach(async () => {
    for (const store of open) await store.close();
    open.clear();
  });
  return {
    async fresh(): Promise<Store> {
      const store = await maker.fresh(PARTS);
      open.add(store);
      return store;
    },
    async close(store: Store): Promise<void> {
      open.delete(store);
      await store.close();
    },
    async reopen(store: Store): Promise<Store> {
      open.delete(store);
      const again = await maker.reopen(store, PARTS);
      open.add(again);
      return again;
    },
  };
}
export type Stores = ReturnType<typeof storesOf>;
