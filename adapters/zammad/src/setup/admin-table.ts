import { z } from 'zod';
import type { ZammadHttp } from '../http.ts';

/** One kind of settings: webhooks, triggers, attributes. */
export interface AdminTable<Row> {
  list(signal: AbortSignal): Promise<readonly Row[]>;
  create(fields: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<void>;
  update(id: string, fields: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<void>;
  remove(id: string, signal: AbortSignal): Promise<void>;
}

/** Binds it to its path. Lists end at 1,000 rows, far more than an installation has of these. */
export function adminTable<S extends z.ZodType>(
  { http, get }: ZammadHttp,
  path: string,
  row: S,
): AdminTable<z.output<S>> {
  return {
    list: (signal) => get(`${path}?page=1&per_page=1000`, z.array(row), signal),
    async create(body, signal) {
      await http.request('POST', path, { body, signal });
    },
    async update(id, body, signal) {
      await http.request('PUT', `${path}/${id}`, { body, signal });
    },
    async remove(id, signal) {
      await http.request('DELETE', `${path}/${id}`, { signal });
    },
  };
}
