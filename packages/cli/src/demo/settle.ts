import type { Store } from '@stellwerk/ports';
import type { Simulator } from '@stellwerk/simulators';
import type { DemoClock } from './demo-clock.ts';

/** What must come to rest. */
export interface Settling {
  readonly store: Store;
  readonly clock: DemoClock;
  readonly simulators: readonly Simulator[];
}

const NAP_MS = 2;
const NAPS_PER_SECOND = 5;
const LONGEST_REAL_MS = 20_000;

/** Waits until nothing is under way: no webhook, no lane, no effect, no timer. Rate limits and retries pass because the clock moves on meanwhile. */
export async function settle(settling: Settling): Promise<boolean> {
  const deadline = performance.now() + LONGEST_REAL_MS;
  for (let naps = 1; performance.now() < deadline; naps += 1) {
    await nap(NAP_MS);
    if (await atRest(settling)) return true;
    if (naps % NAPS_PER_SECOND === 0) settling.clock.advanceTo(settling.clock.now() + 1_000);
  }
  return false;
}

async function atRest({ store, clock, simulators }: Settling): Promise<boolean> {
  for (const simulator of simulators) if (!(await quiet(simulator))) return false;
  const now = clock.now();
  const ready = await store.lanes.nextReadyAt();
  if (ready !== null && ready <= now) return false;
  const due = await store.timers.nextDueAt();
  if (due !== null && due <= now) return false;
  if ((await store.effects.connectionsDue(now)).length > 0) return false;
  const { sending = 0 } = await store.effects.counts();
  return sending === 0;
}

function quiet(simulator: Simulator): Promise<boolean> {
  return Promise.race([simulator.webhooksSettled().then(() => true), nap(0).then(() => false)]);
}

function nap(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
