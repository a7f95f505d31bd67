import type { ClockInstance } from '../decide/state.ts';
import type { Step } from '../decide/step.ts';

/**
 * The clocks that an event, a deadline or a rule can still ask for: those that run, the newest of each metric (it may be
 * reopened, and numbers the next), and those that were overrun (a rule may yet fire about them). The others are over for good.
 */
export function liveClocks(clocks: readonly ClockInstance[]): ClockInstance[] {
  const newer = new Set<ClockInstance['metric']>();
  return clocks.toReversed().filter(isLive).reverse();

  function isLive({ metric, endedAt, breachedAt }: ClockInstance): boolean {
    const newest = !newer.has(metric);
    newer.add(metric);
    return newest || endedAt === null || breachedAt !== null;
  }
}

/** Adds a clock to the ticket. The one before it may be over for good with that: a long story is not walked for each event. */
export function addClock({ state, live }: Step, clock: ClockInstance): void {
  state.clocks.push(clock);
  live.push(clock);
  live.splice(0, live.length, ...liveClocks(live));
}

/** Looks through all clocks again, after some that were over have been reopened. */
export function renewLive({ state, live }: Step): void {
  live.splice(0, live.length, ...liveClocks(state.clocks));
}
