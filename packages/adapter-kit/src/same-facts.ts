import { canonical } from '@stellwerk/core';

/** Whether two values hold the same, whatever the order of their keys; `undefined` counts as absent. */
export function sameFacts(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}
