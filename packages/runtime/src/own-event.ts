import type { Effect, EventMeta } from '@stellwerk/core';

/** What all events have in common that an effect of ours leaves in its ticket. */
export function ownEvent({ key: causedBy }: Effect, key: string, now: number): EventMeta {
  return {
    key,
    at: now,
    seq: 0,
    observedAt: now,
    actor: { kind: 'self', ref: null },
    channel: 'api',
    provenance: 'engine',
    causedBy,
  };
}
