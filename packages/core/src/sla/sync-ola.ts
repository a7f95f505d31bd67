import { decided, type Step } from '../decide/step.ts';
import type { TicketEvent } from '../model/event.ts';
import { isFinished } from '../model/status.ts';
import { OLA_METRICS } from '../policy/metrics.ts';
import { pauseClock, reopenClock, resumeClock, startClock } from './clock.ts';
import { finish } from './finish.ts';
import { addClock } from './live-clocks.ts';
import { renewPromises } from './promises.ts';
import { clockCalendar, inForce, olaTarget } from './targets.ts';

/** Ends the clocks of tier spans that are over and begins those of the present one; a tier may promise the customer something
 * else. Called after each change of tier. */
export function syncOlaSpan(step: Step): void {
  const { state } = step;
  if (state.agreement !== null) renewPromises(step, null);
  const present = state.spans.length - 1;
  for (const clock of step.live) {
    if (clock.span === null || clock.endedAt !== null || clock.span === present) continue;
    finish(step, clock, clock.metric === 'own' ? 'fulfilled' : 'cancelled', 'moved_on');
  }
  if (present < 0 || !inForce(step.policy, step.at)) return;

  for (const metric of OLA_METRICS) {
    const id = `${metric}@${present}`;
    const target = olaTarget(step.policy, state, metric, present, step.at);
    if (!target || step.live.some((clock) => clock.id === id)) continue;
    const tier = state.spans[present]?.tier ?? null;
    const clock = startClock(id, metric, target, step.at, { span: present, detail: String(tier) });
    addClock(step, clock);
    decided(step, 'ola.started', { clock: id, tier, target: clock.targetText, dueAt: clock.dueAt });
  }
}

/** Acceptance by the tier's people, the customer's silence, solution and reopening, after an event. */
export function syncOlaEvent(step: Step, event: TicketEvent): void {
  const { facts } = step.state;
  for (const clock of step.live) {
    if (clock.span !== step.state.spans.length - 1) continue;
    const calendar = clockCalendar(step.policy, clock);
    if (clock.endedAt !== null) {
      if (clock.metric === 'own' && clock.endReason === 'solved' && !isFinished(facts.status))
        reopenClock(clock, calendar, step.at, facts.status);
      continue;
    }
    if (isFinished(facts.status)) finish(step, clock, 'fulfilled', 'solved');
    else if (clock.metric === 'accept' && accepts(event)) finish(step, clock, 'fulfilled', 'accepted');
    else if (facts.status === 'waiting_requester') pauseClock(clock, calendar, step.at, 'paused', facts.status);
    else resumeClock(clock, calendar, step.at, facts.status);
  }
}

/** Somebody of the tier takes it: by assignment, or by a first word. */
function accepts(event: TicketEvent): boolean {
  if (event.type === 'assignee_changed') return event.to !== null;
  return event.type === 'message' && event.actor.kind === 'agent';
}
