import type { ClockInstance } from '../decide/state.ts';
import type { Step } from '../decide/step.ts';
import type { EscalationRule } from '../policy/policy.ts';
import { celContext } from './cel-context.ts';
import { type Asked, asksClock, holds, parts } from './holds.ts';
import { after, clockMoment, ownTimeMoment, ruleCalendar, unownedMoment } from './moments.ts';

/** One thing a rule may fire about: the ticket as such, or one of its clocks. */
export interface Candidate {
  readonly rule: EscalationRule;
  readonly clock: ClockInstance | null;
}

/** A rule that speaks of clocks is asked about the ticket first and then about each clock. */
export function candidates(step: Step, rule: EscalationRule): readonly Candidate[] {
  const clocks = rule.when && asksClock(rule.when) ? step.state.clocks : [];
  return [{ rule, clock: null }, ...clocks.map((clock) => ({ rule, clock }))];
}

/** Whether the candidate fires now: its condition holds, and its once-only key, cool-down and repeat allow it. */
export function fires(step: Step, candidate: Candidate): boolean {
  const { rule } = candidate;
  if (!conditionHolds(step, candidate)) return false;
  const times = firedTimes(step, candidate);
  if (times.length > 0) return repeatDue(step, rule, times) <= step.at;

  return coolDownEnd(step, rule) <= step.at;
}

function conditionHolds(step: Step, { rule, clock }: Candidate): boolean {
  const asked: Asked = { step, clock, calendar: ruleCalendar(step, rule) };
  if (rule.when && !holds(asked, rule.when)) return false;
  if (clock && rule.when && holds({ ...asked, clock: null }, rule.when)) return false; // fires about the ticket, not once per clock
  return rule.condition === null || rule.condition(celContext(step));
}

/** Names what the rule fired about: a clock, a stay in a tier, a stretch without owner, a rating. */
export function instanceOf({ state, policy }: Step, { rule, clock }: Candidate): string {
  if (!policy.input.guards.oncePer.includes('instance')) return 'once';
  const named = parts(rule.when ?? {});
  const marks = [
    clock?.id,
    named.some(({ tier, ownTime }) => tier !== undefined || ownTime !== undefined)
      ? `span${state.spans.length - 1}`
      : undefined,
    named.some(({ unowned }) => unowned !== undefined) ? `unowned@${state.facts.unownedSince ?? 0}` : undefined,
    named.some(({ csat }) => csat !== undefined) ? `rating${state.facts.ratings}` : undefined,
  ].filter((mark) => mark !== undefined);
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

function repeatDue(step: Step, rule: EscalationRule, times: readonly number[]): number {
  const last = times.at(-1);
  if (!rule.repeat || last === undefined || times.length >= rule.repeat.max) return Number.POSITIVE_INFINITY;
  return after(ruleCalendar(step, rule), last, rule.repeat.every);
}

/** A firing that falls into the cool-down waits for its end; it is not lost. */
function coolDownEnd({ state, policy }: Step, rule: EscalationRule): number {
  const own = Object.entries(state.rules.fired).filter(([key]) => key.startsWith(`${rule.id}|`));
  const last = Math.max(Number.NEGATIVE_INFINITY, ...own.flatMap(([, times]) => times));
  return last + policy.coolDownMs;
}

/** Instants later than `cursor` at which this rule may come to fire, without any further event. */
export function ruleMoments(step: Step, rule: EscalationRule, cursor: number): readonly number[] {
  const moments: number[] = [];
  const note = (moment: number | null): void => {
    if (moment !== null && moment > cursor && Number.isFinite(moment)) moments.push(moment);
  };
  for (const part of parts(rule.when ?? {})) {
    note(unownedMoment(step, part, ruleCalendar(step, rule)));
    note(ownTimeMoment(step, part, ruleCalendar(step, rule)));
    if (part.sla !== undefined) for (const clock of step.state.clocks) note(clockMoment(step, part, clock));
  }
  note(coolDownEnd(step, rule));
  if (rule.repeat)
    for (const candidate of candidates(step, rule)) note(repeatDue(step, rule, firedTimes(step, candidate)));
  return moments;
}
