import { expect, it } from 'vitest';
import { readAll, readPages } from './paging.ts';

const pages: Readonly<Record<string, { items: number[]; next: string | null }>> = {
  a: { items: [1, 2], next: 'b' },
  b: { items: [], next: 'c' },
  c: { items: [3], next: null },
};
const read = async (cursor: string) => pages[cursor] ?? { items: [], next: null };

it('reads to the end, over an empty page', async () => {
  expect(await readAll('a', read)).toEqual([1, 2, 3]);
});

it('ends in an error when a page points at itself, or there is no end', async () => {
  await expect(readAll('a', async () => ({ items: [1], next: 'a' }))).rejects.toMatchObject({ code: 'TRANSIENT' });
  let n = 0;
  await expect(readAll(0, async () => ({ items: [], next: ++n }), 50)).rejects.toThrow(/more than 50 pages/);
  expect(n).toBe(50);
});

it('asks for a page only when it is wanted', async () => {
  const asked: string[] = [];
  const counting = (cursor: string) => {
    asked.push(cursor);
    return read(cursor);
  };

  for await (const _items of readPages('a', counting)) break;

  expect(asked).toEqual(['a']);
});
