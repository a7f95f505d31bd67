import type { StatusClass } from '@stellwerk/core';
import type { HelpdeskAdapterFactory } from '@stellwerk/ports';
import { expect } from 'vitest';
import { type Bench, CANARIES, MINUTE, withBench } from './bench.ts';
import type { ConformanceCase } from './case.ts';
import type { DeskPriority, DeskStatus } from './desk.ts';
import type { HelpdeskFixture } from './fixture.ts';
import { eventsOf, newEvents } from './story-text.ts';

const STATUSES: readonly DeskStatus[] = ['open', 'waiting_requester', 'open', 'waiting_third_party', 'open', 'solved'];
const PRIORITIES: readonly DeskPriority[] = ['P1', 'P2', 'P4', 'P3'];

/** C8: what people do arrives in our words, at the time it was done. */
export function mappingCases(factory: HelpdeskAdapterFactory, fixture: HelpdeskFixture): readonly ConformanceCase[] {
  const bench = (run: (bench: Bench) => Promise<void>) => () => withBench(factory, fixture, run);
  const precision = fixture.facts?.timePrecisionMs ?? 1000;

  return [
    {
      id: 'C8.1',
      title: 'statuses arrive as their classes, with the time they were set',
      run: bench(async (at) => {
        const ticketId = at.openTicket();
        for (const status of STATUSES) {
          at.clock.advance(7 * MINUTE);
          const before = await at.adapter.ticket(ticketId, at.signal);
          const setAt = at.clock.now();
          at.desk.setStatus(ticketId, at.agent, status);

          const after = await at.adapter.ticket(ticketId, at.signal);

          const changes = eventsOf(newEvents(before, after), 'status_changed');
          if (changes.length === 0 && classNow(before.events) === classOf(fixture, status)) continue;
          const last = changes.at(-1);
          expect(last?.to.class, `${status} (raw ${last?.to.raw})`).toBe(classOf(fixture, status));
          expect(Math.abs((last?.at ?? 0) - setAt)).toBeLessThanOrEqual(precision);
          expect(last?.actor.kind).toBe('agent');
        }
      }),
    },
    {
      id: 'C8.2',
      title: 'priorities arrive as P1 to P4',
      run: bench(async (at) => {
        const ticketId = at.openTicket();
        for (const priority of PRIORITIES) {
          at.clock.advance(MINUTE);
          at.desk.setPriority(ticketId, at.agent, priority);
        }

        const { events } = await at.adapter.ticket(ticketId, at.signal);

        expect(eventsOf(events, 'priority_changed').map((event) => event.to.value)).toEqual(PRIORITIES);
      }),
    },
    {
      id: 'C8.3',
      title: 'messages arrive with visibility, speaker and channel, and without their text',
      run: bench(async (at) => {
        const ticketId = at.openTicket();
        at.clock.advance(MINUTE);
        const open = at.desk.message(ticketId, at.agent, 'Danke, we look into this bug', { public: true });
        at.clock.advance(MINUTE);
        const internal = at.desk.message(ticketId, at.agent, 'internal words', { public: false });

        const { events } = await at.adapter.ticket(ticketId, at.signal);

        const byId = new Map(eventsOf(events, 'message').map((event) => [event.messageId, event]));
        expect(byId.get(open)).toMatchObject({
          visibility: 'public',
          autoReply: false,
          features: { patterns: ['bug', 'thanks'] },
        });
        expect(byId.get(internal)).toMatchObject({ visibility: 'internal' });
        expect(events[0]?.channel).toBe(fixture.facts?.emailChannel ?? 'email');
        expect(events[0]).toMatchObject({ type: 'created', features: { patterns: ['bug'] } });
      }),
    },
    {
      id: 'C8.4',
      title: 'group, assignee, tags and tier arrive from and to',
      run: bench(async (at) => {
        const ticketId = at.openTicket();
        const acts = [
          () => at.desk.assign(ticketId, at.agent, { group: at.groups[1] }),
          () => at.desk.assign(ticketId, at.agent, { agentId: at.agent.id }),
          () => at.desk.addTag(ticketId, at.agent, 'vip-desk'),
          () => at.desk.removeTag(ticketId, at.agent, 'vip-desk'),
          () => at.desk.setTier(ticketId, at.agent, 'T3'),
        ];
        for (const act of acts) {
          at.clock.advance(MINUTE);
          act();
        }

        const { events } = await at.adapter.ticket(ticketId, at.signal);

        expect(eventsOf(events, 'group_changed').at(-1)).toMatchObject({ from: at.groups[0], to: at.groups[1] });
        expect(eventsOf(events, 'assignee_changed').at(-1)).toMatchObject({ to: at.refs.agent });
        const tags = eventsOf(events, 'tags_changed');
        expect(tags.flatMap((event) => event.added)).toContain('vip-desk');
        expect(tags.flatMap((event) => event.removed)).toContain('vip-desk');
        expect(eventsOf(events, 'tier_changed').at(-1)).toMatchObject({ to: 'T3' });
      }),
    },
    {
      id: 'C8.5',
      title: 'no name, address or text of a person stands in an event',
      run: bench(async (at) => {
        const ticketId = at.openTicket();
        at.desk.message(ticketId, { kind: 'requester' }, 'canary-body-7731 again');

        const history = await at.adapter.ticket(ticketId, at.signal);

        const text = JSON.stringify(history.events);
        for (const canary of CANARIES) expect(text).not.toContain(canary);
        expect(history.persons.map((person) => person.pseudonym)).toContain(at.refs.customer);
        expect(history.unknownValues).toEqual([]);
      }),
    },
  ];
}

function classOf(fixture: HelpdeskFixture, status: DeskStatus): StatusClass {
  return fixture.facts?.statusClass?.[status] ?? status;
}

/** The class that the story ends with. */
function classNow(events: readonly { readonly type: string }[]): StatusClass | undefined {
  let now: StatusClass | undefined;
  for (const event of events) {
    if (event.type === 'created' && 'status' in event) now = (event as { status: { class: StatusClass } }).status.class;
    if (event.type === 'status_changed') now = (event as unknown as { to: { class: StatusClass } }).to.class;
  }
  return now;
}
