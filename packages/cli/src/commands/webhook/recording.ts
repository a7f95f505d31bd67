import { readFileSync } from 'node:fs';
import { isRecord, type Text } from '@stellwerk/core';
import type { RawDelivery } from '@stellwerk/ports';
import { EXIT } from '../../exit-codes.ts';
import { CommandError } from '../../output/command-error.ts';

/** Where a recorded delivery stands. */
export interface RecordingFiles {
  readonly headers: string;
  readonly body: string;
  readonly url?: string;
}

/** Reads a recorded delivery: the body byte by byte, the headers as JSON or as lines `Name: value`. Throws CommandError (exit 3). */
export function readRecording({ headers, body, url = '' }: RecordingFiles): RawDelivery {
  const { method, values } = readHeaders(read(headers).toString('utf8'), headers);
  return { method, url, headers: values, body: read(body) };
}

/** Headers under lower-case names, and the method where a request line (`POST /hooks/x HTTP/1.1`) stands before them. */
function readHeaders(text: string, file: string): { method: string; values: Readonly<Record<string, string>> } {
  return text.trimStart().startsWith('{')
    ? { method: 'POST', values: fromJson(text, file) }
    : fromLines(text.replaceAll('\r', '').split('\n'), file);
}

/** `{ "name": "value" }`, where a value may also be a list of one; a whole recorded request keeps them under `headers`. */
function fromJson(text: string, file: string): Readonly<Record<string, string>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable(file, { de: 'ist kein JSON', en: 'is no JSON' });
  }
  const record = value as Record<string, unknown>;
  const inner = isRecord(record.headers) ? record.headers : record;
  const entries = Object.entries(inner).map(([name, each]) => [name.toLowerCase(), String([each].flat()[0] ?? '')]);
  return Object.fromEntries(entries) as Record<string, string>;
}

const REQUEST_LINE = /^([A-Z]+) \S+ HTTP\/[\d.]+$/;
const HEADER_LINE = /^[<>]? ?([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \t]*(.*)$/;

function fromLines(lines: readonly string[], file: string): { method: string; values: Record<string, string> } {
  const values: Record<string, string> = {};
  let method = 'POST';
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const request = REQUEST_LINE.exec(line);
    const header = HEADER_LINE.exec(line);
    if (request) method = request[1] ?? method;
    else if (header) values[(header[1] ?? '').toLowerCase()] = (header[2] ?? '').trim();
    else {
      const at = index + 1;
      throw unreadable(file, { de: `Zeile ${at} ist keine Kopfzeile`, en: `line ${at} is no header` });
    }
  }
  return { method, values };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw unreadable(file, { de: 'lässt sich nicht lesen', en: 'cannot be read' });
  }
}

function unreadable(file: string, text: Text): CommandError {
  return new CommandError('FILE_UNREADABLE', { de: `${file}: ${text.de}.`, en: `${file}: ${text.en}.` }, EXIT.config);
}
