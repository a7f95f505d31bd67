import type { Readable } from 'node:stream';
import type { Text } from '@stellwerk/core';
import type { Cells } from '../mapping/mapping.ts';
import { type FileRow, MAX_ROW } from './row.ts';

/** Reads NDJSON as it comes in: one object a line; empty lines are skipped. */
export async function* readNdjson(text: Readable): AsyncGenerator<FileRow> {
  let line = 0;
  for await (const content of linesOf(text)) {
    line += 1;
    if (content === null) yield { kind: 'bad', line, problem: TOO_LONG };
    else if (content.trim() !== '') yield rowOf(content, line);
  }
}

/** Lines without their end; null for one that is too long to be kept. */
async function* linesOf(text: Readable): AsyncGenerator<string | null> {
  let rest = '';
  let tooLong = false;
  for await (const chunk of text as AsyncIterable<string>) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      yield tooLong || part.length > MAX_ROW ? null : part;
      tooLong = false;
    }
    if (rest.length > MAX_ROW) {
      tooLong = true;
      rest = '';
    }
  }
  if (rest !== '' || tooLong) yield tooLong ? null : rest;
}

function rowOf(content: string, line: number): FileRow {
  const data = parseJson(content.replace(/^\uFEFF/, ''));
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return { kind: 'bad', line, problem: NO_OBJECT };
  return { kind: 'row', line, cells: cellsOf(data as Readonly<Record<string, unknown>>), whole: content.trim() };
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** A key, or a path of keys. Values become text; a list's parts are joined by commas. */
function cellsOf(data: Readonly<Record<string, unknown>>): Cells {
  return (column) => {
    const value = Object.hasOwn(data, column) ? data[column] : column.split('.').reduce<unknown>(stepInto, data);
    return textOf(value);
  };
}

function stepInto(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(textOf).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const NO_OBJECT: Text = {
  de: 'diese Zeile ist kein JSON-Objekt',
  en: 'this line is no JSON object',
};
const TOO_LONG: Text = {
  de: 'diese Zeile ist länger als eine Million Zeichen',
  en: 'this line is longer than a million characters',
};
