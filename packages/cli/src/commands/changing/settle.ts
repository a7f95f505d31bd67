import { drainEffects } from '@stellwerk/runtime';
import type { Changing } from './open.ts';

const LOOK_MS = 500;
/** A connection that may not be called for longer than this is left to `serve`. */
const LONGEST_MS = 120_000;

/** Sends what is on its way on these connections, or waits for the `serve` beside that does. Returns how many are left. */
export async function settle(
  { installation, worked, deps }: Changing,
  connections: readonly string[],
): Promise<number> {
  const { clock } = deps;
  const until = clock.now() + LONGEST_MS;
  let left = await onTheirWay(installation, connections);
  while (left > 0 && clock.now() < until) {
    const working = worked === 'alone' && (await drainOnce(deps, connections));
    left = await onTheirWay(installation, connections);
    if (left > 0 && !working) await new Promise<void>((resolve) => clock.after(LOOK_MS, resolve));
  }
  return left;
}

/** True when something was sent and more may follow at once. */
async function drainOnce(deps: Changing['deps'], connections: readonly string[]): Promise<boolean> {
  let sent = 0;
  for (const connection of connections) sent += (await drainEffects(deps, connection)).worked;
  return sent > 0;
}

async function onTheirWay({ runtime }: Changing['installation'], connections: readonly string[]): Promise<number> {
  let count = 0;
  for (const connection of connections) {
    const states = ['pending', 'sending', 'unknown'] as const;
    count += (await runtime.store.effects.list({ states, connection, limit: 10_000 })).length;
  }
  return count;
}
