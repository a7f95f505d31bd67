import type { BusinessCalendar } from '../calendar/index.ts';
import type { Decision } from '../model/reason.ts';
import { calendarOf, type Policy } from '../policy/policy.ts';

/** How often a rule fired. */
export interface RuleFigures {
  readonly rule: string;
  /** `escalation`: a rule of `escalations`. `tiering`: a rule of `tiering.rules`, counted when it chose a tier. */
  readonly kind: 'escalation' | 'tiering';
  readonly fired: number;
  /** Tickets on which it fired. */
  readonly tickets: number;
  /** Of the firings: those while the desk's calendar was closed, at night, at weekends, on holidays. */
  readonly outsideHours: number;
  /** Firings by hour of the day in the desk's zone: 24 counts, midnight first. */
  readonly byHour: readonly number[];
}

interface Count {
  readonly kind: RuleFigures['kind'];
  fired: number;
  tickets: number;
  outsideHours: number;
  byHour: number[];
}

const FIRED: Readonly<Record<string, RuleFigures['kind']>> = {
  'escalation.fired': 'escalation',
  'escalation.fired_on_ticket': 'escalation',
  'tier.rule_matched': 'tiering',
};

/** The calendar of the desk: that of the default plan for a usual ticket (P3). */
export function deskCalendar(policy: Policy): BusinessCalendar {
  return calendarOf(policy, policy.defaultPlan, 'P3');
}

/** Counts firings rule by rule; rules of the policy that never fire stand there with 0. */
export class RuleCounter {
  readonly #counts = new Map<string, Count>();
  readonly #desk: BusinessCalendar;
  readonly #zone: string;

  constructor(policy: Policy) {
    this.#desk = deskCalendar(policy);
    this.#zone = policy.input.calendars[this.#desk.id]?.timezone ?? policy.input.locale.timezone;
    for (const { id } of policy.escalations) this.#countOf(id, 'escalation');
    for (const { id } of policy.tieringRules) this.#countOf(id, 'tiering');
  }

  /** Takes in the decisions of one ticket. */
  add(decisions: readonly Decision[]): void {
    const seen = new Set<Count>();
    for (const { at, reason } of decisions) {
      const kind = FIRED[reason.code];
      if (kind === undefined || reason.rule === null) continue;
      const count = this.#countOf(reason.rule, kind);
      count.fired += 1;
      count.byHour[this.#hourOf(at)]! += 1;
      if (!this.#desk.isOpen(at)) count.outsideHours += 1;
      if (!seen.has(count)) count.tickets += 1;
      seen.add(count);
    }
  }

  /** In the order of the policy file, escalations first. */
  figures(): readonly RuleFigures[] {
    return [...this.#counts].map(([key, count]) => ({ rule: key.slice(key.indexOf(':') + 1), ...count }));
  }

  #countOf(rule: string, kind: RuleFigures['kind']): Count {
    const key = `${kind}:${rule}`;
    const known = this.#counts.get(key);
    if (known) return known;
    const count: Count = { kind, fired: 0, tickets: 0, outsideHours: 0, byHour: Array<number>(24).fill(0) };
    this.#counts.set(key, count);
    return count;
  }

  #hourOf(at: number): number {
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(this.#zone).hour;
  }
}
