import type { Store } from '@stellwerk/ports';
import { expect, it } from 'vitest';
import { createCounters } from './counters.ts';
import { createGateway } from './create-gateway.ts';
import { emptyStore, noProposals, quietLogger } from './testing/gateway-parts.ts';

function gateway(store: object = {}, stopping = false) {
  const counters = createCounters();
  const app = createGateway({
    store: { ...emptyStore, ...store } as Store,
    findHook: () => undefined,
    publicUrl: 'http://localhost',
    counters,
    logger: quietLogger,
    clock: { now: () => 100_000 },
    proposals: noProposals,
    stopping: () => stopping,
  });
  return { app, counters };
}

const CURSORS: Readonly<Record<string, string>> = { reconciled_at: '40000', webhook_silent_since: '20000' };
const cursor = async (_connection: string, stream: string) => CURSORS[stream] ?? null;

const acme = {
  name: 'acme',
  kind: 'zammad',
  publicId: 'x',
  status: 'active',
  pausedReason: null,
  lastWebhookAt: 90_000,
};

it('is live whatever the store does, and ready only with it', async () => {
  const ping = async () => {
    throw new Error('disk gone: /var/lib/secret');
  };
  const { app } = gateway({ ping });

  const ready = await app.request('/health/ready');

  expect((await app.request('/health/live')).status).toBe(200);
  expect(ready.status).toBe(503);
  expect(await ready.text()).not.toContain('secret');
});

it('says how far each connection is behind', async () => {
  const connections = { list: async () => [acme], cursor };
  const { app } = gateway({ connections });

  expect(await (await app.request('/health/ready')).json()).toEqual({
    status: 'ok',
    store: 'ok',
    connections: [{ name: 'acme', status: 'active', lastWebhookAt: 90_000, lagMs: 60_000, webhookSilentSince: 20_000 }],
  });
});

it('is not ready while stopping', async () => {
  expect((await gateway({}, true).app.request('/health/ready')).status).toBe(503);
});

it('writes the Prometheus text format, series of one name together', async () => {
  const { app, counters } = gateway({
    connections: { list: async () => [acme], cursor },
    effects: { counts: async () => ({ done: 7, dead: 1 }) },
    timers: { pending: async () => 4 },
    admin: { counts: async () => ({ lanes_ready: 2 }) },
  });
  counters.add('webhooks_total', { connection: 'acme', outcome: 'accepted' }, 2);
  counters.add('reconcile_found_total', { connection: 'a"b\\c\nd' });
  counters.add('webhooks_total', { connection: 'acme', outcome: 'rejected' });
  counters.add('webhooks_total', { connection: 'acme', outcome: 'accepted' });

  const answer = await app.request('/metrics');

  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await answer.text()).toBe(`# TYPE stellwerk_webhooks_total counter
stellwerk_webhooks_total{connection="acme",outcome="accepted"} 3
stellwerk_webhooks_total{connection="acme",outcome="rejected"} 1
# TYPE stellwerk_reconcile_found_total counter
stellwerk_reconcile_found_total{connection="a\\"b\\\\c\\nd"} 1
# TYPE stellwerk_effects gauge
stellwerk_effects{state="done"} 7
stellwerk_effects{state="dead"} 1
# TYPE stellwerk_rows gauge
stellwerk_rows{kind="lanes_ready"} 2
# TYPE stellwerk_lane_backlog gauge
stellwerk_lane_backlog 2
# TYPE stellwerk_timers_pending gauge
stellwerk_timers_pending 4
# TYPE stellwerk_connection_active gauge
stellwerk_connection_active{connection="acme"} 1
# TYPE stellwerk_webhook_silent gauge
stellwerk_webhook_silent{connection="acme"} 1
# TYPE stellwerk_reconcile_lag_seconds gauge
stellwerk_reconcile_lag_seconds{connection="acme"} 60
`);
});
