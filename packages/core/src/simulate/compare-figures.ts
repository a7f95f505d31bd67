import { TIERS, type Tier } from '../model/tier.ts';
import { METRICS, type Metric, OLA_METRICS, type OlaMetric } from '../policy/metrics.ts';
import type { Policy } from '../policy/policy.ts';
import { deskCalendar, RuleCounter, type RuleFigures } from './compare-rules.ts';
import type { BareTicket } from './simulate.ts';

/** The time that figures speak of, epoch ms. Stories are always folded whole; what lies before `from` is not counted. */
export interface FigureWindow {
  /** Null: from the beginning. */
  readonly from: number | null;
  readonly to: number;
}

/** How a promise was kept. */
export interface MetricFigures {
  readonly metric: Metric | OlaMetric;
  /** Clocks: all that ran in the window. */
  readonly clocks: number;
  readonly met: number;
  /** Ended after their target. */
  readonly missed: number;
  /** Ended without a verdict: merged, spam, handed on, nothing promised any more. */
  readonly cancelled: number;
  /** Still running or paused. */
  readonly open: number;
  /** Targets overrun in the window, of ended and open clocks. */
  readonly breaches: number;
  /** `met / (met + missed)`, or null while none has ended. */
  readonly attainment: number | null;
}

/** Stays in a tier. */
export interface TierFigures {
  readonly tier: Tier;
  readonly spans: number;
  readonly tickets: number;
  /** Open time that it had tickets, by the tier's calendar or the ticket's, until the solution; ms. */
  readonly openMs: number;
  /** `openMs` in minutes times `costPerMinute`, or null without a rate. An estimate: nobody works on a ticket all that time. */
  readonly cost: number | null;
}

/** Effects of one kind, by mode. */
export interface EffectFigures {
  readonly kind: string;
  readonly auto: number;
  readonly propose: number;
}

/** What a policy makes of a desk's history. The shape is kept: scripts of admins read it. */
export interface SimulationFigures {
  readonly policyVersion: string;
  readonly tickets: number;
  readonly events: number;
  /** Calendar by which `outsideHours` is counted. */
  readonly deskCalendar: string;
  readonly metrics: readonly MetricFigures[];
  readonly breaches: number;
  readonly ticketsWithBreach: number;
  readonly handOvers: number;
  /** Of the hand-overs: those back to a tier that the ticket had left before. */
  readonly bounces: number;
  readonly tiers: readonly TierFigures[];
  readonly rules: readonly RuleFigures[];
  readonly effects: readonly EffectFigures[];
  /** Sum of the tiers' costs; null when no tier has a rate. Always an estimate. */
  readonly cost: { readonly total: number; readonly estimate: true; readonly tiersWithoutRate: readonly Tier[] } | null;
}

type Metrics = Map<string, { -readonly [K in keyof Omit<MetricFigures, 'metric' | 'attainment'>]: number }>;

/** Adds up the figures ticket by ticket, so that a long history needs no memory of its own. */
export class FigureCounter {
  readonly #policy: Policy;
  readonly #window: FigureWindow;
  readonly #rules: RuleCounter;
  readonly #metrics: Metrics = new Map();
  readonly #tiers = new Map<Tier, { spans: number; tickets: number; openMs: number }>();
  readonly #effects = new Map<string, { auto: number; propose: number }>();
  readonly #sums = { tickets: 0, events: 0, breaches: 0, ticketsWithBreach: 0, handOvers: 0, bounces: 0 };

  constructor(policy: Policy, window: FigureWindow) {
    this.#policy = policy;
    this.#window = window;
    this.#rules = new RuleCounter(policy);
  }

  /** Takes in one ticket as `simulate` or `simulateStory` gave it for the end of the window. */
  add(ticket: BareTicket): void {
    this.#sums.tickets += 1;
    this.#sums.events += ticket.events;
    this.#rules.add(ticket.decisions.filter(({ at }) => this.#holds(at)));
    this.#addClocks(ticket);
    this.#addSpans(ticket);
    for (const { at, write, mode } of ticket.effects) if (this.#holds(at)) this.#effectsOf(write.kind)[mode] += 1;
  }

  figures(): SimulationFigures {
    const tiers = this.#tierFigures();
    return {
      policyVersion: this.#policy.version,
      ...this.#sums,
      deskCalendar: deskCalendar(this.#policy).id,
      metrics: [...METRICS, ...OLA_METRICS].flatMap((metric) => this.#metricFigures(metric)),
      tiers,
      rules: this.#rules.figures(),
      effects: [...this.#effects].map(([kind, counts]) => ({ kind, ...counts })).sort(byKind),
      cost: costOf(tiers),
    };
  }

  #holds(at: number): boolean {
    const { from, to } = this.#window;
    return at <= to && (from === null || at >= from);
  }

  #addClocks({ clocks }: BareTicket): void {
    let breaches = 0;
    for (const { metric, state, endedAt, breachedAt } of clocks) {
      if (endedAt !== null && !this.#holds(endedAt)) continue;
      const count = this.#metricOf(metric);
      count.clocks += 1;
      count[endedAt === null ? 'open' : state === 'met' ? 'met' : state === 'breached' ? 'missed' : 'cancelled'] += 1;
      if (breachedAt === null || !this.#holds(breachedAt)) continue;
      count.breaches += 1;
      breaches += 1;
    }
    this.#sums.breaches += breaches;
    if (breaches > 0) this.#sums.ticketsWithBreach += 1;
  }

  #addSpans({ spans, summary, calendar }: BareTicket): void {
    const end = summary.finishedAt ?? this.#window.to;
    const seen = new Set<Tier>();
    for (const [index, { tier, from, to, bounce }] of spans.entries()) {
      const openMs = this.#openIn(tier, from, Math.min(to ?? end, end), calendar);
      if (index > 0 && this.#holds(from)) {
        this.#sums.handOvers += 1;
        if (bounce) this.#sums.bounces += 1;
      }
      if (to !== null && !this.#holds(to)) continue;
      const count = this.#tiers.get(tier) ?? { spans: 0, tickets: 0, openMs: 0 };
      const first = !seen.has(tier);
      this.#tiers.set(tier, {
        spans: count.spans + 1,
        tickets: count.tickets + (first ? 1 : 0),
        openMs: count.openMs + openMs,
      });
      seen.add(tier);
    }
  }

  #openIn(tier: Tier, from: number, to: number, ticketCalendar: string): number {
    const { calendars, input } = this.#policy;
    const calendar = calendars.get(input.tiers[tier]?.calendar ?? ticketCalendar) ?? deskCalendar(this.#policy);
    return calendar.between(Math.max(from, this.#window.from ?? from), to);
  }

  #metricOf(metric: string): NonNullable<ReturnType<Metrics['get']>> {
    const known = this.#metrics.get(metric);
    if (known) return known;
    const count = { clocks: 0, met: 0, missed: 0, cancelled: 0, open: 0, breaches: 0 };
    this.#metrics.set(metric, count);
    return count;
  }

  #metricFigures(metric: Metric | OlaMetric): readonly MetricFigures[] {
    const count = this.#metrics.get(metric);
    if (!count) return [];
    const ended = count.met + count.missed;
    return [{ metric, ...count, attainment: ended === 0 ? null : count.met / ended }];
  }

  #tierFigures(): readonly TierFigures[] {
    return TIERS.flatMap((tier) => {
      const count = this.#tiers.get(tier);
      if (!count) return [];
      const rate = this.#policy.input.tiers[tier]?.costPerMinute;
      return [{ tier, ...count, cost: rate === undefined ? null : (count.openMs / 60_000) * rate }];
    });
  }

  #effectsOf(kind: string): { auto: number; propose: number } {
    const known = this.#effects.get(kind);
    if (known) return known;
    const counts = { auto: 0, propose: 0 };
    this.#effects.set(kind, counts);
    return counts;
  }
}

function costOf(tiers: readonly TierFigures[]): SimulationFigures['cost'] {
  const known = tiers.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  if (known.length === 0) return null;
  return {
    total: known.reduce((sum, cost) => sum + cost, 0),
    estimate: true,
    tiersWithoutRate: tiers.filter(({ cost }) => cost === null).map(({ tier }) => tier),
  };
}

function byKind(a: EffectFigures, b: EffectFigures): number {
  return a.kind < b.kind ? -1 : 1;
}
