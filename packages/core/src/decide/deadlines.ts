import { nextMoment } from '../escalation/firings.ts';
import { runRules } from '../escalation/run-rules.ts';
import { isFinished } from '../model/status.ts';
import { passTakeOver } from '../sla/sync-clocks.ts';
import { type EngineState, isWithdrawn } from './state.ts';
import { decided, type Step } from './step.ts';

/** The last instant of the story that has been acted on: deadlines up to it are done with. */
function cursorOf(state: EngineState): number {
  return Math.max(state.last?.[0] ?? Number.NEGATIVE_INFINITY, state.lastDeadlineAt ?? Number.NEGATIVE_INFINITY);
}

/** The next instant at which something happens by itself: a clock overruns, a rule's time comes. Null when nothing is due. */
function nextDeadline(step: Step): number | null {
  const { state, live, policy } = step;
  if (isWithdrawn(state.facts) || state.spans.length === 0) return null;

  const cursor = cursorOf(state);
  let next = nextTakeOver(step, cursor);
  for (const { endedAt, breachAt } of live) {
    if (endedAt === null && breachAt !== null && breachAt > cursor) next = Math.min(next, breachAt);
  }
  for (const rule of policy.escalations) next = Math.min(next, nextMoment(step, rule, cursor));
  return Number.isFinite(next) ? next : null;
}

/** The next instant at which a version of the SLA takes over what runs; Infinity where none does. */
function nextTakeOver({ state, policy }: Step, cursor: number): number {
  const { takeOvers } = policy.sla;
  if (takeOvers.length === 0 || isFinished(state.facts.status)) return Number.POSITIVE_INFINITY;
  return takeOvers.find((instant) => instant > cursor) ?? Number.POSITIVE_INFINITY;
}

function policyChangesAt({ policy, at }: Step): boolean {
  return policy.sla.takeOvers.includes(at);
}

/** Works out anew when the next deadline is. Called after everything that changes the state. */
export function renewDeadline(step: Step): void {
  step.state.nextAt = nextDeadline(step);
}

/** Acts on every deadline before `limit` (and on those at `limit` when `inclusive`), in order. */
export function passDeadlines(
  make: (at: number, cause: string) => Step,
  state: EngineState,
  limit: number,
  inclusive: boolean,
): void {
  for (;;) {
    const next = state.nextAt;
    if (next === null || next > limit || (next === limit && !inclusive)) return;
    const step = make(next, `due:${next}`);
    state.lastDeadlineAt = next;
    if (policyChangesAt(step)) passTakeOver(step);
    markBreaches(step);
    runRules(step);
    renewDeadline(step);
  }
}

/** Notes each clock that has used more than its target. Called at deadlines and after events. */
export function markBreaches(step: Step): void {
  for (const clock of step.live) {
    if (clock.endedAt !== null || clock.breachAt === null || clock.breachAt > step.at || clock.breachedAt !== null)
      continue;
    clock.breachedAt = clock.dueAt ?? step.at;
    clock.breachAt = null;
    decided(step, 'sla.breached', {
      clock: clock.id,
      target: clock.targetText,
      dueAt: clock.breachedAt,
      reason: 'overrun',
    });
  }
}
