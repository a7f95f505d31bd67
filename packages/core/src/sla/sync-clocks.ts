import { type ClockInstance, isWithdrawn } from '../decide/state.ts';
import { decided, type Step } from '../decide/step.ts';
import { isFinished } from '../model/status.ts';
import { METRICS, type Metric } from '../policy/metrics.ts';
import type { ChangeMode } from './clock.ts';
import { endClock, pauseClock, reopenClock, resumeClock, retargetClock, startClock } from './clock.ts';
import { type ClockContext, METRIC_RULES, pausesIn } from './metric-rules.ts';
import { clockCalendar, inForce, sameTarget, slaTarget, targetFor } from './targets.ts';

/** What the clocks must know of the ticket before the event. */
export interface Before {
  readonly plan: string;
  readonly priority: string;
}

/** Brings the customer's clocks in line with the facts after an event: ends, changes, starts, pauses. */
export function syncClocks(step: Step, context: ClockContext, before: Before): void {
  const { state } = step;
  if (isWithdrawn(state.facts)) return withdraw(step);

  for (const metric of METRICS) {
    fulfil(step, context, metric);
    reopen(step, context, metric);
    start(step, context, metric);
  }
  if (before.plan !== state.facts.plan || before.priority !== state.facts.priority) promise(step, context, before);
  for (const clock of open(step)) {
    retarget(step, clock, before);
    if (clock.span === null) pauseOrResume(step, clock, clock.metric as Metric);
  }
}

function open({ state }: Step): readonly ClockInstance[] {
  return state.clocks.filter(({ endedAt }) => endedAt === null);
}

function withdraw(step: Step): void {
  const { facts } = step.state;
  const reason = facts.mergedInto !== null ? 'merged' : facts.spam ? 'spam' : 'deleted';
  for (const clock of open(step)) finish(step, clock, 'cancelled', reason);
}

function fulfil(step: Step, context: ClockContext, metric: Metric): void {
  const running = open(step).filter((clock) => clock.metric === metric);
  if (running.length === 0) return;

  const rule = METRIC_RULES[metric];
  const reason = rule.fulfils(context);
  const solved = isFinished(step.state.facts.status);
  for (const clock of running) {
    if (reason !== null && clock.startedAt <= step.at) finish(step, clock, 'fulfilled', reason);
    else if (solved)
      finish(step, clock, rule.onSolved === 'fulfil' || overrun(step, clock) ? 'fulfilled' : 'cancelled', 'solved');
  }
}

function overrun(step: Step, clock: ClockInstance): boolean {
  return clock.breachedAt !== null || (clock.breachAt !== null && clock.breachAt <= step.at);
}

function reopen(step: Step, { before }: ClockContext, metric: Metric): void {
  const { facts, clocks } = step.state;
  const mode = step.policy.input.sla.onChange.reopen;
  if (!isFinished(before) || isFinished(facts.status) || !METRIC_RULES[metric].resumes || mode === 'ignore') return;

  const last = clocks.findLast((clock) => clock.metric === metric);
  if (!last || last.endedAt === null || last.state === 'cancelled') return;
  const calendar = clockCalendar(step.policy, last);
  reopenClock(last, calendar, step.at, facts.status);
  decided(step, 'sla.reopened', { clock: last.id, mode });
  const target = slaTarget(step.policy, step.state, metric);
  if (mode === 'restart' && target) retargetClock(last, calendar, target, step.at, 'restart', 'reopened');
}

function start(step: Step, context: ClockContext, metric: Metric): void {
  const detail = METRIC_RULES[metric].starts(context);
  if (detail === null || !inForce(step.policy, step.at)) return;
  const clock = begin(step, metric, step.at, detail);
  if (clock && isFinished(step.state.facts.status) && metric !== 'next_reply')
    finish(step, clock, 'fulfilled', 'solved');
}

function begin(step: Step, metric: Metric, at: number, detail: string): ClockInstance | null {
  const target = slaTarget(step.policy, step.state, metric);
  if (!target) return null;

  const turn = step.state.clocks.filter((clock) => clock.metric === metric).length + 1;
  const clock = startClock(`${metric}#${turn}`, metric, target, at, { span: null, detail });
  step.state.clocks.push(clock);
  decided(step, 'sla.started', {
    clock: clock.id,
    target: clock.targetText,
    calendar: clock.calendar,
    dueAt: clock.dueAt,
    plan: step.state.facts.plan,
    priority: step.state.facts.priority,
  });
  return clock;
}

/** A new plan or priority may promise what was not promised before, or again what it was: nobody wins time by lowering and raising. */
function promise(step: Step, context: ClockContext, before: Before): void {
  const { facts, clocks } = step.state;
  if (isFinished(facts.status) || !inForce(step.policy, step.at)) return;

  for (const metric of METRICS) {
    const detail = METRIC_RULES[metric].late?.(context) ?? null;
    const last = clocks.findLast((clock) => clock.metric === metric);
    if (detail === null || (last && last.endReason !== 'no_target')) continue;
    if (last) giveBack(step, last, metric);
    else begin(step, metric, changeMode(step, before) === 'from_creation' ? facts.createdAt : step.at, detail);
  }
}

function giveBack(step: Step, clock: ClockInstance, metric: Metric): void {
  const { facts } = step.state;
  if (!slaTarget(step.policy, step.state, metric)) return;

  reopenClock(clock, clockCalendar(step.policy, clock), step.at, facts.status);
  decided(step, 'sla.given_back', { clock: clock.id, plan: facts.plan, priority: facts.priority });
}

function changeMode({ policy, state }: Step, before: Before): ChangeMode {
  const { onChange } = policy.input.sla;
  return before.plan !== state.facts.plan ? onChange.plan : onChange.priority;
}

/** A changed priority, plan or calendar gives a new target; no target any more ends the promise. */
function retarget(step: Step, clock: ClockInstance, before: Before): void {
  const { facts } = step.state;
  if (before.plan === facts.plan && before.priority === facts.priority) return;
  const target = targetFor(step.policy, step.state, clock);
  if (!target) return finish(step, clock, 'cancelled', 'no_target');
  if (sameTarget(clock, target)) return;

  const mode = changeMode(step, before);
  const { breachedAt } = clock;
  retargetClock(clock, clockCalendar(step.policy, clock), target, step.at, mode, `${facts.plan} ${facts.priority}`);
  if (breachedAt !== null && clock.breachedAt === null) {
    decided(step, 'sla.breach_withdrawn', { clock: clock.id, breachedAt, target: clock.targetText });
  }
  decided(step, 'sla.target_changed', {
    clock: clock.id,
    target: clock.targetText,
    calendar: clock.calendar,
    dueAt: clock.dueAt,
    mode,
  });
}

function pauseOrResume(step: Step, clock: ClockInstance, metric: Metric): void {
  const { status } = step.state.facts;
  const calendar = clockCalendar(step.policy, clock);
  const pause = pausesIn(step.policy, metric, status);
  if (pause && clock.state === 'running') {
    pauseClock(clock, calendar, step.at, 'paused', status);
    decided(step, 'sla.paused', { clock: clock.id, status });
  } else if (!pause && clock.state === 'paused') {
    resumeClock(clock, calendar, step.at, status);
    decided(step, 'sla.resumed', { clock: clock.id, status, dueAt: clock.dueAt });
  }
}

/** Ends a clock and says so. */
export function finish(step: Step, clock: ClockInstance, end: 'fulfilled' | 'cancelled', reason: string): void {
  endClock(clock, clockCalendar(step.policy, clock), step.at, end, reason);
  decided(step, `sla.${clock.state}`, { clock: clock.id, reason, usedMs: clock.usedMs, targetMs: clock.targetMs });
}
