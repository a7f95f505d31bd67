import type { Policy } from '../policy/policy.ts';
import { FigureCounter, type FigureWindow, type SimulationFigures } from './compare-figures.ts';
import { differencesOf, type TicketDifference } from './compare-tickets.ts';
import type { BareTicket } from './simulate.ts';

/** What one policy made of the tickets, for a comparison. */
export interface SimulationRun {
  readonly policy: Policy;
  readonly tickets: readonly BareTicket[];
}

/** A figure that differs: its path in `SimulationFigures`, such as `metrics.first_reply.attainment`. */
export interface FigureChange {
  readonly figure: string;
  /** Null: not known, or not there under that policy. */
  readonly a: number | null;
  readonly b: number | null;
}

/** Two policies over the same tickets. The shape is kept: scripts of admins read it. */
export interface SimulationComparison {
  readonly window: FigureWindow;
  readonly a: SimulationFigures;
  readonly b: SimulationFigures;
  /** Every figure that differs; empty when the policies make the same of the history. */
  readonly changes: readonly FigureChange[];
  /** Every ticket on which something differs. */
  readonly tickets: readonly TicketDifference[];
}

/** Compares two policies ticket by ticket, without keeping the tickets. */
export class ComparisonCounter {
  readonly #window: FigureWindow;
  readonly #a: FigureCounter;
  readonly #b: FigureCounter;
  readonly #tickets: TicketDifference[] = [];

  constructor(a: Policy, b: Policy, window: FigureWindow) {
    this.#window = window;
    this.#a = new FigureCounter(a, window);
    this.#b = new FigureCounter(b, window);
  }

  /** Takes in one ticket as both policies made it. */
  add(a: BareTicket, b: BareTicket): void {
    this.#a.add(a);
    this.#b.add(b);
    const differences = differencesOf(a, b);
    const { connection, ticket, summary } = a;
    if (differences.length > 0) this.#tickets.push({ connection, ticket, number: summary.number, differences });
  }

  comparison(): SimulationComparison {
    const [a, b] = [this.#a.figures(), this.#b.figures()];
    return { window: this.#window, a, b, changes: changesOf(a, b), tickets: this.#tickets };
  }
}

/** Compares what two policies made of the same events. Tickets that only one of them has are left out. */
export function compareSimulations(a: SimulationRun, b: SimulationRun, window: FigureWindow): SimulationComparison {
  const counter = new ComparisonCounter(a.policy, b.policy, window);
  const others = new Map(b.tickets.map((ticket) => [keyOf(ticket), ticket]));
  for (const ticket of a.tickets) {
    const other = others.get(keyOf(ticket));
    if (other) counter.add(ticket, other);
  }
  return counter.comparison();
}

function keyOf({ connection, ticket }: BareTicket): string {
  return `${connection}:ticket:${ticket}`;
}

function changesOf(a: SimulationFigures, b: SimulationFigures): readonly FigureChange[] {
  const [one, two] = [flat(a), flat(b)];
  return [...new Set([...one.keys(), ...two.keys()])]
    .map((figure) => ({ figure, a: one.get(figure) ?? null, b: two.get(figure) ?? null }))
    .filter((change) => change.a !== change.b);
}

/** The figures one by one; `byHour` is left to the reader. */
function flat(figures: SimulationFigures): ReadonlyMap<string, number | null> {
  const { breaches, ticketsWithBreach, handOvers, bounces, cost } = figures;
  return new Map([
    ...numbers('', { breaches, ticketsWithBreach, handOvers, bounces }),
    ...figures.metrics.flatMap(({ metric, ...counts }) => numbers(`metrics.${metric}.`, counts)),
    ...figures.tiers.flatMap(({ tier, ...counts }) => numbers(`tiers.${tier}.`, counts)),
    ...figures.rules.flatMap(({ rule, fired, tickets, outsideHours }) =>
      numbers(`rules.${rule}.`, { fired, tickets, outsideHours }),
    ),
    ...figures.effects.flatMap(({ kind, ...counts }) => numbers(`effects.${kind}.`, counts)),
    ...numbers('', { cost: cost?.total ?? null }),
  ]);
}

function numbers(prefix: string, counts: Readonly<Record<string, number | null>>): readonly [string, number | null][] {
  return Object.entries(counts).map(([name, count]) => [`${prefix}${name}`, count]);
}
