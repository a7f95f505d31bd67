import type { ClockInstance, EngineState } from '../decide/state.ts';
import { isWithdrawn } from '../decide/state.ts';
import type { Step, TicketName } from '../decide/step.ts';
import { celContext } from '../escalation/cel-context.ts';
import { firingOf } from '../escalation/firings.ts';
import { missingFacts } from '../escalation/gate.ts';
import { after, ruleCalendar } from '../escalation/moments.ts';
import { isFinished } from '../model/status.ts';
import type { EscalationRule, Policy } from '../policy/policy.ts';
import { liveClocks } from '../sla/live-clocks.ts';
import { comesTrueAt, explainWhen, type PartExplanation } from './when-parts.ts';

/** How a rule stands towards a ticket now. */
export type RuleStanding =
  /** Its condition holds and nothing holds it back: it fires with the next event or deadline. */
  | 'due'
  /** A part of its condition does not hold. */
  | 'condition'
  /** `if` does not hold. */
  | 'cel'
  /** It has fired about the same thing, and does so once. */
  | 'once'
  /** It has fired and waits for its next repetition. */
  | 'repeat'
  /** It has fired as often as `repeat.max` says. */
  | 'exhausted'
  /** It has fired, and what it was about is over. */
  | 'over'
  /** Another firing was too short a time ago. */
  | 'cool_down'
  /** The ticket is merged, deleted or spam: no rule looks at it. */
  | 'withdrawn';

/** Whether a rule fired, and why it does not fire now. Instants are epoch ms. */
export interface RuleExplanation {
  readonly rule: string;
  readonly type: EscalationRule['type'];
  readonly mode: EscalationRule['mode'];
  /** Instants at which it fired on this ticket. */
  readonly firedAt: readonly number[];
  readonly standing: RuleStanding;
  /** When it comes to fire by itself if nothing else happens, or null: something must happen first. */
  readonly comesAt: number | null;
  /** The clock that is nearest to making the condition hold, or null. */
  readonly clock: string | null;
  /** The parts of `when`, each with what is there. */
  readonly parts: readonly PartExplanation[];
  /** `if` with its answer and the ticket's values it names; null without one. */
  readonly cel: CelExplanation | null;
  /** Facts that its gate still asks for. */
  readonly missingFacts: readonly string[];
}

/** A CEL condition with its answer. */
export interface CelExplanation {
  readonly text: string;
  readonly holds: boolean;
  readonly values: Readonly<Record<string, string>>;
}

/** What is explained. */
export interface RulesAsked {
  readonly ticket: TicketName;
  readonly policy: Policy;
  readonly state: EngineState;
  readonly now: number;
}

/** For every rule of `escalations`: whether it fired, and if it does not now, which part is missing and when that comes. */
export function explainRules(asked: RulesAsked): readonly RuleExplanation[] {
  const step = stepOf(asked);
  return asked.policy.escalations.map((rule) => explainRule(step, rule));
}

/** A step that decides nothing: its state is only looked at. */
export function stepOf({ ticket, policy, state, now }: RulesAsked): Step {
  const live = liveClocks(state.clocks);
  return { ticket, policy, state, live, at: now, cause: 'explain', decisions: [], effects: [] };
}

function explainRule(step: Step, rule: EscalationRule): RuleExplanation {
  const best = bestCandidate(step, rule);
  const cel = explainCel(step, rule);
  const firedAt = firingsOf(step.state, rule.id);
  const { standing, until } = standingOf(step, rule, best, cel);
  return {
    rule: rule.id,
    type: rule.type,
    mode: rule.mode,
    firedAt,
    standing,
    comesAt: until,
    clock: best.clock?.id ?? null,
    parts: best.parts,
    cel,
    missingFacts: rule.gate === undefined ? [] : missingFacts(step, rule.gate),
  };
}

interface Considered {
  readonly clock: ClockInstance | null;
  readonly parts: readonly PartExplanation[];
  /** When all parts hold: in the past or now when they do already; null when never by itself. */
  readonly at: number | null;
}

/** The ticket or the clock about which the condition holds, or will hold first. */
function bestCandidate(step: Step, rule: EscalationRule): Considered {
  const about = [null, ...(rule.shape.clocks ? step.state.clocks : [])];
  const all = about.map((clock): Considered => {
    const parts = rule.when === undefined ? [] : explainWhen({ step, clock, rule }, rule.when);
    return { clock, parts, at: comesTrueAt(parts) };
  });
  const order = ({ at }: Considered): number => at ?? Number.POSITIVE_INFINITY;
  return all.reduce((best, next) => (order(next) < order(best) || isNearer(next, best) ? next : best));
}

/** Where no clock helps, the newest that runs says most about why; one that is meant beats none. */
function isNearer(next: Considered, best: Considered): boolean {
  return best.at === null && next.at === null && next.clock !== null && failing(next) <= failing(best);
}

function failing({ parts }: Considered): number {
  return parts.filter(({ holds }) => !holds).length;
}

function standingOf(
  step: Step,
  rule: EscalationRule,
  best: Considered,
  cel: CelExplanation | null,
): { readonly standing: RuleStanding; readonly until: number | null } {
  const { state, policy, at } = step;
  if (isWithdrawn(state.facts) || state.spans.length === 0) return { standing: 'withdrawn', until: null };
  if (best.at === null || best.at > at) {
    return { standing: 'condition', until: cel?.holds === false ? null : best.at };
  }
  if (cel?.holds === false) return { standing: 'cel', until: null };
  if (firingOf(step, rule)) return { standing: 'due', until: at };

  const last = state.rules.lastFired[rule.id];
  const cooled = last === undefined ? Number.NEGATIVE_INFINITY : last + policy.coolDownMs;
  if (rule.repeat && last !== undefined) return repeatStanding(step, rule, best, last);
  return rule.shape.clocks && cooled > at && !hasFiredAbout(step, rule, best)
    ? { standing: 'cool_down', until: cooled }
    : { standing: 'once', until: null };
}

function repeatStanding(
  step: Step,
  rule: EscalationRule,
  { clock }: Considered,
  last: number,
): { readonly standing: RuleStanding; readonly until: number | null } {
  const over = isFinished(step.state.facts.status) || (clock !== null && clock.endedAt !== null);
  if (over) return { standing: 'over', until: null };
  const { every, max } = rule.repeat!;
  if (firingsOf(step.state, rule.id).length >= max) return { standing: 'exhausted', until: null };
  return { standing: 'repeat', until: after(ruleCalendar(step, rule), last, every) };
}

function hasFiredAbout({ state }: Step, { id }: EscalationRule, { clock }: Considered): boolean {
  const key = `${id}|${clock?.id ?? ''}`;
  return Object.keys(state.rules.fired).some((fired) => (clock === null ? fired.startsWith(key) : fired === key));
}

function firingsOf({ rules }: EngineState, rule: string): readonly number[] {
  return Object.entries(rules.fired)
    .flatMap(([key, times]) => (key.startsWith(`${rule}|`) ? times : []))
    .sort((a, b) => a - b);
}

const NAMED = /\bticket\.(\w+)(?:\.(\w+)|\[\s*["'](\w+)["']\s*\])?/g;

/** A CEL condition with its answer and the values of what it names. */
export function explainCel(
  step: Step,
  { if: text, condition }: { readonly if?: string | undefined; readonly condition: EscalationRule['condition'] },
): CelExplanation | null {
  if (text === undefined || condition === null) return null;
  const context = celContext(step);
  const values = new Map<string, string>();
  for (const [, name = '', dotted, indexed] of text.matchAll(NAMED)) {
    if (!Object.hasOwn(context.ticket, name)) continue;
    const field = name === 'fields' ? (dotted ?? indexed) : undefined;
    const value: unknown = field === undefined ? context.ticket[name as 'status'] : context.ticket.fields[field];
    values.set(field === undefined ? name : `fields.${field}`, shown(value));
  }
  return { text, holds: condition(context), values: Object.fromEntries(values) };
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? '' : String(value ?? '');
}
