import type { TicketEvent } from '@stellwerk/core';
import { type HelpdeskAdapter, type HelpdeskAdapterFactory, NotFound } from '@stellwerk/ports';
import { helpdeskCases } from '@stellwerk/testkit';
import { expect, it } from 'vitest';
import { zammadAdapter } from '../src/index.ts';
import { zammadFixture } from './zammad-fixture.ts';

/** The true adapter with one thing broken. */
function broken(breakIt: (good: HelpdeskAdapter) => Partial<HelpdeskAdapter>): HelpdeskAdapterFactory {
  return {
    ...zammadAdapter,
    create(config, context) {
      const good = zammadAdapter.create(config, context);
      return { ...good, ...breakIt(good) };
    },
  };
}

const withEvents = (change: (events: readonly TicketEvent[]) => readonly TicketEvent[]) =>
  broken((good) => ({
    async ticket(id, signal) {
      const history = await good.ticket(id, signal);
      return { ...history, events: change(history.events) };
    },
  }));

let notes = 0;
const BROKEN: [title: string, factory: HelpdeskAdapterFactory, cases: string[]][] = [
  [
    'a verifier that says yes to everything',
    broken(() => ({
      verify: ({ headers, body }) => ({ key: 'k', sourceAt: null, secret: 'current', headers, body }),
    })),
    ['C3.1', 'C3.2', 'C3.3', 'C3.4', 'C3.5'],
  ],
  [
    'normalise that throws at what it does not know',
    broken((good) => ({
      normalise(delivery) {
        JSON.parse(new TextDecoder().decode(delivery.body));
        return good.normalise(delivery);
      },
    })),
    ['C3.7'],
  ],
  [
    'own writes taken for an agent’s',
    withEvents((events) =>
      events.map((event) => (event.actor.kind === 'self' ? { ...event, actor: { kind: 'agent', ref: null } } : event)),
    ),
    ['C5.1'],
  ],
  [
    'a reading that ends after its first page',
    broken((good) => ({
      async *changedSince(cursor, signal) {
        for await (const page of good.changedSince(cursor, signal)) {
          yield page;
          return;
        }
      },
    })),
    ['C6.1'],
  ],
  [
    'keys made from the time of reading',
    withEvents((events) => events.map((event) => ({ ...event, key: `${event.key}:${event.observedAt}` }))),
    ['C6.3'],
  ],
  [
    'a birth that shows today’s values',
    withEvents((events) => {
      const last = events.findLast((event) => event.type === 'priority_changed');
      return events.map((event) => (event.type === 'created' && last ? { ...event, priority: last.to } : event));
    }),
    ['C6.3', 'C6.4'],
  ],
  [
    'trouble taken for a missing ticket',
    broken((good) => ({
      ticket: (id, signal) => good.ticket(id, signal).catch(() => Promise.reject(new NotFound('gone'))),
    })),
    ['C6.6', 'C6.7', 'C6.8'],
  ],
  [
    'a name in an event',
    withEvents((events) => events.map((event) => ({ ...event, speaker: 'Canarina Vogelsang' }))),
    ['C8.5'],
  ],
  [
    'times of reading instead of times of change',
    withEvents((events) => events.map((event) => ({ ...event, at: event.at + 60_000 }))),
    ['C8.1'],
  ],
  [
    'a marker that is new with every try',
    broken((good) => ({
      apply(sendable, signal) {
        notes += 1;
        return good.apply(
          { ...sendable, marker: `${sendable.marker.slice(0, 20)}${'A'.repeat(1 + (notes % 5))}` },
          signal,
        );
      },
    })),
    ['C9.3', 'C9.4', 'C9.5'],
  ],
  [
    'tags replaced instead of added',
    broken((good) => ({
      apply(sendable, signal) {
        const { write } = sendable.effect;
        if (write.kind !== 'ensure_tags') return good.apply(sendable, signal);
        const effect = { ...sendable.effect, write: { ...write, remove: ['foreign', 'by-hand'] } };
        return good.apply({ ...sendable, effect }, signal);
      },
    })),
    ['C9.2'],
  ],
  [
    'unclear ends told as clear ones',
    broken((good) => ({
      apply: (sendable, signal) =>
        good.apply(sendable, signal).catch((error) => Promise.reject(Object.assign(error, { ambiguous: false }))),
    })),
    ['C9.5'],
  ],
  [
    'failed writes told as done',
    broken((good) => ({
      apply: (sendable, signal) =>
        good.apply(sendable, signal).catch(() => ({ outcome: 'done', remoteRef: null, ownWrites: [] })),
    })),
    ['C9.5', 'C9.6', 'C9.7', 'C9.8'],
  ],
];

it.each(BROKEN.flatMap(([title, factory, ids]) => ids.map((id) => [title, id, factory] as const)))(
  '%s fails %s',
  async (_title, id, factory) => {
    const found = helpdeskCases(factory, zammadFixture).find((each) => each.id === id);

    await expect(found?.run()).rejects.toThrow();
  },
);
