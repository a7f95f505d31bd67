import { readFileSync } from 'node:fs';
import type { ZammadSimulator } from '../../src/zammad/simulator.ts';

/** One recorded exchange with a real Zammad. */
export interface Exchange {
  readonly request: { readonly method: string; readonly path: string; readonly body?: unknown };
  readonly status: number;
  readonly response: unknown;
}

/** Reads a recording; `name` picks an exchange from files that hold several. */
export function recorded(file: string, name?: string): Exchange {
  const all = JSON.parse(readFileSync(new URL(`recordings/${file}.json`, import.meta.url), 'utf8'));
  return name === undefined ? all : all[name];
}

export const TOKEN = 'a-token';

/** Calls the simulator's API as our adapter would. */
export async function call(
  zammad: ZammadSimulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = { authorization: `Token token=${TOKEN}` },
  // biome-ignore lint/suspicious/noExplicitAny: tests read into free JSON
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: any }> {
  const response = await fetch(`${zammad.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Custom attributes of the simulated installation that the recorded one did not have. */
const OURS = new Set(['category', 'plan']);

/** The sorted keys of an object without those. */
export const keysOf = (value: unknown): string[] =>
  Object.keys(value as object)
    .filter((key) => !OURS.has(key))
    .sort();
