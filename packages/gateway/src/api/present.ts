import type { z } from '@hono/zod-openapi';
import type { TicketEvent } from '@stellwerk/core';
import type { StoredEffect } from '@stellwerk/ports';
import type { Effect, Event } from './schemas.ts';

/** An effect as the API shows it. The marker stays inside: who knows it could forge it. */
export function presentEffect(stored: StoredEffect): z.output<typeof Effect> {
  const { id, lane, effect, state, attempts, nextAt, remoteRef, error, overtaken, createdAt } = stored;
  const { key, connection, writeClass, write, mode, rule, at } = effect;
  return {
    id,
    key,
    lane: lane.key,
    connection,
    writeClass,
    write: { ...write },
    mode,
    rule,
    state,
    attempts,
    at,
    createdAt,
    nextAt,
    remoteRef,
    error,
    overtaken,
  };
}

/** An event as it is kept: events hold no texts and no names, so nothing is left out. It came from JSON, so it is JSON. */
export function presentEvent(event: TicketEvent): z.output<typeof Event> {
  return event as unknown as z.output<typeof Event>;
}
