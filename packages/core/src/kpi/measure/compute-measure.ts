import type { TicketRecord } from '../record/ticket-record.ts';
import { comeBacks } from './came-back.ts';
import { computeFigure } from './compute-figure.ts';
import type { Asked, Figure } from './figure.ts';
import type { Measure } from './measure.ts';

const DAY_MS = 86_400_000;

/** A measure's figures over tickets. */
export interface MeasureResult extends Figure {
  readonly id: string;
  readonly definitionVersion: number;
  /** The further figures by their key: other clocks, net and gross, classes. */
  readonly variants: Readonly<Record<string, Figure>>;
}

/** Fills in what was not asked for. `all` are all tickets known, for what depends on others. */
export function askedOf(
  asked: Pick<Asked, 'from' | 'to' | 'now'> & Partial<Omit<Asked, 'cameBack' | 'silent'>>,
  all: readonly TicketRecord[],
): Asked {
  const quietMs = asked.quietMs ?? 7 * DAY_MS;
  return {
    quietMs,
    minimum: 5,
    firstContactCategories: null,
    ...asked,
    cameBack: comeBacks(all, quietMs),
    silent: silentConnections(all),
  };
}

function silentConnections(records: readonly TicketRecord[]): ReadonlySet<string> {
  const silent = new Set(records.map(({ connection }) => connection));
  for (const { connection, messages } of records) if (spoke(messages)) silent.delete(connection);
  return silent;
}

/** Anything beyond the opening. */
function spoke({ humanReplies, automated, internalNotes, customer }: TicketRecord['messages']): boolean {
  return humanReplies + automated + internalNotes > 0 || customer > 1;
}

/** Computes a measure. Without the input it needs it has no figure, and says so. */
export function computeMeasure(measure: Measure, records: readonly TicketRecord[], asked: Asked): MeasureResult {
  const { id, definitionVersion, figures } = measure;
  const [own, ...variants] = figures;
  return {
    id,
    definitionVersion,
    ...(own ? computeFigure(own, records, asked) : lacking(measure)),
    variants: Object.fromEntries(variants.map((rule) => [rule.key, computeFigure(rule, records, asked)])),
  };
}

function lacking({ unit }: Measure): Figure {
  const none = { value: null, p90: null, mean: null, n: 0, included: 0, missing: 0, population: 0 };
  return { unit, ...none, missingBy: {}, excluded: {}, withheld: 'needs_input' };
}
