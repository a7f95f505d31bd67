import { cleanText } from './text.ts';

/** What both databases store unchanged. */
export type Bindable = string | number | bigint | Uint8Array | null;

/** Refuses what a driver would change on the way: `undefined` and `NaN` would become NULL, objects shift the others. */
export function bindable(value: unknown): Bindable {
  if (value === null || typeof value === 'bigint') return value;
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`A ${value === undefined ? 'missing value' : typeof value} cannot be stored`);
}
