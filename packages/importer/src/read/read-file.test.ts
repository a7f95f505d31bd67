import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MappingInput } from '../mapping/mapping-input.ts';
import { readCsv } from './read-csv.ts';
import { readFile } from './read-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-read-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function rowsOf(name: string, content: string | Uint8Array, format: object = {}) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const input = MappingInput.parse({ version: 1, case: { column: 'a' }, at: { column: 'b' }, format });
  const headers: (readonly string[])[] = [];
  const source = readFile(path, input, (names) => void headers.push(names));
  if (source === null) return null;
  const rows = [];
  for await (const row of source.rows) {
    rows.push(row.kind === 'row' ? [row.line, row.cells('a'), row.cells('b')] : [row.line, row.problem.en]);
  }
  return { rows, headers, share: source.share() };
}

describe('CSV', () => {
  it('gives each row with the line it begins at', async () => {
    const text = '\uFEFFa,b\r\n1,"two\r\nlines"\r\n\r\n3,"a ""quote"", and more"\r\n5,\r\n';

    expect(await rowsOf('x.csv', text)).toEqual({
      headers: [['a', 'b']],
      rows: [
        [2, '1', 'two\r\nlines'],
        [5, '3', 'a "quote", and more'],
        [6, '5', ''],
      ],
      share: 1,
    });
  });

  it('tells bad rows with their line and loses no other', async () => {
    const text = 'a,b\n1,x\n2\n3,y,z\n4,"good"bad\n5,ok\n';

    const read = await rowsOf('x.csv', text);

    expect(read?.rows).toEqual([
      [2, '1', 'x'],
      [3, '1 fields instead of 2'],
      [4, '3 fields instead of 2'],
      [5, expect.stringContaining('closing quote')],
      [6, '5', 'ok'],
    ]);
  });

  it('loses one row to a quote that is never closed, at the end of a file and far before it', async () => {
    const rest = Array.from({ length: 200_000 }, (_, index) => `${index},ok`).join('\n');

    const short = await rowsOf('x.csv', 'a,b\n1,x\n2,"open\n3,y\n');
    const long = await rowsOf('x.csv', `a,b\n1,"open\n${rest}\n`);

    expect(short?.rows).toEqual([
      [2, '1', 'x'],
      [3, expect.stringContaining('not closed')],
      [4, '3', 'y'],
    ]);
    expect(long?.rows).toHaveLength(200_001);
    expect(long?.rows.at(0)).toEqual([2, expect.stringContaining('not closed')]);
    expect(long?.rows.at(-1)).toEqual([200_002, '199999', 'ok']);
  });

  it('reads what was written, however the file is cut into pieces', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', 'ä', ' ') });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(field, field), { minLength: 1 }),
        fc.integer({ min: 1, max: 7 }),
        async (rows, size) => {
          const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\r\n');
          const pieces = Readable.from(text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []);
          const read = [];
          const options = { delimiter: ',', quote: '"', header: ['a', 'b'], onHeader: () => {} };
          for await (const row of readCsv(pieces, options))
            read.push(row.kind === 'row' ? [row.cells('a'), row.cells('b')] : row);

          expect(read).toEqual(rows);
        },
      ),
    );
  });

  it('reads other delimiters, encodings, files without a header, and packed ones', async () => {
    const latin = Buffer.from('a;b\n1;Störung\n', 'latin1');
    const packed = gzipSync('1\tx\n');

    expect((await rowsOf('x.csv', latin, { delimiter: ';', encoding: 'windows-1252' }))?.rows).toEqual([
      [2, '1', 'Störung'],
    ]);
    expect((await rowsOf('x.tsv.gz', packed, { delimiter: '\t', header: ['a', 'b'] }))?.rows).toEqual([[1, '1', 'x']]);
  });

  it('keeps letters whole that two pieces of the file share', async () => {
    const long = 'ä'.repeat(100_000);

    expect((await rowsOf('x.csv', `a,b\n1,x${long}\n`))?.rows).toEqual([[2, '1', `x${long}`]]);
  });
});

describe('NDJSON', () => {
  it('gives each object, with paths, numbers, lists and nulls as text', async () => {
    const lines = [
      '{"a":1,"b":null}',
      '',
      '{"a":["x","y"],"b":true}',
      '{"a":"z"}',
      'nonsense',
      '[1]',
      '{"a":"last","b":"é"}',
    ];

    expect((await rowsOf('x.ndjson', lines.join('\n')))?.rows).toEqual([
      [1, '1', ''],
      [3, 'x,y', 'true'],
      [4, 'z', undefined],
      [5, 'this line is no JSON object'],
      [6, 'this line is no JSON object'],
      [7, 'last', 'é'],
    ]);
  });

  it('leaves out a line that is too long, and reads the next one', async () => {
    const long = JSON.stringify({ a: 'x'.repeat(1_100_000) });

    expect((await rowsOf('x.jsonl', `${long}\n{"a":"1"}\n`))?.rows).toEqual([
      [1, expect.stringContaining('longer than a million')],
      [2, '1', undefined],
    ]);
  });
});

it('does not guess what a file is', async () => {
  expect(await rowsOf('x.dat', 'a,b\n')).toBeNull();
});
