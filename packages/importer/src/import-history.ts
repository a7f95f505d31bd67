import { createHash, type Hash } from 'node:crypto';
import { issue, type Text, type TicketEvent } from '@stellwerk/core';
import type { AdapterContext } from '@stellwerk/ports';
import { missingColumns, watchColumns } from './columns.ts';
import type { Mapping } from './mapping/mapping.ts';
import { MappingRefused } from './mapping-refused.ts';
import { type FileRows, readFile } from './read/read-file.ts';
import type { FileRow } from './read/row.ts';
import { type Moment, momentOf, type RowContext } from './rows/moment.ts';
import { createTally, type ValueCounts } from './rows/tally.ts';
import { createStage, type Stage } from './stage.ts';
import { storyOf, type TicketRows } from './story/story.ts';

/** Where stories go. */
export interface StorySink {
  /** Last ticket of an unfinished run over the same file and mapping; null to begin at the start. */
  resumeAfter(fingerprint: string): Promise<string | null>;
  /** What is stored of a ticket. */
  known(ticket: string): Promise<readonly TicketEvent[]>;
  /** Adds a ticket's events under their keys; returns how many were new. */
  append(ticket: string, events: readonly TicketEvent[]): Promise<number>;
  /** All tickets up to this one are stored; null: all of the file. */
  reached(fingerprint: string, ticket: string | null): Promise<void>;
}

/** What to import. */
export interface ImportRequest {
  readonly file: string;
  readonly mapping: Mapping;
  readonly context: Pick<AdapterContext, 'pseudonym' | 'features'>;
  /** Path of a file to sort the rows in; removed at the end. */
  readonly stage: string;
  /** Null: nothing is stored, everything is counted. */
  readonly sink: StorySink | null;
  readonly now: number;
  readonly onProgress?: (phase: 'reading' | 'storing', share: number, seen: number) => void;
  /** Ends the run after the tickets at hand; a later run goes on from there. */
  readonly signal?: AbortSignal;
}

/** A row that was left out, and why. */
export interface BadRow {
  readonly line: number;
  readonly text: Text;
}

/** What an import came to. */
export interface Imported {
  readonly state: 'complete' | 'incomplete';
  /** Rows of the file without header and empty lines, bad ones included. */
  readonly rows: number;
  readonly tickets: number;
  /** Events that the rows became, and those of them that were not stored yet. */
  readonly events: number;
  readonly added: number;
  readonly badRows: number;
  /** The first 1,000 of them. */
  readonly bad: readonly BadRow[];
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly values: ValueCounts;
  /** Columns of the mapping that stood in no row. */
  readonly unseenColumns: readonly string[];
}

const LISTED = 1_000;
const TOGETHER = 32; // tickets of one commit
const PROGRESS_ROWS = 1_000;

/**
 * Reads a file of any length into the stories of its tickets. Throws MappingRefused where the mapping names columns that
 * the file lacks. Done twice, the second time adds nothing.
 */
export async function importHistory(request: ImportRequest): Promise<Imported> {
  const stage = createStage(request.stage);
  try {
    const read = await readRows(request, stage);
    const tickets = request.signal?.aborted ? 0 : stage.tickets();
    const { fingerprint, ...counts } = read;
    const told = await tellStories(request, stage, { fingerprint, tickets });
    return { ...counts, ...told, tickets };
  } finally {
    stage.remove();
  }
}

/** Counts rows as they are read. */
class Reading {
  rows = 0;
  badRows = 0;
  firstAt: number | null = null;
  lastAt: number | null = null;
  readonly bad: BadRow[] = [];
  readonly #hash: Hash;

  constructor({ input }: Mapping) {
    this.#hash = createHash('sha256').update(JSON.stringify(input));
  }

  refuse(line: number, text: Text): void {
    this.badRows += 1;
    if (this.bad.length < LISTED) this.bad.push({ line, text });
  }

  take(ticket: string, { at, name }: Moment): void {
    this.#hash.update(`${ticket}\n${name}\n`);
    this.firstAt = Math.min(this.firstAt ?? at, at);
    this.lastAt = Math.max(this.lastAt ?? at, at);
  }

  /** The same for the same rows under the same mapping. */
  fingerprint(): string {
    return this.#hash.digest('base64url');
  }
}

interface Read extends Pick<Imported, 'rows' | 'badRows' | 'bad' | 'firstAt' | 'lastAt' | 'values' | 'unseenColumns'> {
  readonly fingerprint: string;
}

async function readRows(request: ImportRequest, stage: Stage): Promise<Read> {
  const { file, mapping, context, now, onProgress, signal } = request;
  const tally = createTally();
  const columns = watchColumns(mapping);
  const reading = new Reading(mapping);
  const source = open(file, mapping);
  for await (const row of source.rows) {
    if (signal?.aborted) break;
    reading.rows += 1;
    if (reading.rows % PROGRESS_ROWS === 0) onProgress?.('reading', source.share(), reading.rows);
    if (row.kind === 'row') columns.see(row.cells);
    takeRow(row, { ...context, mapping, tally, now }, reading, stage);
  }
  onProgress?.('reading', 1, reading.rows);
  const { rows, badRows, bad, firstAt, lastAt } = reading;
  const counts = { rows, badRows, bad, firstAt, lastAt };
  return { ...counts, values: tally.counts(), unseenColumns: columns.unseen(), fingerprint: reading.fingerprint() };
}

function takeRow(row: FileRow, context: RowContext, reading: Reading, stage: Stage): void {
  if (row.kind === 'bad') return reading.refuse(row.line, row.problem);
  const read = momentOf(row, context);
  if ('problem' in read) return reading.refuse(row.line, read.problem);
  reading.take(read.ticket, read.moment);
  stage.add(read.ticket, read.moment);
}

function open(file: string, mapping: Mapping): FileRows {
  const source = readFile(file, mapping.input, (header) => {
    const issues = missingColumns(mapping, header);
    if (issues.length > 0) throw new MappingRefused(issues);
  });
  if (source) return source;
  throw new MappingRefused([issue(['format', 'kind'], KIND)]);
}

const KIND: Text = {
  de: 'der Name der Datei sagt nicht, was sie ist: `kind: csv` oder `kind: ndjson` nennen',
  en: 'the name of the file does not tell what it is: say `kind: csv` or `kind: ndjson`',
};

interface Told {
  readonly state: Imported['state'];
  readonly events: number;
  readonly added: number;
}

async function tellStories(
  { sink, onProgress, signal, now }: ImportRequest,
  stage: Stage,
  { fingerprint, tickets }: { readonly fingerprint: string; readonly tickets: number },
): Promise<Told> {
  const told = { events: 0, added: 0 };
  const start = (await sink?.resumeAfter(fingerprint)) ?? null;
  let seen = 0;
  for (const batch of batches(stage.after(start), TOGETHER)) {
    if (signal?.aborted) return { state: 'incomplete', ...told };
    const counts = await Promise.all(batch.map((rows) => tell(rows, sink, now)));
    for (const { events, added } of counts) {
      told.events += events;
      told.added += added;
    }
    seen += batch.length;
    await sink?.reached(fingerprint, batch.at(-1)?.ticket ?? null);
    onProgress?.('storing', seen / Math.max(1, tickets), seen);
  }
  if (signal?.aborted) return { state: 'incomplete', ...told };
  await sink?.reached(fingerprint, null);
  return { state: 'complete', ...told };
}

async function tell(rows: TicketRows, sink: StorySink | null, now: number): Promise<Omit<Told, 'state'>> {
  const events = storyOf(rows, (await sink?.known(rows.ticket)) ?? [], now);
  return { events: events.length, added: (await sink?.append(rows.ticket, events)) ?? 0 };
}

function* batches<T>(values: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const value of values) {
    batch.push(value);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
