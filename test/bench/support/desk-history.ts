import { zammadAdapter } from '@stellwerk/adapter-zammad';
import { createFeatures, type TicketEvent } from '@stellwerk/core';
import { createWorkload, createZammadSimulator } from '@stellwerk/simulators';
import { createTestContext, createVirtualClock } from '@stellwerk/testkit';

const DAY_MS = 86_400_000;
const TOKEN = 'bench-token';
const BEGIN = Date.UTC(2026, 7, 24);

/** What a simulated Zammad's people did in 30 days, ticket by ticket, as the adapter reads it. */
export async function deskHistory(tickets: number): Promise<readonly (readonly TicketEvent[])[]> {
  let now = BEGIN;
  const zammad = createZammadSimulator({ now: () => now, seed: 7, token: TOKEN, ratePerMinute: null });
  const workload = createWorkload({ desks: [zammad], seed: 7, ticketsPerDay: tickets / 30 });
  for (const step of workload.historyUntil({ from: BEGIN, to: BEGIN + 30 * DAY_MS, maxTickets: tickets })) {
    now = step.at;
    step.run();
  }
  now = BEGIN + 30 * DAY_MS;
  const url = await zammad.listen();
  try {
    const context = { ...createTestContext({ clock: createVirtualClock(now) }), features: createFeatures() };
    const config = { kind: 'zammad', url, token: TOKEN, bots: ['bot@example.test'], requestsPerMinute: 1_000_000 };
    const adapter = zammadAdapter.create(config, context);
    const { signal } = new AbortController();
    const stories: (readonly TicketEvent[])[] = [];
    for (const { id } of zammad.tickets()) stories.push((await adapter.ticket(id, signal)).events);
    return stories;
  } finally {
    await zammad.stop();
  }
}
