import type { Clock, Store } from '@stellwerk/ports';
import { Hono } from 'hono';

/** What the health pages need. */
export interface HealthDeps {
  readonly store: Pick<Store, 'ping' | 'connections'>;
  readonly clock: Pick<Clock, 'now'>;
  /** True once this process takes no new work: load balancers should look elsewhere. */
  readonly stopping?: () => boolean;
}

/** `/health/live`: the process answers. `/health/ready`: the store does too, with how far each connection is behind. */
export function healthRoutes(deps: HealthDeps): Hono {
  const app = new Hono();

  app.get('/health/live', (c) => c.json({ status: 'ok' }));

  app.get('/health/ready', async (c) => {
    if (deps.stopping?.()) return c.json({ status: 'stopping' }, 503);
    try {
      await deps.store.ping();
      return c.json({ status: 'ok', store: 'ok', connections: await connectionLags(deps) });
    } catch {
      return c.json({ status: 'unavailable', store: 'unavailable' }, 503);
    }
  });

  return app;
}

/** How a connection stands. `lagMs`: time since the last complete comparison with the source, null before the first. */
export interface ConnectionLag {
  readonly name: string;
  readonly status: 'active' | 'paused';
  readonly lastWebhookAt: number | null;
  readonly lagMs: number | null;
  /** The last delivery before webhooks fell silent though tickets changed, epoch ms; null while they are heard. */
  readonly webhookSilentSince: number | null;
}

/** The lag of every connection. */
export async function connectionLags(deps: HealthDeps): Promise<readonly ConnectionLag[]> {
  const { connections } = deps.store;
  const now = deps.clock.now();
  const lags: ConnectionLag[] = [];
  for (const { name, status, lastWebhookAt } of await connections.list()) {
    const reconciledAt = await connections.cursor(name, 'reconciled_at');
    const lagMs = reconciledAt === null ? null : now - Number(reconciledAt);
    const silentSince = await connections.cursor(name, 'webhook_silent_since');
    lags.push({ name, status, lastWebhookAt, lagMs, webhookSilentSince: silentSince ? Number(silentSince) : null });
  }
  return lags;
}
