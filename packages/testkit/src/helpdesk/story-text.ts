import type { TicketEvent } from '@stellwerk/core';
import type { TicketHistory } from '@stellwerk/ports';

/** An event without what may differ between two readings of the same fact. */
function factOf({ observedAt: _observedAt, provenance: _provenance, ...fact }: TicketEvent): object {
  return fact;
}

/** Facts by key; throws when a key stands twice. */
export function factsByKey(history: TicketHistory): ReadonlyMap<string, object> {
  const facts = new Map<string, object>();
  for (const event of history.events) {
    if (facts.has(event.key)) throw new Error(`The key ${event.key} stands twice`);
    facts.set(event.key, factOf(event));
  }
  return facts;
}

/** Events that the second reading has and the first had not. */
export function newEvents(before: TicketHistory, after: TicketHistory): readonly TicketEvent[] {
  const known = new Set(before.events.map((event) => event.key));
  return after.events.filter((event) => !known.has(event.key));
}

/** Events of one type, in order. */
export function eventsOf<T extends TicketEvent['type']>(
  events: readonly TicketEvent[],
  type: T,
): readonly Extract<TicketEvent, { type: T }>[] {
  return events.filter((event): event is Extract<TicketEvent, { type: T }> => event.type === type);
}
