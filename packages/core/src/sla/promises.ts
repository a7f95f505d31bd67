import { type ClockInstance, needPast } from '../decide/state.ts';
import { decided, type Step } from '../decide/step.ts';
import { isFinished } from '../model/status.ts';
import { METRICS, type Metric } from '../policy/metrics.ts';
import { agreementOf, chosenBy, sameChoice, versionAt, versionFor } from './agreement.ts';
import { type ChangeMode, reopenClock, retargetClock, startClock } from './clock.ts';
import { finish, openClocks } from './finish.ts';
import { addClock } from './live-clocks.ts';
import { METRIC_RULES } from './metric-rules.ts';
import { clockCalendar, clockVersion, inForce, type Promised, sameTarget, slaTarget, targetFor } from './targets.ts';

/** What the clocks must know of the ticket before the event. */
export interface Before {
  readonly plan: string;
  readonly priority: string;
}

type Main = Exclude<ChangeMode, 'by_segment'>;
/** Why a promise was taken away; it may be given back. */
const TAKEN_AWAY: ReadonlySet<string | null> = new Set(['no_target', 'policy_inactive']);

/** Starts a clock of a metric where the SLA in force at the step's instant promises one. */
export function begin(step: Step, metric: Metric, at: number, detail: string): ClockInstance | null {
  const { policy, state } = step;
  const target = slaTarget(policy, state, metric, versionAt(policy, step.at));
  if (!target) return null;

  const turn = turnOf(newestOf(step, metric)) + 1;
  const clock = startClock(`${metric}#${turn}`, metric, target, at, { span: null, detail, chosenBy: target.chosenBy });
  addClock(step, clock);
  decided(step, 'sla.started', {
    clock: clock.id,
    target: clock.targetText,
    calendar: clock.calendar,
    dueAt: clock.dueAt,
    plan: state.facts.plan,
    priority: state.facts.priority,
    ...choice(target),
  });
  return clock;
}

function newestOf({ live }: Step, metric: Metric): ClockInstance | undefined {
  return live.findLast((clock) => clock.metric === metric);
}

/** Which turn of its metric a clock is, by its id: `next_reply#3`. */
function turnOf(clock: ClockInstance | undefined): number {
  return clock === undefined ? 0 : Number(clock.id.slice(clock.metric.length + 1));
}

/** Looks again at what is promised when something it follows from has changed: plan, priority, whatever policies and
 * contracts ask for, or because a version of the SLA takes over. `before` is null where plan and priority cannot have changed. */
export function renewPromises(step: Step, before: Before | null): void {
  const { facts } = step.state;
  const moved = before !== null && (before.plan !== facts.plan || before.priority !== facts.priority);
  if (!reselected(step) && !moved) return;

  const mode = modeOf(step, before);
  promise(step, mode);
  for (const clock of openClocks(step)) retarget(step, clock, mode);
}

/** Notes what decides over the ticket now, and whether it is another thing than before. */
function reselected({ policy, state, at }: Step): boolean {
  if (policy.sla.plain) return false;
  const last = state.agreement;
  const version = last === null ? versionAt(policy, at) : versionFor(policy, last.version, at);
  state.agreement = chosenBy(policy, agreementOf(policy, version, state));
  return last !== null && !sameChoice(last, state.agreement);
}

function modeOf({ policy, state }: Step, before: Before | null): Main {
  const { onChange } = policy.input.sla;
  if (before !== null && before.plan !== state.facts.plan) return onChange.plan;
  return before !== null && before.priority !== state.facts.priority ? onChange.priority : onChange.policy;
}

/** What changed may promise what was not promised before, or again what it was: nobody wins time by lowering and raising. */
function promise(step: Step, mode: Main): void {
  const { facts } = step.state;
  if (isFinished(facts.status) || !inForce(step.policy, step.at)) return;

  for (const metric of METRICS) {
    const detail = METRIC_RULES[metric].late?.(step) ?? null;
    const last = newestOf(step, metric);
    if (detail === null || (last && !TAKEN_AWAY.has(last.endReason))) continue;
    if (last) giveBack(step, last);
    else begin(step, metric, mode === 'from_creation' ? facts.createdAt : step.at, detail);
  }
}

function giveBack(step: Step, clock: ClockInstance): void {
  const { facts } = step.state;
  if (!targetFor(step.policy, step.state, clock, step.at)) return;

  reopenClock(clock, clockCalendar(step.policy, clock), step.at, facts.status);
  decided(step, 'sla.given_back', { clock: clock.id, plan: facts.plan, priority: facts.priority });
}

/** Puts a running or paused clock under the promise that holds now; no promise any more ends it. */
export function retarget(step: Step, clock: ClockInstance, mode: Main): void {
  const { facts } = step.state;
  const target = targetFor(step.policy, step.state, clock, step.at);
  if (!target) return finish(step, clock, 'cancelled', switchedOff(step, clock) ? 'policy_inactive' : 'no_target');
  if (!sameTarget(clock, target)) return change(step, clock, target, mode, `${facts.plan} ${facts.priority}`);
  clock.chosenBy = target.chosenBy;
}

/** Whether the policy that began the clock is no longer active. */
function switchedOff({ policy, at }: Step, clock: ClockInstance): boolean {
  const { policies } = clockVersion(policy, clock, at);
  return policies.some(({ id, active }) => !active && id === clock.chosenBy?.policy);
}

/** Where what was used is kept, a changed calendar has a say of its own. */
function change(step: Step, clock: ClockInstance, target: Promised, main: Main, detail: string): void {
  const { calendar } = step.policy.input.sla.onChange;
  const mode = main === 'keep_elapsed' && clock.calendar !== target.calendar.id ? calendar : main;
  if (mode === 'from_creation') needPast(step.state); // all its segments are counted again
  const { breachedAt } = clock;
  retargetClock(clock, clockCalendar(step.policy, clock), target, step.at, mode, detail, target.chosenBy);
  if (breachedAt !== null && clock.breachedAt === null) {
    decided(step, 'sla.breach_withdrawn', { clock: clock.id, breachedAt, target: clock.targetText });
  }
  decided(step, 'sla.target_changed', {
    clock: clock.id,
    target: clock.targetText,
    calendar: clock.calendar,
    dueAt: clock.dueAt,
    mode,
    ...choice(target),
  });
}

/** For the record: what chose the promise, where more than the plan decides, and which of it promised the span itself. */
function choice({ chosenBy, promiser }: Promised): { readonly [fact: string]: string | null } {
  if (chosenBy === null) return {};
  return {
    ...chosenBy,
    targetContract: promiser === 'contract' ? chosenBy.contract : null,
    targetPolicy: promiser === 'policy' ? chosenBy.policy : null,
  };
}
