import type { HelpdeskWrite } from '@stellwerk/core';
import type { HelpdeskAdapterFactory } from '@stellwerk/ports';
import { expect } from 'vitest';
import { type Bench, MINUTE, sendable, withBench } from './bench.ts';
import type { ConformanceCase } from './case.ts';
import type { HelpdeskFixture } from './fixture.ts';
import { eventsOf, newEvents } from './story-text.ts';

/** C5: our own writes are known as ours, and nobody else's are. */
export function selfCases(factory: HelpdeskAdapterFactory, fixture: HelpdeskFixture): readonly ConformanceCase[] {
  const bench = (run: (bench: Bench) => Promise<void>) => () => withBench(factory, fixture, run);

  return [
    {
      id: 'C5.1',
      title: 'whatever we write comes back as our own',
      run: bench(async ({ adapter, clock, openTicket, groups, signal }) => {
        const ticketId = openTicket();
        const writes: HelpdeskWrite[] = [
          { kind: 'set_tier', tier: 'T2' },
          { kind: 'ensure_tags', add: ['sw-a'], remove: [] },
          { kind: 'add_note', text: 'Note of ours' },
          { kind: 'assign_group', group: groups[1] },
          { kind: 'set_priority', priority: 'P1' },
        ];
        for (const write of writes) {
          const before = await adapter.ticket(ticketId, signal);
          clock.advance(MINUTE);

          const { ownWrites } = await adapter.apply(sendable(ticketId, write, `own:${write.kind}`), signal);

          const fresh = newEvents(before, await adapter.ticket(ticketId, signal));
          expect(fresh.length, write.kind).toBeGreaterThan(0);
          for (const event of fresh) {
            const known = event.actor.kind === 'self' || ownWrites.includes(event.key);
            expect(known, `${write.kind} came back as ${event.type} by ${event.actor.kind}`).toBe(true);
          }
        }
      }),
    },
    {
      id: 'C5.2',
      title: 'a note of ours names its key in the history',
      run: bench(async ({ adapter, openTicket, signal }) => {
        const ticketId = openTicket();

        const applied = await adapter.apply(
          sendable(ticketId, { kind: 'add_note', text: 'Hello' }, 'own:note'),
          signal,
        );

        const { events } = await adapter.ticket(ticketId, signal);
        expect(applied.remoteRef).not.toBeNull();
        expect(events.map((event) => event.key)).toEqual(expect.arrayContaining([...applied.ownWrites]));
        expect(applied.ownWrites.length).toBeGreaterThan(0);
      }),
    },
    {
      id: 'C5.3',
      title: 'a second bot is a bot, a person is a person, the helpdesk itself is neither',
      run: bench(async ({ adapter, desk, clock, agent, openTicket, groups, signal }) => {
        const ticketId = openTicket();
        clock.advance(MINUTE);
        const ids = {
          bot: desk.message(ticketId, { kind: 'bot' }, 'I am a bot'),
          agent: desk.message(ticketId, agent, 'I am Alex', { public: true }),
          requester: desk.message(ticketId, { kind: 'requester' }, 'I am the customer'),
        };
        clock.advance(MINUTE);
        const before = await adapter.ticket(ticketId, signal);
        desk.assign(ticketId, { kind: 'automation' }, { group: groups[1] });

        const after = await adapter.ticket(ticketId, signal);

        const kindOf = (id: string) =>
          eventsOf(after.events, 'message').find((event) => event.messageId === id)?.actor.kind;
        const { botKinds = ['bot'], automationKinds = ['automation', 'system'] } = fixture.facts ?? {};
        expect(botKinds).toContain(kindOf(ids.bot));
        expect(kindOf(ids.agent)).toBe('agent');
        expect(kindOf(ids.requester)).toBe('requester');
        const [moved] = eventsOf(newEvents(before, after), 'group_changed');
        expect(automationKinds).toContain(moved?.actor.kind);
      }),
    },
  ];
}
