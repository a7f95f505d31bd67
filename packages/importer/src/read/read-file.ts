import { createReadStream, statSync } from 'node:fs';
import { type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { MappingInput } from '../mapping/mapping-input.ts';
import { readCsv } from './read-csv.ts';
import { readNdjson } from './read-ndjson.ts';
import type { FileRow } from './row.ts';

/** A file as rows, and how far it has been read. */
export interface FileRows {
  readonly rows: AsyncIterable<FileRow>;
  /** Share of the file's bytes that were read, 0…1. */
  share(): number;
}

/** Opens a file; a name that ends with `.gz` is unpacked on the way. `null`: neither name nor mapping tells its kind. */
export function readFile(
  path: string,
  { format }: Pick<MappingInput, 'format'>,
  onHeader: (names: readonly string[]) => void,
): FileRows | null {
  const name = path.toLowerCase().replace(/\.gz$/, '');
  const kind = format.kind ?? kindOf(name);
  if (kind === null) return null;
  const total = Math.max(1, statSync(path).size);
  const file = createReadStream(path);
  const text = decoded(name.length === path.length ? file : unpacked(file), format.encoding);
  const { delimiter, quote, header } = format;
  const rows = kind === 'csv' ? readCsv(text, { delimiter, quote, header, onHeader }) : readNdjson(text);
  return { rows, share: () => Math.min(1, file.bytesRead / total) };
}

function kindOf(name: string): 'csv' | 'ndjson' | null {
  if (/\.(csv|tsv|txt)$/.test(name)) return 'csv';
  return /\.(ndjson|jsonl)$/.test(name) ? 'ndjson' : null;
}

function unpacked(file: Readable): Readable {
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  return file.pipe(gunzip);
}

function decoded(bytes: Readable, encoding: string): Readable {
  const decoder = new TextDecoder(encoding);
  const text = new Transform({
    readableObjectMode: false,
    encoding: 'utf8',
    transform: (chunk: Uint8Array, _encoding, done) => done(null, decoder.decode(chunk, { stream: true })),
    flush: (done) => done(null, decoder.decode()),
  });
  bytes.on('error', (error) => text.destroy(error));
  return bytes.pipe(text);
}
