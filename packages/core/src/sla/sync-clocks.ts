import { type ClockInstance, isWithdrawn } from '../decide/state.ts';
import { decided, type Step } from '../decide/step.ts';
import { isFinished } from '../model/status.ts';
import { METRICS, type Metric } from '../policy/metrics.ts';
import { pauseClock, reopenClock, resumeClock, retargetClock } from './clock.ts';
import { finish, openClocks } from './finish.ts';
import { type ClockContext, METRIC_RULES, pausedBy } from './metric-rules.ts';
import { type Before, begin, renewPromises, retarget } from './promises.ts';
import { clockCalendar, clockVersion, inForce, targetFor } from './targets.ts';
import { reinstate, withdraw } from './withdraw.ts';

/** Brings the customer's clocks in line with the facts after an event: ends, changes, starts, pauses. */
export function syncClocks(step: Step, context: ClockContext, before: Before): void {
  if (isWithdrawn(step.state.facts)) return withdraw(step);
  if (context.event.type === 'restored') reinstate(step);

  for (const metric of METRICS) {
    fulfil(step, context, metric);
    reopen(step, context, metric);
    start(step, context, metric);
  }
  renewPromises(step, before);
  for (const clock of openClocks(step)) {
    if (clock.span === null) pauseOrResume(step, clock, clock.metric as Metric);
  }
}

/** A version of the SLA takes over at an instant at which nothing else happens. */
export function passTakeOver(step: Step): void {
  renewPromises(step, null);
  for (const clock of openClocks(step)) {
    if (clock.span === null) pauseOrResume(step, clock, clock.metric as Metric);
  }
}

function fulfil(step: Step, context: ClockContext, metric: Metric): void {
  const running = openClocks(step).filter((clock) => clock.metric === metric);
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

function reopen(step: Step, { before, event }: ClockContext, metric: Metric): void {
  const { facts } = step.state;
  const mode = step.policy.input.sla.onChange.reopen;
  if (!isFinished(before) || isFinished(facts.status) || !METRIC_RULES[metric].resumes || mode === 'ignore') return;
  if (event.type === 'restored') return;

  const last = step.live.findLast((clock) => clock.metric === metric);
  if (!last || last.endedAt === null || last.state === 'cancelled') return;
  const calendar = clockCalendar(step.policy, last);
  reopenClock(last, calendar, step.at, facts.status);
  decided(step, 'sla.reopened', { clock: last.id, mode });
  const target = targetFor(step.policy, step.state, last, step.at);
  if (mode === 'restart' && target)
    return retargetClock(last, calendar, target, step.at, 'restart', 'reopened', target.chosenBy);
  retarget(step, last, step.policy.input.sla.onChange.policy); // what it is promised may have changed while it was solved
}

function start(step: Step, context: ClockContext, metric: Metric): void {
  const detail = METRIC_RULES[metric].starts(context);
  if (detail === null || !inForce(step.policy, step.at)) return;
  const clock = begin(step, metric, step.at, detail);
  if (clock && isFinished(step.state.facts.status) && metric !== 'next_reply')
    finish(step, clock, 'fulfilled', 'solved');
}

function pauseOrResume(step: Step, clock: ClockInstance, metric: Metric): void {
  const { facts } = step.state;
  const calendar = clockCalendar(step.policy, clock);
  const held = pausedBy(step.policy, clockVersion(step.policy, clock, step.at), metric, facts);
  if (held !== null && clock.state === 'running') {
    pauseClock(clock, calendar, step.at, 'paused', held);
    decided(step, 'sla.paused', { clock: clock.id, status: held });
  } else if (held === null && clock.state === 'paused') {
    resumeClock(clock, calendar, step.at, facts.status);
    decided(step, 'sla.resumed', { clock: clock.id, status: facts.status, dueAt: clock.dueAt });
  }
}
