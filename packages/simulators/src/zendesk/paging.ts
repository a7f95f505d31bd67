import { type JsonObject, type ZendeskContext, ZendeskError } from './http.ts';

/** Pages of ordinary lists: offset by `page` and `per_page`, or by cursor when `page[size]` or `page[after]` is sent. */

const MAX = 100;
const DEEPEST_PAGE = 100;

interface Identified {
  readonly id: number | string;
}

/** One page under `key`, whichever way the caller pages. */
export function listPage<T extends Identified>(
  c: ZendeskContext,
  key: string,
  all: readonly T[],
  json: (item: T) => JsonObject,
): JsonObject {
  const query = c.req.query();
  const byCursor = Object.keys(query).some((name) => name.startsWith('page['));
  return byCursor ? cursorPage(c, key, all, json) : offsetPage(c, key, all, json);
}

const positive = (value: string | undefined, fallback: number): number => {
  const number = Number(value);
  return value !== undefined && Number.isSafeInteger(number) && number > 0 ? number : fallback;
};

function offsetPage<T>(c: ZendeskContext, key: string, all: readonly T[], json: (item: T) => JsonObject): JsonObject {
  const page = positive(c.req.query('page'), 1);
  const size = Math.min(MAX, positive(c.req.query('per_page'), MAX));
  if (page > DEEPEST_PAGE) throw tooDeep();

  return {
    [key]: all.slice((page - 1) * size, page * size).map(json),
    next_page: page * size < all.length ? addressWith(c, { page: String(page + 1) }) : null,
    previous_page: page > 1 ? addressWith(c, { page: String(page - 1) }) : null,
    count: all.length,
  };
}

function tooDeep(): ZendeskError {
  const detail = 'Offset pagination supports only the first 10000 records';
  const error = { code: 'InvalidPaginationDepth', title: 'Invalid pagination depth', detail };
  return new ZendeskError(400, { errors: [error] });
}

/** A page by cursor, whatever the caller sent. */
export function cursorPage<T extends Identified>(
  c: ZendeskContext,
  key: string,
  all: readonly T[],
  json: (item: T) => JsonObject,
): JsonObject {
  const size = Math.min(MAX, positive(c.req.query('page[size]'), MAX));
  const after = c.req.query('page[after]');
  const start = after === undefined ? 0 : positionAfter(all, after);
  const items = all.slice(start, start + size);
  const first = items[0];
  const last = items.at(-1);
  const next = last ? encode(last.id) : null;

  return {
    [key]: items.map(json),
    meta: { has_more: start + size < all.length, after_cursor: next, before_cursor: first ? encode(first.id) : null },
    // Filled on the last page too, null only on an empty one: `has_more` is what tells the end.
    links: {
      prev: start > 0 && first ? addressWith(c, { 'page[before]': encode(first.id) }, ['page[after]']) : null,
      next: next === null ? null : addressWith(c, { 'page[after]': next }),
    },
  };
}

const encode = (id: number | string): string => Buffer.from(JSON.stringify({ o: 'id', v: id })).toString('base64url');

function positionAfter(all: readonly Identified[], cursor: string): number {
  try {
    const { v } = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as { v: number | string };
    const at = all.findIndex((item) => item.id === v);
    return at < 0 ? all.length : at + 1;
  } catch {
    throw new ZendeskError(400, { error: 'InvalidCursor', description: 'The cursor could not be decoded' });
  }
}

/** The address that was asked, with parts exchanged, beginning with the API base that clients expect. */
export function addressWith(
  c: ZendeskContext,
  set: Readonly<Record<string, string>>,
  drop: readonly string[] = [],
): string {
  const url = new URL(c.req.url);
  for (const name of drop) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(set)) url.searchParams.set(name, value);
  return url.toString();
}
