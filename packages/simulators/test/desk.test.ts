import { afterEach, describe, expect, it } from 'vitest';
import type { SimulatedDesk, Simulator } from '../src/desk.ts';
import { createHubspotSimulator } from '../src/hubspot/simulator.ts';
import { createZammadSimulator } from '../src/zammad/simulator.ts';

/** What people do at a desk reads back the same, whatever the product. */
const START = Date.parse('2026-11-23T09:00:00.000Z');
let now = START;
let running: Simulator | undefined;
const options = { now: () => now, token: 't' };

const desks: readonly (readonly [string, () => Simulator & SimulatedDesk])[] = [
  ['zammad', () => createZammadSimulator(options)],
  ['hubspot', () => createHubspotSimulator(options)],
];

afterEach(async () => {
  await running?.stop();
  now = START;
});

describe.each(desks)('%s', (product, make) => {
  function opened(): { desk: Simulator & SimulatedDesk; id: string; agent: { kind: 'agent'; id: string } } {
    const desk = make();
    running = desk;
    const organisationId = desk.addOrganisation({ name: 'Nordlicht GmbH', plan: 'Basic' }).id;
    const customer = desk.addCustomer({ name: 'Jule Brandt', email: 'jule@nordlicht.example', organisationId });
    const agent = desk.addAgent({ name: 'Kim Adler', email: 'kim@support.example', groups: ['First', 'Second'] });
    const id = desk.createTicket({
      requesterId: customer.id,
      subject: 'Export hangs',
      body: 'It stops.',
      priority: 'P1',
      channel: 'email',
      group: 'First',
      category: 'bug',
      tags: ['vip'],
    });
    return { desk, id, agent: { kind: 'agent', id: agent.id } };
  }

  it('reads a new ticket as it was opened', () => {
    const { desk, id } = opened();

    expect(desk.product).toBe(product);
    expect(desk.ticket(id)).toMatchObject({
      status: 'new',
      priority: 'P1',
      group: 'First',
      assigneeId: null,
      tags: ['vip'],
      tier: null,
      messages: [{ public: true, body: 'It stops.', author: { kind: 'requester' }, at: START }],
      mergedInto: null,
      createdAt: START,
    });
  });

  it('reads back assignment, priority, tier, tags and who said what', () => {
    const { desk, id, agent } = opened();
    now += 60_000;
    desk.assign(id, agent, { group: 'Second', agentId: agent.id });
    desk.setPriority(id, { kind: 'automation' }, 'P4');
    desk.setTier(id, agent, 'T2');
    desk.addTag(id, agent, 'bug');
    desk.removeTag(id, agent, 'vip');
    desk.message(id, agent, 'Looking.', { public: false });
    desk.message(id, { kind: 'bot' }, 'Thanks for waiting.');

    const ticket = desk.ticket(id);
    expect(ticket).toMatchObject({ priority: 'P4', group: 'Second', assigneeId: agent.id, tier: 'T2', tags: ['bug'] });
    expect(ticket?.updatedAt).toBe(START + 60_000);
    expect(ticket?.messages.map((message) => [message.author.kind, message.public])).toEqual([
      ['requester', true],
      ['agent', false],
      ['bot', true],
    ]);
  });

  it.each(['open', 'waiting_requester', 'waiting_third_party', 'solved'] as const)(
    'reads back the status %s',
    (status) => {
      const { desk, id, agent } = opened();

      desk.setStatus(id, agent, status);

      expect(desk.ticket(id)?.status).toBe(status);
    },
  );

  it('is open again when the customer writes to a solved ticket', () => {
    const { desk, id, agent } = opened();
    desk.setStatus(id, agent, 'solved');

    desk.message(id, { kind: 'requester' }, 'Still hangs.');

    expect(desk.ticket(id)?.status).toBe('open');
  });

  it('takes what the customer says to a merged ticket into the one that remains', () => {
    const { desk, id, agent } = opened();
    const requesterId = desk.addCustomer({ name: 'Ole Voss', email: 'ole@voss.example' }).id;
    const more = { subject: 'Again', body: 'Again.', priority: 'P3', channel: 'email', group: 'First' } as const;
    const twin = desk.createTicket({ requesterId, ...more });
    desk.merge(twin, agent, id);
    const remaining = desk.ticket(twin)?.mergedInto ?? '';

    desk.message(twin, { kind: 'requester' }, 'Any news?');

    expect(desk.ticket(twin)?.status).toBe('closed');
    expect(desk.ticket(remaining)?.messages.map(({ body }) => body)).toContain('Any news?');
    expect(desk.tickets().map((ticket) => ticket.id)).toContain(remaining);
  });

  it('refuses to act on a ticket that is not there', () => {
    const { desk, agent } = opened();

    expect(() => desk.setTier('424242', agent, 'T2')).toThrow();
    expect(desk.ticket('424242')).toBeUndefined();
  });
});
