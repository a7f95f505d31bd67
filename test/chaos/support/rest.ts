import type { Store } from '@stellwerk/ports';
import type { Simulator } from '@stellwerk/simulators';
import { pause } from './random.ts';

/** Resolves when webhooks, lanes and effects have come to rest for a moment. Throws after `limitMs`. */
export async function untilAtRest(store: Store, simulators: readonly Simulator[], limitMs = 60_000): Promise<void> {
  const until = Date.now() + limitMs;
  for (let quiet = 0; quiet < 10; ) {
    for (const simulator of simulators) await simulator.webhooksSettled();
    const { events_open = 0, effects_open = 0 } = await store.admin.counts();
    quiet = events_open + effects_open === 0 ? quiet + 1 : 0;
    if (Date.now() > until) throw new Error(`Not at rest: ${events_open} events, ${effects_open} effects`);
    await pause(20);
  }
}
