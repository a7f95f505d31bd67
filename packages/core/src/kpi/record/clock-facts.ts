import type { ClockInstance, EngineState } from '../../decide/state.ts';
import type { Policy } from '../../policy/policy.ts';
import { usedAt } from '../../sla/clock.ts';
import { clockCalendar } from '../../sla/targets.ts';
import type { ClockFact } from './ticket-record.ts';
import type { Timeline } from './timeline.ts';

/** The promises of a ticket as they stand at `now`. */
export function clockFacts(state: EngineState, policy: Policy, timeline: Timeline, now: number): readonly ClockFact[] {
  return state.clocks.map((clock): ClockFact => {
    const counted = lengthOf(clock, true, now);
    const pauses = clock.segments.filter(({ counting, reason }) => !counting && reason !== 'solved');
    return {
      id: clock.id,
      metric: clock.metric,
      tier: clock.span === null ? null : (state.spans[clock.span]?.tier ?? null),
      state: clock.state,
      startedAt: clock.startedAt,
      endedAt: clock.endedAt,
      endReason: clock.endReason,
      dueAt: dueOf(clock, policy),
      breachedAt: clock.breachedAt,
      targetMs: clock.targetMs,
      usedMs: usedAt(clock, clockCalendar(policy, clock), now),
      countedMs: counted,
      pausedMs: pauses.reduce((sum, { from, to }) => sum + Math.max(0, (to ?? now) - from), 0),
      pausedAskedMs: pauses
        .filter(({ detail }) => detail === 'waiting_requester')
        .reduce((sum, { from, to }) => sum + timeline.length(from, to, ({ asked }) => asked).calMs, 0),
      withdrawn: clock.withdrawn,
    };
  });
}

function lengthOf({ segments }: ClockInstance, counting: boolean, now: number): number {
  return segments
    .filter((segment) => segment.counting === counting)
    .reduce((sum, { from, to }) => sum + Math.max(0, (to ?? now) - from), 0);
}

/** A promise kept early was due when its target would have been used up, had it run on. */
function dueOf(clock: ClockInstance, policy: Policy): number | null {
  if (clock.dueAt !== null || clock.breachedAt !== null) return clock.dueAt ?? clock.breachedAt;
  if (clock.state !== 'met' || clock.endedAt === null) return null;
  return clockCalendar(policy, clock).add(clock.endedAt, Math.max(0, clock.targetMs - clock.usedMs));
}
