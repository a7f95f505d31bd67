import type { ClockInstance } from '../decide/state.ts';
import type { Step } from '../decide/step.ts';
import { isFinished } from '../model/status.ts';
import type { EscalationRule } from '../policy/policy.ts';
import type { When } from '../policy/when.ts';
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
  const asked = askedOf(step, rule);
  const aboutTicket = !rule.when || holds(asked, rule.when) ? allowed(step, { rule, clock: null }) : null;
  return aboutTicket ?? (rule.shape.clocks ? aboutClock(asked, rule) : null);
}

/** The first clock that makes the condition hold, and not only stands by while something else does. */
function aboutClock(asked: Asked, rule: EscalationRule): Candidate | null {
  for (const clock of asked.step.live) {
    const about = { ...asked, clock };
    if (!rule.when || !holds(about, rule.when) || !speaksOf(about, rule)) continue;
    const candidate = allowed(asked.step, { rule, clock });
    if (candidate) return candidate;
  }
  return null;
}

/** Whether a part that asks for a clock holds for this one: always so where the whole condition asks for it. */
function speaksOf(about: Asked, { when, shape }: EscalationRule): boolean {
  if (when?.sla !== undefined) return true;
  return shape.parts.some((part) => part.sla !== undefined && holds(about, { sla: part.sla, at: part.at }));
}

function askedOf(step: Step, rule: EscalationRule): Asked {
  return { step, clock: null, rule };
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
export function instanceOf(step: Step, { rule, clock }: Candidate): string {
  const { state, policy } = step;
  if (!policy.input.guards.oncePer.includes('instance')) return 'once';
  if (clock) return clock.id;

  const { perSpan, perUnowned, perRating } = rule.shape;
  const because = (...keys: readonly (keyof When)[]): boolean => holdsBecauseOf(askedOf(step, rule), rule, keys);
  const marks: string[] = [];
  if (perSpan && because('tier', 'ownTime')) marks.push(`span${state.spans.length - 1}`);
  if (perUnowned && because('unowned')) marks.push(`unowned@${state.facts.unownedSince ?? 0}`);
  if (perRating && because('csat')) marks.push(`rating${state.facts.ratings}`);
  return marks.join('+') || 'once';
}

/** Whether a part of the condition that asks for one of these holds now: with `any`, only some of its parts do. */
function holdsBecauseOf(asked: Asked, { shape }: EscalationRule, keys: readonly (keyof When)[]): boolean {
  return shape.parts.some((part) => keys.some((key) => part[key] !== undefined) && holds(asked, part));
}

/** Once-only key of a firing. */
export function onceKey(step: Step, candidate: Candidate): string {
  return onceKeyOf(candidate.rule, instanceOf(step, candidate));
}

/** Once-only key of a rule about a thing by its name, such as a clock's id. */
export function onceKeyOf({ id }: EscalationRule, instance: string): string {
  return `${id}|${instance}`;
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
  if (rule.shape.timed) timedMoments(step, rule, cursor, note);
  if (rule.repeat && step.state.rules.lastFired[rule.id] !== undefined) {
    for (const times of firedOf(step, rule)) note(repeatDue(step, rule, times));
  }
  return next;
}

function timedMoments(step: Step, rule: EscalationRule, cursor: number, note: (moment: number | null) => void): void {
  for (const part of rule.shape.parts) {
    if (part.unowned) note(unownedMoment(step, part, rule));
    if (part.ownTime) note(ownTimeMoment(step, part, rule));
    if (part.sla === undefined) continue;
    for (const clock of step.live) {
      const moment = clockMoment(step, part, clock);
      if (moment === null || moment <= cursor) continue; // before the key is written out: most moments are past
      if (rule.repeat || firedTimes(step, { rule, clock }).length === 0) note(moment);
    }
  }
}

/** A loop, not a chain: asked after each event, over all that the rules have fired about. */
function firedOf({ state }: Step, rule: EscalationRule): readonly (readonly number[])[] {
  const prefix = `${rule.id}|`;
  const found: (readonly number[])[] = [];
  for (const key in state.rules.fired) if (key.startsWith(prefix)) found.push(state.rules.fired[key] ?? []);
  return found;
}
