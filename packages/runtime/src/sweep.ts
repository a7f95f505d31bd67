import type { Runner } from '@stellwerk/ports';
import type { RuntimeDeps } from './deps.ts';

/** Finds work that nobody woke: lanes ready, effects due, timers due. A wake-up too many does no harm. */
export async function sweep({ store, clock }: Pick<RuntimeDeps, 'store' | 'clock'>, runner: Runner): Promise<void> {
  const now = clock.now();
  const readyAt = await store.lanes.nextReadyAt();
  if (readyAt !== null && readyAt <= now) runner.wakeLanes();
  for (const connection of await store.effects.connectionsDue(now)) runner.wakeDelivery(connection);
  const dueAt = await store.timers.nextDueAt();
  if (dueAt !== null) runner.wakeTimersAt(dueAt);
}
