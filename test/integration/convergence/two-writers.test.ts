import { hubspotAdapter } from '@stellwerk/adapter-hubspot';
import { zammadAdapter } from '@stellwerk/adapter-zammad';
import { zendeskAdapter } from '@stellwerk/adapter-zendesk';
import type { Effect } from '@stellwerk/core';
import type { HelpdeskAdapter } from '@stellwerk/ports';
import { createHubspotSimulator, createZammadSimulator, createZendeskSimulator } from '@stellwerk/simulators';
import { createTestContext, createVirtualClock } from '@stellwerk/testkit';
import { expect, it } from 'vitest';

const clock = createVirtualClock(Date.UTC(2026, 10, 23, 8));
const { now } = clock;

const DESKS = [
  {
    name: 'Zendesk',
    desk: createZendeskSimulator({ now, token: 't' }),
    open: (url: string) =>
      zendeskAdapter.create(
        { kind: 'zendesk', url, auth: { kind: 'oauth', token: 't' } },
        createTestContext({ clock }),
      ),
  },
  {
    name: 'Zammad',
    desk: createZammadSimulator({ now, token: 't' }),
    open: (url: string) => zammadAdapter.create({ kind: 'zammad', url, token: 't' }, createTestContext({ clock })),
  },
  {
    name: 'HubSpot',
    desk: createHubspotSimulator({ now, rateNow: now, token: 't' }),
    open: (url: string) => hubspotAdapter.create({ kind: 'hubspot', url, token: 't' }, createTestContext({ clock })),
  },
];

const WRITERS = 4;

/** Adds a tag as the runtime does: what moved on meanwhile is done again. */
async function addTag(adapter: HelpdeskAdapter, ticketId: string, tag: string): Promise<void> {
  const write = { kind: 'ensure_tags', add: [tag], remove: [] } as const;
  const reason = { code: 'test', rule: null, facts: {} };
  const fixed = { key: tag, connection: 'desk', writeClass: 'tags', at: now(), mode: 'auto' } as const;
  const effect: Effect & { readonly write: typeof write } = { ...fixed, write, coalesceKey: null, rule: 'r', reason };
  for (let attempt = 1; ; attempt += 1) {
    try {
      await adapter.apply({ effect, ticketId, marker: tag, sendingSince: now() }, AbortSignal.timeout(10_000));
      return;
    } catch (error) {
      const mayPass = error instanceof Error && 'retry' in error && error.retry === 'later';
      if (!mayPass || attempt >= 10) throw error;
    }
  }
}

it.each(DESKS)('$name: of several writers of tags at once each one’s stays, and so do foreign ones', async (at) => {
  const { desk, open } = at;
  const url = await desk.listen();
  const requesterId = desk.addCustomer({ name: 'Karla', email: 'karla@customer.example' }).id;
  const said = { subject: 'Printer', body: 'It does not print.', group: '1st Level' };
  const ticket = { requesterId, ...said, priority: 'P3', channel: 'email', tags: ['foreign'] } as const;
  const ticketId = desk.createTicket(ticket);
  clock.advance(60_000);
  const tags = Array.from({ length: WRITERS }, (_, n) => `writer${n}`);

  await Promise.all(tags.map((tag) => addTag(open(url), ticketId, tag)));

  expect([...desk.ticket(ticketId)!.tags].sort()).toEqual(['foreign', ...tags]);
  await desk.stop();
});
