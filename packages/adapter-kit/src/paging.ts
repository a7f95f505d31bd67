import { Transient } from '@stellwerk/ports';

/** One page and where the next one is; null at the end. */
export interface ListPage<T, C> {
  readonly items: readonly T[];
  readonly next: C | null;
}

const MOST_PAGES = 10_000;

/** Reads page after page. A source that sends us in a circle ends in Transient instead of a loop. */
export async function* readPages<T, C>(
  first: C,
  read: (cursor: C) => Promise<ListPage<T, C>>,
  mostPages = MOST_PAGES,
): AsyncGenerator<readonly T[]> {
  let cursor = first;
  for (let page = 0; page < mostPages; page++) {
    const { items, next } = await read(cursor);
    yield items;
    if (next === null) return;
    if (next === cursor) throw new Transient('The list points at the page it is on', { ambiguous: false });
    cursor = next;
  }
  throw new Transient(`The list has more than ${mostPages} pages`, { ambiguous: false });
}

/** All items of all pages. */
export async function readAll<T, C>(
  first: C,
  read: (cursor: C) => Promise<ListPage<T, C>>,
  mostPages = MOST_PAGES,
): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const items of readPages(first, read, mostPages)) all.push(...items);
  return all;
}
