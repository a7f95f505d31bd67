import type { RuntimeDeps } from './deps.ts';

const AT_ONCE = 200;
const MAX_ROUNDS = 50;

/** Turns due timers into events, earliest first; returns the next due instant, or null. */
export async function fireTimers({ store, clock }: Pick<RuntimeDeps, 'store' | 'clock'>): Promise<number | null> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const fired = await store.timers.fireDue(clock.now(), AT_ONCE);
    if (fired < AT_ONCE) break;
  }
  return store.timers.nextDueAt();
}
