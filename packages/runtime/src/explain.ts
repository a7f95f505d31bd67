import type { Decision, TicketEvent } from '@stellwerk/core';
import type { LaneKey, LaneRef, Store, StoredEffect } from '@stellwerk/ports';

/** Everything that led to how a ticket stands. */
export interface Explanation {
  readonly lane: LaneRef;
  readonly state: string | null;
  readonly events: readonly TicketEvent[];
  readonly decisions: readonly (Decision & { readonly policyVersion: string })[];
  readonly effects: readonly StoredEffect[];
}

/** Collects a ticket's events, decisions and effects, or null for a ticket nobody has heard of. */
export async function explain(store: Store, key: LaneKey): Promise<Explanation | null> {
  const lane = await store.lanes.get(key);
  if (!lane) return null;
  return {
    lane,
    state: await store.lanes.state(key),
    events: await store.lanes.events(key),
    decisions: await store.lanes.decisions(key),
    effects: await store.effects.list({ lane: key, limit: 1_000 }),
  };
}
