import type { Text } from '../../errors.ts';
import type { TicketRecord } from '../record/ticket-record.ts';

/** What figures are asked for: tickets by their date in `[from, to)`, judged at `now`. Instants are epoch ms. */
export interface Asked {
  readonly from: number;
  readonly to: number;
  readonly now: number;
  /** Time after a solution in which a ticket may come back before it counts as final; ms. Default 7 days. */
  readonly quietMs: number;
  /** Least number of tickets behind a figure. Default 5. */
  readonly minimum: number;
  /** Categories that T1 can solve: what first contact is judged on. Null: all. */
  readonly firstContactCategories: readonly string[] | null;
  /** The tickets that came after a ticket's first solution from the same customer about the same, within the quiet window. */
  readonly cameBack: (record: TicketRecord) => boolean;
  /** Connections whose tickets carry no messages at all, such as an imported log: nothing is known of replies there. */
  readonly silent: ReadonlySet<string>;
}

/** A part of a figure: `top ÷ bottom`. A plain value has bottom 1. */
export interface Part {
  readonly top: number;
  readonly bottom: number;
}

/** What becomes of a ticket in a figure; null where its date is not the figure's business. */
export type Verdict =
  | { readonly kind: 'included'; readonly parts: readonly Part[] }
  /** Belongs to the population and has no value: never a zero. */
  | { readonly kind: 'missing'; readonly reason: string }
  | { readonly kind: 'excluded'; readonly reason: string };
export type Take = (record: TicketRecord, asked: Asked) => Verdict | null;

export type Unit = 'min' | 's' | 'h' | 'd' | '%' | 'n' | 'EUR' | 'points' | 'ratio';

/**
 * How parts become one figure: `median` (with p90 and mean) of tops; `mean` is Σ top ÷ Σ bottom; `share` the same in
 * percent; `sum` is Σ top.
 */
export type Aggregate = 'median' | 'mean' | 'share' | 'sum';

/** One figure of a measure. */
export interface FigureRule {
  /** Names it within its measure; the first one is the measure's own value. */
  readonly key: string;
  readonly name: Text;
  readonly unit: Unit;
  readonly aggregate: Aggregate;
  readonly take: Take;
}

/** A figure: exact, not rounded. */
export interface Figure {
  readonly unit: Unit;
  /** Null where there is none: too few tickets, or nothing with a value. Never 0 in place of it. */
  readonly value: number | null;
  /** Of distributions, by nearest rank. */
  readonly p90: number | null;
  readonly mean: number | null;
  /** Values behind the figure: one for each ticket, turn or clock. */
  readonly n: number;
  /** Tickets: `included + missing + excluded = population`. */
  readonly included: number;
  readonly missing: number;
  readonly population: number;
  /** Tickets without a value, and tickets left out, by reason. */
  readonly missingBy: Readonly<Record<string, number>>;
  readonly excluded: Readonly<Record<string, number>>;
  /** Why there is no value: `too_few`, `no_value`, `needs_input`. */
  readonly withheld: 'too_few' | 'no_value' | 'needs_input' | null;
}

export function value(top: number): Verdict {
  return { kind: 'included', parts: [{ top, bottom: 1 }] };
}

export function values(tops: readonly number[], otherwise: string): Verdict {
  if (tops.length === 0) return missing(otherwise);
  return { kind: 'included', parts: tops.map((top) => ({ top, bottom: 1 })) };
}

export function ratio(top: number, bottom: number): Verdict {
  return { kind: 'included', parts: [{ top, bottom }] };
}

export function share(yes: boolean): Verdict {
  return value(yes ? 1 : 0);
}

export function missing(reason: string): Verdict {
  return { kind: 'missing', reason };
}

export function excluded(reason: string): Verdict {
  return { kind: 'excluded', reason };
}
