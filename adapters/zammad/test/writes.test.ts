import type { HelpdeskWrite } from '@stellwerk/core';
import type { Sendable } from '@stellwerk/ports';
import { createZammadSimulator, type ZammadSimulator } from '@stellwerk/simulators';
import { createTestContext, createVirtualClock, type VirtualClock } from '@stellwerk/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { zammadAdapter } from '../src/index.ts';

const token = 'zammad-test-token';
const { signal } = new AbortController();

let clock: VirtualClock;
let zammad: ZammadSimulator;

beforeEach(async () => {
  clock = createVirtualClock(Date.UTC(2026, 10, 23, 8));
  zammad = createZammadSimulator({ now: clock.now, token });
  await zammad.listen();
});
afterEach(() => zammad.stop());

function openTicket(channel: 'email' | 'phone' = 'email'): string {
  const requesterId = zammad.addCustomer({ name: 'Kim Kunde', email: 'kim@customer.example' }).id;
  return zammad.createTicket({ requesterId, subject: 'Druckt nicht', body: 'b', priority: 'P3', channel, group: 'L1' });
}

function apply(ticketId: string, write: HelpdeskWrite, change: object = {}) {
  const context = createTestContext({ clock });
  const adapter = zammadAdapter.create({ kind: 'zammad', url: zammad.url, token, ...change }, context);
  const reason = { code: 'test', rule: null, facts: {} };
  const fixed = {
    key: 'k',
    connection: 'desk',
    writeClass: 'tags',
    at: 0,
    mode: 'auto',
    coalesceKey: null,
    rule: 'r',
  } as const;
  const effect = { ...fixed, write, reason };
  const sendable: Sendable<HelpdeskWrite> = { effect, ticketId, marker: 'A'.repeat(26), sendingSince: 0 };
  return adapter.apply(sendable, signal);
}

async function raw(path: string): Promise<unknown> {
  const answer = await fetch(`${zammad.url}/api/v1${path}`, { headers: { authorization: `Token token=${token}` } });
  return answer.json();
}

it('keeps the tier as one tag, too, where the config says so', async () => {
  const ticketId = openTicket();
  zammad.addTag(ticketId, { kind: 'requester' }, 'foreign');

  await apply(ticketId, { kind: 'set_tier', tier: 'T1' }, { tierTag: true });
  await apply(ticketId, { kind: 'set_tier', tier: 'T2' }, { tierTag: true });
  const again = await apply(ticketId, { kind: 'set_tier', tier: 'T2' }, { tierTag: true });

  expect(zammad.ticket(ticketId)).toMatchObject({ tier: 'T2', tags: ['foreign', 'tier::t2'] });
  expect(again.outcome).toBe('unchanged');
});

it('puts the tag right when only the field stood', async () => {
  const ticketId = openTicket();
  await apply(ticketId, { kind: 'set_tier', tier: 'T2' });

  const applied = await apply(ticketId, { kind: 'set_tier', tier: 'T2' }, { tierTag: true });

  expect(applied.outcome).toBe('done');
  expect(zammad.ticket(ticketId)?.tags).toEqual(['tier::t2']);
});

it('falls back to the next lower priority, as a fresh Zammad has only three', async () => {
  const ticketId = openTicket();

  await apply(ticketId, { kind: 'set_priority', priority: 'P1' }, { priorities: { P1: '5 not there' } });

  expect(zammad.ticket(ticketId)?.priority).toBe('P2');
});

it('gives a pending state the reminder that Zammad demands', async () => {
  const ticketId = openTicket();

  await apply(ticketId, { kind: 'set_status', status: 'waiting_requester' }, { pendingDays: 2 });

  expect(await raw(`/tickets/${ticketId}?expand=true`)).toMatchObject({
    state: 'pending reminder',
    pending_time: '2026-11-25T08:00:00.000Z',
  });
});

it.each([
  ['email', { type: 'email', to: 'kim@customer.example', internal: false, subject: 'Druckt nicht' }],
  ['phone', { type: 'note', internal: false }],
] as const)('tells the customer of a ticket by %s in the way it came', async (channel, article) => {
  const ticketId = openTicket(channel);

  const { remoteRef, ownWrites } = await apply(ticketId, { kind: 'public_notice', text: 'Wir kümmern uns.' });

  const articles = (await raw(`/ticket_articles/by_ticket/${ticketId}`)) as object[];
  const body = `Wir kümmern uns.\n\n[sw-${'A'.repeat(26)}]`;
  expect(articles.at(-1)).toMatchObject({ ...article, body, content_type: 'text/plain' });
  expect(ownWrites).toEqual([remoteRef]);
});

it('does not lose a group that Zammad refuses without a word about it', async () => {
  const ticketId = openTicket();

  await expect(apply(ticketId, { kind: 'assign_group', group: 'No Such Group' })).rejects.toThrow(/“group”/);
  expect(zammad.ticket(ticketId)?.group).toBe('L1');
});
