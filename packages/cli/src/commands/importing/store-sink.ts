import type { StorySink } from '@stellwerk/importer';
import type { Clock, Store } from '@stellwerk/ports';

const STREAM = 'import';

/** Stores stories in the lanes of a connection. How far a run has come stands under the fingerprint of file and mapping. */
export function storeSink({ lanes, connections }: Store, connection: string, clock: Clock): StorySink {
  const lane = (ticket: string): string => `${connection}:ticket:${ticket}`;
  return {
    async resumeAfter(fingerprint) {
      const saved = (await connections.cursor(connection, STREAM)) ?? '';
      return saved.startsWith(`${fingerprint}:`) ? saved.slice(fingerprint.length + 1) : null;
    },
    known: (ticket) => lanes.events(lane(ticket)),
    append: async (ticket, events) =>
      (await lanes.appendHistory(lane(ticket), { events, persons: [], hints: [], now: clock.now() })).added,
    reached: (fingerprint, ticket) =>
      connections.setCursor(connection, STREAM, ticket === null ? 'done' : `${fingerprint}:${ticket}`, clock.now()),
  };
}
