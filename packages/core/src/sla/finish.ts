import type { ClockInstance } from '../decide/state.ts';
import { decided, type Step } from '../decide/step.ts';
import { endClock } from './clock.ts';
import { clockCalendar } from './targets.ts';

/** Clocks that have not ended. */
export function openClocks({ live }: Step): readonly ClockInstance[] {
  return live.filter(({ endedAt }) => endedAt === null);
}

/** Ends a clock and says so. */
export function finish(step: Step, clock: ClockInstance, end: 'fulfilled' | 'cancelled', reason: string): void {
  endClock(clock, clockCalendar(step.policy, clock), step.at, end, reason);
  decided(step, `sla.${clock.state}`, { clock: clock.id, reason, usedMs: clock.usedMs, targetMs: clock.targetMs });
}
