import { readAll } from '@stellwerk/adapter-kit';
import type { z } from 'zod';
import type { Path, ZendeskClient } from '../client.ts';
import { page } from './schema.ts';

/** All rows of an ordinary list, by cursor. */
export function listAll<S extends z.ZodType>(
  client: ZendeskClient,
  path: Path,
  row: S,
  signal: AbortSignal,
): Promise<readonly z.output<S>[]> {
  const shape = page(path.at(-1) ?? '', row);
  return readAll<z.output<S>, string>('', async (after) => {
    const query = { 'page[size]': 100, ...(after === '' ? {} : { 'page[after]': after }) };
    return (await client.read(path, query, shape, signal)).data;
  });
}
