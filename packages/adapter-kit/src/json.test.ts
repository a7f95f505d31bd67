import { expect, it } from 'vitest';
import { parseJson } from './json.ts';

it('parses an ordinary body', () => {
  expect(parseJson('{"a":[1,{"b":null}]}')).toEqual({ a: [1, { b: null }] });
});

it.each([
  ['{"a":', 'syntax'],
  ['', 'syntax'],
  [new Uint8Array([0x22, 0xff, 0x22]), 'syntax'],
  ['['.repeat(65) + ']'.repeat(65), 'depth'],
  ['['.repeat(100_000) + ']'.repeat(100_000), 'depth'],
  [`[${'0,'.repeat(50_000)}0]`, 'nodes'],
])('refuses case %#', (text, reason) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ reason }));
});

it('takes exactly 64 levels and 50 000 values', () => {
  expect(() => parseJson('['.repeat(64) + ']'.repeat(64))).not.toThrow();
  expect(() => parseJson(`[${'0,'.repeat(49_998)}0]`)).not.toThrow();
});

it('removes keys that reach a prototype, however deep', () => {
  const parsed = parseJson(
    '{"x":[{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"k":1}]}',
  );

  const copy = Object.assign({}, ...(parsed as { x: object[] }).x);

  expect(copy).toEqual({ k: 1 });
  expect(copy.polluted).toBeUndefined();
});

it('never quotes the text in its error', () => {
  expect(() => parseJson('{"secret": hunter2}')).toThrow(/^JSON refused: syntax$/);
});
