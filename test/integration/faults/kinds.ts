import type { Fault } from '@stellwerk/simulators';

/** A fault without the request that it meets. */
export type FaultKind = Pick<Fault, 'kind' | 'status' | 'headers'>;

/** Everything that is known to come instead of an answer (reliability: P24). */
export const FAULT_KINDS: Readonly<Record<string, FaultKind>> = {
  '429 with Retry-After': { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
  '500': { kind: 'status', status: 500 },
  '502': { kind: 'status', status: 502 },
  '503': { kind: 'status', status: 503 },
  '504': { kind: 'status', status: 504 },
  'time-out': { kind: 'timeout' },
  reset: { kind: 'reset' },
  'truncated answer': { kind: 'truncated' },
  'HTML instead of JSON': { kind: 'html' },
  'empty answer': { kind: 'empty' },
  'error inside 200': { kind: 'error_in_200' },
  'wrong content type': { kind: 'wrong_type' },
  '10 MB answer': { kind: 'huge' },
  'slow drip': { kind: 'drip' },
};
