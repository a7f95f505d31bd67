import type { TicketRecord } from '../record/ticket-record.ts';
import type { Asked, Figure, FigureRule, Part, Verdict } from './figure.ts';
import { nearestRank, sortedValues } from './nearest-rank.ts';

/** A ticket behind a figure. */
export interface TicketOfFigure {
  readonly connection: string;
  readonly ticket: string;
  readonly number: string;
  readonly kind: Verdict['kind'];
  /** Why it has no value or was left out; null where it is included. */
  readonly reason: string | null;
  /** What it gave to the figure: the figure can be computed again from these. */
  readonly parts: readonly Part[];
}

/** What every figure's tickets and value are made of, ticket by ticket. */
class FigureCounter {
  readonly #rule: FigureRule;
  readonly #asked: Asked;
  readonly #parts: Part[] = [];
  readonly #missing = new Map<string, number>();
  readonly #excluded = new Map<string, number>();
  #included = 0;

  constructor(rule: FigureRule, asked: Asked) {
    this.#rule = rule;
    this.#asked = asked;
  }

  add(record: TicketRecord): void {
    const verdict = this.#rule.take(record, this.#asked);
    if (verdict === null) return;
    if (verdict.kind === 'missing') return count(this.#missing, verdict.reason);
    if (verdict.kind === 'excluded') return count(this.#excluded, verdict.reason);
    this.#included += 1;
    this.#parts.push(...verdict.parts);
  }

  figure(): Figure {
    const missing = total(this.#missing);
    const counts = {
      n: this.#parts.length,
      included: this.#included,
      missing,
      population: this.#included + missing + total(this.#excluded),
      missingBy: Object.fromEntries(this.#missing),
      excluded: Object.fromEntries(this.#excluded),
    };
    const { unit } = this.#rule;
    const withheld = this.#included === 0 ? 'no_value' : this.#included < this.#asked.minimum ? 'too_few' : null;
    if (withheld !== null) return { unit, value: null, p90: null, mean: null, ...counts, withheld };
    const amounts = aggregate(this.#rule, this.#parts);
    return { unit, ...amounts, ...counts, withheld: amounts.value === null ? 'no_value' : null };
  }
}

/** One figure over tickets. */
export function computeFigure(rule: FigureRule, records: Iterable<TicketRecord>, asked: Asked): Figure {
  const counter = new FigureCounter(rule, asked);
  for (const record of records) counter.add(record);
  return counter.figure();
}

/** The tickets behind a figure: included, without a value, and left out with the reason. */
export function ticketsOfFigure(
  rule: FigureRule,
  records: readonly TicketRecord[],
  asked: Asked,
): readonly TicketOfFigure[] {
  return records.flatMap((record) => {
    const verdict = rule.take(record, asked);
    if (verdict === null) return [];
    const { connection, ticket, number } = record;
    const included = verdict.kind === 'included';
    const reason = included ? null : verdict.reason;
    return [{ connection, ticket, number, kind: verdict.kind, reason, parts: included ? verdict.parts : [] }];
  });
}

function aggregate({ aggregate: kind }: FigureRule, parts: readonly Part[]): Pick<Figure, 'value' | 'p90' | 'mean'> {
  let top = 0;
  let bottom = 0;
  for (const part of parts) {
    top += part.top;
    bottom += part.bottom;
  }
  const mean = bottom === 0 ? null : top / bottom;
  if (kind === 'sum') return { value: top, p90: null, mean: null };
  if (kind === 'mean') return { value: mean, p90: null, mean };
  if (kind === 'share') return { value: mean === null ? null : (100 * top) / bottom, p90: null, mean: null };
  const sorted = sortedValues(parts.map((part) => part.top));
  return { value: nearestRank(sorted, 0.5), p90: nearestRank(sorted, 0.9), mean };
}

function count(reasons: Map<string, number>, reason: string): void {
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}

function total(reasons: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const each of reasons.values()) sum += each;
  return sum;
}
