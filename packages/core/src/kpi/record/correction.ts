import { foldRecord, type RecordInput } from './fold-record.ts';
import type { TicketRecord } from './ticket-record.ts';

/** A restatement of what a record had said, and figures with it: the entry beside the new record. */
export interface Correction {
  readonly connection: string;
  readonly ticket: string;
  /** When it was learnt, epoch ms. */
  readonly at: number;
  readonly because: 'late_event' | 'withdrawn' | 'policy' | 'schema';
  readonly changed: readonly { readonly field: string; readonly before: string; readonly after: string }[];
}

/** A new record and what it corrects of the one before. */
export interface Renewed {
  readonly record: TicketRecord | null;
  /** Null where the ticket only went on. */
  readonly correction: Correction | null;
}

/** Fields that say how far and by what a record was folded, not what it says. */
const READING = new Set<keyof TicketRecord>(['asOf', 'policy', 'schema']);

/** Folds the story again and compares with the record that figures were made of: as of that record's own instant, so that news is no correction. */
export function renewRecord(before: TicketRecord | null, input: RecordInput): Renewed {
  const record = foldRecord(input);
  if (!before || !record) return { record, correction: null };
  const { state: _, ...story } = input;
  const restated = foldRecord({ ...story, now: before.asOf });
  const withdrawn = before.withdrawn !== record.withdrawn;
  const changed = [
    ...(restated ? changes(before, restated) : []),
    ...(withdrawn ? [changeOf('withdrawn', before, record)] : []),
  ];
  if (changed.length === 0) return { record, correction: null };
  const because = withdrawn ? 'withdrawn' : causeOf(before, record);
  return {
    record,
    correction: { connection: record.connection, ticket: record.ticket, at: input.now, because, changed },
  };
}

function changes(before: TicketRecord, after: TicketRecord): Correction['changed'] {
  const fields = Object.keys(after) as (keyof TicketRecord)[];
  return fields
    .filter((field) => !READING.has(field) && field !== 'withdrawn')
    .map((field) => changeOf(field, before, after))
    .filter((change) => change.before !== change.after);
}

function changeOf(field: keyof TicketRecord, before: TicketRecord, after: TicketRecord) {
  return { field, before: JSON.stringify(before[field]), after: JSON.stringify(after[field]) };
}

function causeOf(before: TicketRecord, after: TicketRecord): Correction['because'] {
  if (before.schema !== after.schema) return 'schema';
  return before.policy === after.policy ? 'late_event' : 'policy';
}
