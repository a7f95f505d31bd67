import {
  type ClockInstance,
  type EngineState,
  explainRules,
  explainTier,
  type LastChange,
  lastChange,
  type Policy,
  type Reason,
  type RenderOptions,
  type RuleExplanation,
  renderReason,
  type TierExplanation,
  type TierSpan,
  wholeState,
} from '@stellwerk/core';
import type { Explanation } from '@stellwerk/runtime';

/** The JSON of `stellwerk explain`. Instants are epoch ms. */
export interface Explained {
  readonly ticket: string;
  readonly number: string;
  readonly timeZone: string;
  /** Null until the ticket's first decision. */
  readonly facts: EngineState['facts'] | null;
  readonly tier: (TierSpan & { readonly why: string }) | null;
  readonly tierSpans: readonly TierSpan[];
  /** The tiering rules as they stood when the present tier was chosen, by the policy file of now. */
  readonly tierRules: TierExplanation['rules'];
  readonly clocks: readonly ExplainedClock[];
  /** Rules that fired, by id, with the instants. */
  readonly rulesFired: Readonly<Record<string, readonly number[]>>;
  /** Every rule: whether it fired, and if it does not now, which part is missing and when that comes. */
  readonly rules: readonly RuleExplanation[];
  /** What the last event or deadline did. */
  readonly lastChange: LastChange | null;
  readonly decisions: readonly {
    readonly at: number;
    readonly code: string;
    readonly rule: string | null;
    readonly text: string;
    readonly policyVersion: string;
  }[];
  readonly effects: readonly {
    readonly id: number;
    readonly at: number;
    readonly connection: string;
    readonly writeClass: string;
    readonly kind: string;
    readonly state: string;
    readonly overtaken: boolean;
    readonly why: string;
    readonly error: string | null;
  }[];
  readonly next: Next | null;
  readonly events: number;
}

/** A clock with what is used of it as of now, ms of open time. */
export interface ExplainedClock extends ClockInstance {
  readonly usedNowMs: number;
}

/** What happens by itself next. */
export interface Next {
  readonly at: number;
  /** `clock`: this clock runs out. `rule`: a rule's time comes. */
  readonly kind: 'clock' | 'rule';
  readonly clock: string | null;
}

/** Puts together what `explain` shows. */
export function explained(
  { lane, state: text, events, decisions, effects }: Explanation,
  policy: Policy,
  { language, now }: { readonly language: 'de' | 'en'; readonly now: number },
): Explained {
  const timeZone = policy.input.locale.timezone;
  const render = (reason: Reason): string => renderReason(reason, { language, timeZone } satisfies RenderOptions);
  const told = decisions.map(({ at, reason, policyVersion }) => ({
    at,
    code: reason.code,
    rule: reason.rule,
    text: render(reason),
    policyVersion,
  }));
  const ticket = { connection: lane.connection, ticketId: lane.ticketId, key: lane.key };
  const story = { ticket, policy, events, now };
  const state = wholeState(text, story);
  return {
    ticket: lane.key,
    number: state?.facts.number ?? lane.ticketId,
    timeZone,
    facts: state?.facts ?? null,
    tier: tierNow(state, told),
    tierSpans: state?.spans ?? [],
    tierRules: explainTier(story)?.rules ?? [],
    clocks: (state?.clocks ?? []).map((clock) => ({ ...clock, usedNowMs: usedNow(clock, policy, now) })),
    rulesFired: firedByRule(state),
    rules: state === null ? [] : explainRules({ ticket, policy, state, now }),
    lastChange: state === null ? null : lastChange(story),
    decisions: told,
    effects: effects.map(({ id, effect, state, overtaken, error }) => ({
      id,
      at: effect.at,
      connection: effect.connection,
      writeClass: effect.writeClass,
      kind: effect.write.kind,
      state,
      overtaken,
      why: render(effect.reason),
      error,
    })),
    next: nextOf(state),
    events: events.length,
  };
}

/** The present tier and the decision that began its span: the last one about tiers at that instant. */
function tierNow(state: EngineState | null, told: Explained['decisions']): Explained['tier'] {
  const span = state?.spans.at(-1);
  if (!span) return null;
  const about = told.filter(({ at, code }) => at === span.from && code.startsWith('tier.') && code !== 'tier.proposed');
  const reasons = about.filter(({ code }) => code !== 'tier.changed'); // which says what, not why
  return { ...span, why: (reasons.at(-1) ?? about.at(-1))?.text ?? '' };
}

function usedNow(clock: ClockInstance, policy: Policy, now: number): number {
  const open = clock.segments.at(-1);
  const calendar = policy.calendars.get(clock.calendar);
  if (!open || open.to !== null || !open.counting || calendar === undefined) return clock.usedMs;
  return clock.usedMs + calendar.between(open.from, Math.max(open.from, now));
}

/** Memory is kept per once-only key, which begins with the rule's id. */
function firedByRule(state: EngineState | null): Readonly<Record<string, readonly number[]>> {
  const byRule: Record<string, number[]> = {};
  for (const [key, times] of Object.entries(state?.rules.fired ?? {})) {
    const rule = key.split('|')[0] ?? key;
    byRule[rule] = [...(byRule[rule] ?? []), ...times].sort((a, b) => a - b);
  }
  return byRule;
}

function nextOf(state: EngineState | null): Next | null {
  if (state === null) return null;
  const clock = state.clocks
    .filter(({ endedAt, breachedAt, dueAt }) => endedAt === null && breachedAt === null && dueAt !== null)
    .toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))[0];
  if (state.nextAt !== null && (clock?.dueAt == null || state.nextAt < clock.dueAt)) {
    return { at: state.nextAt, kind: 'rule', clock: null };
  }
  return clock?.dueAt == null ? null : { at: clock.dueAt, kind: 'clock', clock: clock.id };
}
