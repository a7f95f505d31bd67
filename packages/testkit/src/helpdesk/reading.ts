import type { HelpdeskAdapterFactory, TicketHistory } from '@stellwerk/ports';
import { expect } from 'vitest';
import { type Bench, MINUTE, START, withBench } from './bench.ts';
import type { ConformanceCase } from './case.ts';
import type { HelpdeskFixture } from './fixture.ts';
import { eventsOf, factsByKey } from './story-text.ts';

const EARLY = `since:${new Date(START - 60 * MINUTE).toISOString()}`;

/** C6: a backfill misses nothing and goes on at every page; facts stay facts; trouble is never “not found”. */
export function readingCases(factory: HelpdeskAdapterFactory, fixture: HelpdeskFixture): readonly ConformanceCase[] {
  const bench = (run: (bench: Bench) => Promise<void>) => () => withBench(factory, fixture, run);

  return [
    {
      id: 'C6.1',
      title: 'a backfill finds every ticket, and goes on after every page',
      run: bench(async (at) => {
        const all = new Set<string>();
        for (let n = 0; n < (fixture.facts?.backfillTickets ?? 250); n++) {
          all.add(at.openTicket());
          // several tickets share an instant, some times are far apart
          at.clock.advance(n % 5 === 0 ? 2000 : 0);
        }
        at.clock.advance(10 * MINUTE);

        const pages = await pagesFrom(at, EARLY);

        expect(new Set(pages.flatMap((page) => page.ticketIds))).toEqual(all);
        expect(pages.length, 'more than one page, or the case shows nothing').toBeGreaterThan(1);
        for (const [n, page] of pages.entries()) {
          const rest = await pagesFrom(at, page.cursor);
          const seen = [...pages.slice(0, n + 1), ...rest].flatMap((each) => each.ticketIds);
          expect(new Set(seen), `going on after page ${n + 1}`).toEqual(all);
        }
      }),
    },
    {
      id: 'C6.2',
      title: 'a cursor at the end finds the next change, one in the future nothing',
      run: bench(async (at) => {
        const tickets = [at.openTicket(), at.openTicket()];
        at.clock.advance(10 * MINUTE);
        const cursor = (await pagesFrom(at, EARLY)).at(-1)?.cursor ?? EARLY;
        at.desk.message(tickets[0]!, { kind: 'requester' }, 'anybody there?');
        at.clock.advance(10 * MINUTE);

        const later = await pagesFrom(at, cursor);

        expect(later.flatMap((page) => page.ticketIds)).toContain(tickets[0]);
        const future = `since:${new Date(at.clock.now() + 60 * MINUTE).toISOString()}`;
        expect((await pagesFrom(at, future)).flatMap((page) => page.ticketIds)).toEqual([]);
      }),
    },
    {
      id: 'C6.3',
      title: 'a fact once told is never told differently, and keys are unique',
      run: bench(async (at) => {
        const ticketId = at.openTicket({ tags: ['first'] });
        let known: ReadonlyMap<string, object> = new Map();
        for (const [n, step] of steps(at, ticketId).entries()) {
          at.clock.advance(MINUTE);
          step();
          at.clock.advance(MINUTE);

          const facts = factsByKey(await at.adapter.ticket(ticketId, at.signal));

          for (const [key, fact] of known) expect(facts.get(key), `${key} after step ${n}`).toEqual(fact);
          expect(facts.size, `step ${n} left no trace`).toBeGreaterThan(known.size);
          known = facts;
        }
      }),
    },
    {
      id: 'C6.4',
      title: 'the birth comes first, and looks as the ticket looked then',
      run: bench(async (at) => {
        const ticketId = at.openTicket({ tags: ['first'] });
        for (const step of steps(at, ticketId)) {
          at.clock.advance(MINUTE);
          step();
        }

        const { events } = await at.adapter.ticket(ticketId, at.signal);

        const [birth] = events;
        if (birth?.type !== 'created') throw new Error(`The story begins with ${birth?.type}`);
        expect(birth).toMatchObject({ priority: { value: 'P3' }, group: at.groups[0], assignee: null, tier: null });
        expect(['new', 'open']).toContain(birth.status.class);
        expect(birth.requester).toBe(at.refs.customer);
        expect(birth.organisation?.fields).toMatchObject({ plan: 'Enterprise' });
        expect(tagsAtEndOf(events)).toContain('first');
        for (const event of events) expect(event.at).toBeGreaterThanOrEqual(birth.at);
      }),
    },
    {
      id: 'C6.5',
      title: 'a merged ticket says into which, and the other that it took one in',
      run: bench(async (at) => {
        const source = at.openTicket();
        at.clock.advance(MINUTE);
        at.desk.message(source, at.agent, 'said before the other ticket was there');
        at.clock.advance(MINUTE);
        const target = at.openTicket();
        at.clock.advance(MINUTE);
        at.desk.merge(source, at.agent, target);

        const from = await at.adapter.ticket(source, at.signal);

        const [merged] = eventsOf(from.events, 'merged');
        expect(merged?.into).toEqual(expect.any(String));
        const into = await at.adapter.ticket(merged?.into ?? '', at.signal);
        expect(eventsOf(into.events, 'absorbed').map((event) => event.source)).toContain(source);
        expect(into.events[0]?.type).toBe('created');
      }),
    },
    {
      id: 'C6.6',
      title: 'no such ticket is NotFound; a provider in trouble is not',
      run: bench(async (at) => {
        const ticketId = at.openTicket();
        await expect(at.adapter.ticket(fixture.missingTicketId ?? '999999', at.signal)).rejects.toMatchObject({
          code: 'NOT_FOUND',
        });
        for (const fault of TROUBLE) {
          at.desk.inject({ ...fault, on: fixture.ticketRequest, times: 10 });
          await expect(at.adapter.ticket(ticketId, at.signal), JSON.stringify(fault)).rejects.toMatchObject({
            code: 'TRANSIENT',
          });
          at.desk.clearFaults();
        }
        await expect(at.adapter.ticket(ticketId, at.signal)).resolves.toMatchObject({ ticketId });
      }),
    },
    {
      id: 'C6.7',
      title: 'Retry-After is told to the second, and nothing is sent before it is over',
      run: bench(async (at) => {
        const ticketId = at.openTicket();
        await at.adapter.ticket(ticketId, at.signal);
        at.desk.inject({ on: fixture.ticketRequest, kind: 'status', status: 429, headers: { 'retry-after': '37' } });
        const askedAt = at.clock.now();
        await expect(at.adapter.ticket(ticketId, at.signal)).rejects.toMatchObject({
          code: 'RATE_LIMITED',
          retryAfterSeconds: 37,
        });
        const answered = at.desk.requests.length;

        // the suite's clock jumps to whatever is waited for
        await at.adapter.ticket(ticketId, at.signal);

        for (const request of at.desk.requests.slice(answered))
          expect(request.at).toBeGreaterThanOrEqual(askedAt + 37_000);
      }),
    },
    {
      id: 'C6.8',
      title: 'the probe knows who we are; wrong credentials are AuthExpired and stay out of error and log',
      run: bench(async (at) => {
        const probe = await at.adapter.probe(at.signal);
        expect(probe.selfId).not.toBe('');
        expect(probe.missingScopes).toEqual([]);

        const wrong = at.adapterWith({ [fixture.credentialField]: 'canary-credential-9' });
        const error: unknown = await wrong.probe(at.signal).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'AUTH_EXPIRED' });
        expect(`${String(error)} ${JSON.stringify(error)} ${JSON.stringify(at.context.lines)}`).not.toContain(
          'canary-credential',
        );
        const ticketId = at.openTicket();
        await expect(wrong.ticket(ticketId, at.signal)).rejects.toMatchObject({ code: 'AUTH_EXPIRED' });
      }),
    },
  ];
}

const TROUBLE = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'html' },
  { kind: 'truncated' },
  { kind: 'reset' },
  { kind: 'error_in_200' },
] as const;

/** A working day of one ticket. */
function steps({ desk, agent, groups, openTicket }: Bench, ticketId: string): readonly (() => void)[] {
  return [
    () => void desk.message(ticketId, agent, 'We are looking into it'),
    () => desk.assign(ticketId, agent, { agentId: agent.id }),
    () => desk.setPriority(ticketId, agent, 'P2'),
    () => desk.addTag(ticketId, agent, 'second'),
    () => desk.setTier(ticketId, agent, 'T2'),
    () => desk.assign(ticketId, agent, { group: groups[1] }),
    () => desk.setStatus(ticketId, agent, 'waiting_requester'),
    () => void desk.message(ticketId, { kind: 'requester' }, 'Here are the logs'),
    () => void desk.message(ticketId, agent, 'For colleagues only', { public: false }),
    () => desk.removeTag(ticketId, agent, 'second'),
    () => desk.setStatus(ticketId, agent, 'solved'),
    () => {
      openTicket();
      desk.setPriority(ticketId, agent, 'P1');
    },
  ];
}

function tagsAtEndOf(events: TicketHistory['events']): readonly string[] {
  const tags = new Set<string>();
  for (const event of events) {
    if (event.type === 'created') for (const tag of event.tags) tags.add(tag);
    if (event.type !== 'tags_changed') continue;
    for (const tag of event.removed) tags.delete(tag);
    for (const tag of event.added) tags.add(tag);
  }
  return [...tags];
}

async function pagesFrom({ adapter, signal }: Bench, cursor: string) {
  const pages: { readonly ticketIds: readonly string[]; readonly cursor: string }[] = [];
  for await (const page of adapter.changedSince(cursor, signal)) {
    pages.push(page);
    if (pages.length > 1000) throw new Error('changedSince does not end');
  }
  return pages;
}
