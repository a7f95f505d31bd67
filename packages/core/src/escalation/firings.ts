import type { ClockInstance } from '../decide/state.ts';
import type { Step } from '../decide/step.ts';
import { isFinished } from '../model/status.ts';
import type { EscalationRule } from '../policy/policy.ts';
import { celContext } from './cel-context.ts';
import { type Asked, holds } from './holds.ts';
import { after, clockMoment, ownTimeMoment, ruleCalendar, unownedMoment } from './moments.ts';

/** One thing a rule may fire about: the ticket as such, or one of its clocks. */
export interface Candidate {
  readonly rule: EscalationRule;
  readonly clock: ClockInstance | null;
}

/** What the rule fires about now, or null: its condition holds, and once-only key, cool-down and repeat allow it. */
export function firingOf(step: Step, rule: EscalationRule): Candidate | null {
  if (!rule.repeat && coolDownEnd(step, rule) > step.at) return null;
  const asked: Asked = { step, clock: null, calendar: ruleCalendar(step, rule) };
  if (!rule.when || holds(asked, rule.when)) return allowed(step, { rule, clock: null });
  if (!rule.shape.clocks) return null;

  for (const clock of step.state.clocks) {
    if (holds({ ...asked, clock }, rule.when)) {
      const candidate = allowed(step, { rule, clock });
      if (candidate) return candidate;
    }
  }
  return null;
}

function allowed(step: Step, candidate: Candidate): Candidate | null {
  const times = firedTimes(step, candidate);
  if (times.length > 0 && isOver(step, candidate)) return null;
  const from = times.length > 0 ? repeatDue(step, candidate.rule, times) : coolDownEnd(step, candidate.rule);
  if (from > step.at) return null;

  const { condition } = candidate.rule;
  return condition === null || condition(celContext(step)) ? candidate : null;
}

/** Names what the rule fired about: a clock, a stay in a tier, a stretch without owner, a rating. */
export function instanceOf({ state, policy }: Step, { rule, clock }: Candidate): string {
  if (!policy.input.guards.oncePer.includes('instance')) return 'once';
  const { perSpan, perUnowned, perRating } = rule.shape;
  const marks = clock ? [clock.id] : [];
  if (perSpan) marks.push(`span${state.spans.length - 1}`);
  if (perUnowned) marks.push(`unowned@${state.facts.unownedSince ?? 0}`);
  if (perRating) marks.push(`rating${state.facts.ratings}`);
  return marks.join('+') || 'once';
}

/** Once-only key of a firing. */
export function onceKey(step: Step, candidate: Candidate): string {
  return `${candidate.rule.id}|${instanceOf(step, candidate)}`;
}

/** Instants at which it fired about the same thing. */
export function firedTimes(step: Step, candidate: Candidate): readonly number[] {
  return step.state.rules.fired[onceKey(step, candidate)] ?? [];
}

/** A repeated alarm ends with what it is about: the clock or the ticket. */
function isOver({ state }: Step, { clock }: Candidate): boolean {
  return isFinished(state.facts.status) || (clock !== null && clock.endedAt !== null);
}

function repeatDue(step: Step, rule: EscalationRule, times: readonly number[]): number {
  const last = times.at(-1);
  if (!rule.repeat || last === undefined || times.length >= rule.repeat.max) return Number.POSITIVE_INFINITY;
  return after(ruleCalendar(step, rule), last, rule.repeat.every);
}

/** A firing that falls into the cool-down waits for its end; it is not lost. */
function coolDownEnd({ state, policy }: Step, rule: EscalationRule): number {
  const last = state.rules.lastFired[rule.id];
  return last === undefined ? Number.NEGATIVE_INFINITY : last + policy.coolDownMs;
}

/** The first instant after `cursor` at which this rule may come to fire without any further event; Infinity for none. */
export function nextMoment(step: Step, rule: EscalationRule, cursor: number): number {
  let next = Number.POSITIVE_INFINITY;
  const note = (moment: number | null): void => {
    if (moment !== null && moment > cursor && moment < next) next = moment;
  };
  note(coolDownEnd(step, rule));
  if (rule.shape.timed) timedMoments(step, rule, note);
  if (rule.repeat) {
    for (const times of firedOf(step, rule)) note(repeatDue(step, rule, times));
  }
  return next;
}

function timedMoments(step: Step, rule: EscalationRule, note: (moment: number | null) => void): void {
  const calendar = ruleCalendar(step, rule);
  for (const part of rule.shape.parts) {
    if (part.unowned) note(unownedMoment(step, part, calendar));
    if (part.ownTime) note(ownTimeMoment(step, part, calendar));
    if (part.sla === undefined) continue;
    for (const clock of step.state.clocks) {
      const done = !rule.repeat && firedTimes(step, { rule, clock }).length > 0;
      if (!done && clock.state !== 'cancelled') note(clockMoment(step, part, clock));
    }
  }
}

function firedOf({ state }: Step, rule: EscalationRule): readonly (readonly number[])[] {
  return Object.entries(state.rules.fired).flatMap(([key, times]) => (key.startsWith(`${rule.id}|`) ? [times] : []));
}
