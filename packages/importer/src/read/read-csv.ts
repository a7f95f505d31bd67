import type { Readable } from 'node:stream';
import type { Text } from '@stellwerk/core';
import { type CsvRecord, type CsvShape, readRecord } from './csv-record.ts';
import { type FileRow, MAX_ROW } from './row.ts';

/** How a CSV file is read. */
export interface CsvOptions extends CsvShape {
  /** Names of the columns of a file without a header line. */
  readonly header: readonly string[] | undefined;
  /** Called once with the names of the columns. */
  readonly onHeader: (names: readonly string[]) => void;
}

/**
 * Reads CSV as it comes in, a row at a time. A row that cannot be read is told with its line, and the next line is read:
 * a quote that nobody closes costs its own row and no other.
 */
export async function* readCsv(text: Readable, options: CsvOptions): AsyncGenerator<FileRow> {
  let names = options.header;
  if (names) options.onHeader(names);
  for await (const { line, record } of recordsOf(text, options)) {
    if (record === null) yield { kind: 'bad', line, problem: PROBLEMS.long };
    else if (record.kind === 'bad') yield { kind: 'bad', line, problem: PROBLEMS[record.why] };
    else if (record.fields.length === 1 && record.fields[0] === '')
      continue; // an empty line
    else if (names) yield rowOf(names, record.fields, line);
    else {
      names = record.fields.map((name, index) => (index === 0 ? name.replace(/^\uFEFF/, '') : name).trim());
      options.onHeader(names);
    }
  }
}

interface Placed {
  readonly line: number;
  /** Null: longer than any row may be. */
  readonly record: Exclude<CsvRecord, { kind: 'more' }> | null;
}

async function* recordsOf(text: Readable, shape: CsvShape): AsyncGenerator<Placed> {
  let rest = '';
  let line = 1;
  for await (const chunk of text as AsyncIterable<string>) {
    const taken = takeAll(rest + chunk, line, false, shape);
    yield* taken.records;
    rest = taken.rest;
    line = taken.line;
  }
  yield* takeAll(rest, line, true, shape).records;
}

/** Every record that ends within the text. `rest` is what a record begins with that does not. */
function takeAll(text: string, firstLine: number, last: boolean, shape: CsvShape) {
  const records: Placed[] = [];
  let at = 0;
  let line = firstLine;
  while (at < text.length) {
    const record = readRecord(text, at, last || text.length - at > MAX_ROW, shape);
    if (record.kind === 'more') break;
    records.push({ line, record: record.end - at > MAX_ROW ? null : record });
    line += linesIn(text, at, record.end);
    at = record.end;
  }
  return { records, line, rest: text.slice(at) };
}

function linesIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function rowOf(names: readonly string[], fields: readonly string[], line: number): FileRow {
  if (fields.length !== names.length) return { kind: 'bad', line, problem: wrongCount(names.length, fields.length) };
  const byName = new Map(names.map((name, index) => [name, fields[index]]));
  return { kind: 'row', line, cells: (column) => byName.get(column), whole: JSON.stringify(fields) };
}

function wrongCount(expected: number, found: number): Text {
  return { de: `${found} Felder statt ${expected}`, en: `${found} fields instead of ${expected}` };
}

const PROBLEMS: Readonly<Record<'open' | 'closing' | 'long', Text>> = {
  open: {
    de: 'ein Anführungszeichen wird nicht geschlossen',
    en: 'a quote is not closed',
  },
  closing: {
    de: 'nach einem schließenden Anführungszeichen folgt Text; im Feld wird es verdoppelt',
    en: 'text follows a closing quote; inside a field it must be doubled',
  },
  long: {
    de: 'diese Zeile ist länger als eine Million Zeichen',
    en: 'this row is longer than a million characters',
  },
};
