import type { Clock, Logger, Store } from '@stellwerk/ports';

/** Stream of a connection's cursor in which the last delivery before the silence stands, epoch ms; empty: webhooks are heard. */
const WEBHOOK_SILENT_SINCE = 'webhook_silent_since';

/** So many tickets changed without a webhook before we speak of silence: one may be lost on the way. */
const FEWEST = 3;

/** Tells a webhook that was switched off from one that has nothing to say. */
export interface WebhookSilence {
  /** A comparison with the source brought what no webhook had told. */
  found(connection: string): void;
  /** Looks, after a comparison, whether webhooks are silent; tells a person once when it begins and when it ends. */
  judge(connection: string): Promise<void>;
}

interface Unheard {
  readonly since: number;
  tickets: number;
}

/** Starts with nothing found. A connection that never had a webhook is polled on purpose and never silent. */
export function createWebhookSilence(store: Store, clock: Clock, logger: Logger): WebhookSilence {
  const unheard = new Map<string, Unheard>();

  async function set(connection: string, since: number | null): Promise<void> {
    const value = since === null ? '' : String(since);
    const known = (await store.connections.cursor(connection, WEBHOOK_SILENT_SINCE)) ?? '';
    if ((known === '') === (value === '')) return;
    const now = clock.now();
    await store.connections.setCursor(connection, WEBHOOK_SILENT_SINCE, value, now);
    const action = since === null ? 'connection.webhook_heard' : 'connection.webhook_silent';
    const detail = since === null ? null : `no delivery since ${new Date(since).toISOString()}`;
    await store.admin.audit({ at: now, actor: 'stellwerk', action, target: connection, detail });
    logger.warn(since === null ? 'webhooks are heard again' : 'webhooks are silent', { connection });
  }

  return {
    found(connection) {
      const known = unheard.get(connection) ?? { since: clock.now(), tickets: 0 };
      known.tickets += 1;
      unheard.set(connection, known);
    },
    async judge(connection) {
      const last = await store.deliveries.lastReceivedAt(connection);
      const missed = unheard.get(connection);
      if (last === null) return;
      if (missed && last < missed.since) {
        if (missed.tickets >= FEWEST) await set(connection, last);
        return;
      }
      if (missed) unheard.delete(connection);
      const known = Number((await store.connections.cursor(connection, WEBHOOK_SILENT_SINCE)) || last);
      if (last > known) await set(connection, null);
    },
  };
}
