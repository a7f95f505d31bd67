import { isWithdrawn } from '../decide/state.ts';
import { decided, type Step } from '../decide/step.ts';
import { act } from './act.ts';
import { type Candidate, firedTimes, firingOf, instanceOf, onceKey } from './firings.ts';

const MAX_FIRINGS = 50; // one step; a policy whose rules set each other off ends here and says so

/** Fires every rule whose time has come, until none is left: what one rule changes, the next may see. */
export function runRules(step: Step): void {
  if (isWithdrawn(step.state.facts) || step.state.spans.length === 0) return;

  for (let fired = 0; fired < MAX_FIRINGS; fired++) {
    const next = firstThatFires(step);
    if (!next) return;
    fire(step, next);
  }
  decided(step, 'escalation.fuse', { firings: MAX_FIRINGS });
}

function firstThatFires(step: Step): Candidate | null {
  for (const rule of step.policy.escalations) {
    const candidate = firingOf(step, rule);
    if (candidate) return candidate;
  }
  return null;
}

function fire(step: Step, candidate: Candidate): void {
  const { rule, clock } = candidate;
  const times = firedTimes(step, candidate);
  const instance =
    times.length === 0 ? instanceOf(step, candidate) : `${instanceOf(step, candidate)}*${times.length + 1}`;
  step.state.rules.fired[onceKey(step, candidate)] = [...times, step.at];
  step.state.rules.lastFired[rule.id] = step.at;
  const { facts } = step.state;
  const reason = decided(
    step,
    clock ? 'escalation.fired' : 'escalation.fired_on_ticket',
    {
      type: rule.type,
      mode: rule.mode,
      about: clock?.id ?? null,
      dueAt: clock?.dueAt ?? clock?.breachedAt ?? null,
      target: clock?.targetText ?? null,
      priority: facts.priority,
      plan: facts.plan,
      tier: step.state.spans.at(-1)?.tier ?? null,
      repeat: times.length,
    },
    rule.id,
  );
  act(step, { rule, instance, reason });
}
