import type { Store } from '@stellwerk/ports';
import { Hono } from 'hono';
import type { ReadableCounters, Sample } from './counters.ts';
import { labelText } from './counters.ts';
import type { ConnectionLag, HealthDeps } from './health-routes.ts';
import { connectionLags } from './health-routes.ts';

/** What the metrics page needs. */
export interface MetricsDeps extends HealthDeps {
  readonly store: Pick<Store, 'ping' | 'connections' | 'effects' | 'timers' | 'admin'>;
  readonly counters: ReadableCounters;
}

/** `GET /metrics` in the Prometheus text format 0.0.4. */
export function metricsRoutes(deps: MetricsDeps): Hono {
  const app = new Hono();

  app.get('/metrics', async (c) => {
    const lines = [...counterLines(deps.counters.samples()), ...gaugeLines(await gauges(deps))];
    return c.text(`${lines.join('\n')}\n`, 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });

  return app;
}

async function gauges(deps: MetricsDeps): Promise<readonly Sample[]> {
  const { store } = deps;
  const byState = Object.entries(await store.effects.counts());
  const counts = await store.admin.counts();
  const rows = Object.entries(counts);
  return [
    ...byState.map(([state, value]) => ({ name: 'effects', labels: { state }, value })),
    ...rows.map(([kind, value]) => ({ name: 'rows', labels: { kind }, value })),
    { name: 'lane_backlog', labels: {}, value: counts.lanes_ready ?? 0 },
    { name: 'timers_pending', labels: {}, value: await store.timers.pending() },
    ...(await connectionLags(deps)).flatMap(lagSamples),
  ];
}

function lagSamples({ name, status, lagMs, webhookSilentSince }: ConnectionLag): readonly Sample[] {
  const labels = { connection: name };
  const active = { name: 'connection_active', labels, value: status === 'active' ? 1 : 0 };
  const silent = { name: 'webhook_silent', labels, value: webhookSilentSince === null ? 0 : 1 };
  const known = [active, silent];
  return lagMs === null ? known : [...known, { name: 'reconcile_lag_seconds', labels, value: lagMs / 1000 }];
}

function counterLines(samples: readonly Sample[]): readonly string[] {
  return lines(samples, 'counter');
}

function gaugeLines(samples: readonly Sample[]): readonly string[] {
  return lines(samples, 'gauge');
}

/** The format wants all series of one name together, under one TYPE line. */
function lines(samples: readonly Sample[], type: 'counter' | 'gauge'): readonly string[] {
  const byName = Map.groupBy(samples, (sample) => sample.name);
  return [...byName].flatMap(([name, series]) => [
    `# TYPE stellwerk_${name} ${type}`,
    ...series.map(({ labels, value }) => `stellwerk_${name}${labelText(labels)} ${value}`),
  ]);
}
