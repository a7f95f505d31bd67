import { type ClockInstance, needPast } from '../decide/state.ts';
import { decided, type Step } from '../decide/step.ts';
import { reopenClock } from './clock.ts';
import { finish, openClocks } from './finish.ts';
import { renewLive } from './live-clocks.ts';
import { retarget } from './promises.ts';
import { clockCalendar } from './targets.ts';

/** Ends what a merged, deleted or spam ticket still owes, as `onChange` says, and takes results out that should not count. */
export function withdraw(step: Step): void {
  const { facts, clocks } = step.state;
  const { merge, spam, delete: deletion } = step.policy.input.sla.onChange;
  if (facts.mergedInto !== null) return endAll(step, merge === 'fulfil' ? 'fulfilled' : 'cancelled', 'merged');

  const reason = facts.spam ? 'spam' : 'deleted';
  endAll(step, 'cancelled', reason);
  if ((facts.spam ? spam : deletion) === 'cancel') return;
  if (clocks.some(({ withdrawn }) => withdrawn === null)) needPast(step.state);
  for (const clock of clocks) takeOut(step, clock, reason);
}

function endAll(step: Step, end: 'fulfilled' | 'cancelled', reason: string): void {
  for (const clock of openClocks(step)) finish(step, clock, end, reason);
}

/** A result that was counted is corrected on the record; a clock that had none yet was only cancelled. */
function takeOut(step: Step, clock: ClockInstance, reason: string): void {
  if (clock.withdrawn !== null) return;
  clock.withdrawn = reason;
  if (clock.state === 'cancelled' && clock.breachedAt === null) return;
  const { id, state, breachedAt } = clock;
  decided(step, 'sla.withdrawn', { clock: id, state, breachedAt, reason });
}

/** A ticket that was deleted is back: results count again, and what was owed to the customer is owed on. */
export function reinstate(step: Step): void {
  needPast(step.state);
  for (const clock of step.state.clocks) {
    const goesOn = clock.span === null && clock.endReason === 'deleted';
    if (clock.withdrawn !== 'deleted' && !goesOn) continue;
    clock.withdrawn = null;
    if (goesOn) {
      reopenClock(clock, clockCalendar(step.policy, clock), step.at, step.state.facts.status);
      retarget(step, clock, 'keep_elapsed');
    }
    decided(step, 'sla.reinstated', { clock: clock.id, state: clock.state, dueAt: clock.dueAt });
  }
  renewLive(step); // a clock may go on that is not the newest of its metric: a status had come after the deletion
}
