import type { HelpdeskWrite } from '@stellwerk/core';
import type { HelpdeskAdapterFactory } from '@stellwerk/ports';
import { expect } from 'vitest';
import { type Bench, MINUTE, sendable, withBench } from './bench.ts';
import type { ConformanceCase } from './case.ts';
import type { DeskFault, DeskTicket } from './desk.ts';
import type { HelpdeskFixture } from './fixture.ts';

/** C9: a write reaches its end once, whatever happens on the way, and leaves alone what is not ours. */
export function writeCases(factory: HelpdeskAdapterFactory, fixture: HelpdeskFixture): readonly ConformanceCase[] {
  const bench = (run: (bench: Bench) => Promise<void>) => () => withBench(factory, fixture, run);

  return [
    {
      id: 'C9.1',
      title: 'each standing end is reached; said again, nothing is written',
      run: bench(async (at) => {
        for (const [write, holds] of standingEnds(at, fixture)) {
          const ticketId = at.openTicket();
          at.clock.advance(MINUTE);

          const first = await at.adapter.apply(sendable(ticketId, write, `k:${write.kind}`), at.signal);
          const written = countWrites(at, fixture);
          const second = await at.adapter.apply(sendable(ticketId, write, `k:${write.kind}`), at.signal);

          expect([first.outcome, second.outcome], write.kind).toEqual(['done', 'unchanged']);
          expect(countWrites(at, fixture), `${write.kind} wrote again`).toBe(written);
          expect(holds(shown(at, ticketId)), `${write.kind}: ${JSON.stringify(shown(at, ticketId))}`).toBe(true);
        }
      }),
    },
    {
      id: 'C9.2',
      title: 'tags of others stay, also those added at the same time',
      run: bench(async (at) => {
        const ticketId = at.openTicket({ tags: ['foreign'] });
        const ensure = (add: string[], remove: string[], key: string) =>
          at.adapter.apply(sendable(ticketId, { kind: 'ensure_tags', add, remove }, key), at.signal);

        await Promise.all([ensure(['one'], [], 'k:1'), ensure(['two'], [], 'k:2')]);
        at.desk.addTag(ticketId, at.agent, 'by-hand');
        await ensure(['three'], ['one'], 'k:3');

        expect([...shown(at, ticketId).tags].sort()).toEqual(['by-hand', 'foreign', 'three', 'two']);
      }),
    },
    {
      id: 'C9.3',
      title: 'a note is internal, carries its marker, and the same effect writes it once',
      run: bench(async (at) => {
        const ticketId = at.openTicket();
        const note = sendable(ticketId, { kind: 'add_note', text: 'Hand-over to T2' }, 'k:note');
        expect(await at.adapter.find(note, at.signal)).toEqual({ kind: 'absent' });

        const first = await at.adapter.apply(note, at.signal);
        await at.adapter.apply(note, at.signal);

        expect(notes(at, ticketId, 'Hand-over to T2')).toHaveLength(1);
        expect(notes(at, ticketId, 'Hand-over to T2')[0]?.public).toBe(false);
        expect(await at.adapter.find(note, at.signal)).toMatchObject({ kind: 'present', remoteRef: first.remoteRef });
        const other = sendable(ticketId, { kind: 'add_note', text: 'Hand-over to T2' }, 'k:another');
        expect(await at.adapter.find(other, at.signal)).toEqual({ kind: 'absent' });
      }),
    },
    {
      id: 'C9.4',
      title: 'a notice is seen by the customer, once',
      run: bench(async (at) => {
        const ticketId = at.openTicket();
        const notice = sendable(ticketId, { kind: 'public_notice', text: 'We are on it' }, 'k:notice');

        await at.adapter.apply(notice, at.signal);
        await at.adapter.apply(notice, at.signal);

        expect(notes(at, ticketId, 'We are on it').map((message) => message.public)).toEqual([true]);
      }),
    },
    {
      id: 'C9.5',
      title: 'after an unclear end, looking up tells the truth and nothing is written twice',
      run: bench(async (at) => {
        for (const [n, fault] of UNCLEAR.entries()) {
          const ticketId = at.openTicket();
          const text = `Note ${n} of a bad day`;
          const note = sendable(ticketId, { kind: 'add_note', text }, `k:unclear:${n}`);
          at.desk.inject({ ...fault, on: fixture.noteRequest });

          const error: unknown = await at.adapter.apply(note, at.signal).catch((thrown: unknown) => thrown);

          const name = JSON.stringify(fault);
          expect(error, name).toMatchObject({ code: 'TRANSIENT', ambiguous: true });
          const found = await at.adapter.find(note, at.signal);
          expect(found.kind, name).toBe(fault.commit === 'after' ? 'present' : 'absent');
          if (found.kind === 'absent') await at.adapter.apply(note, at.signal);
          expect(notes(at, ticketId, text), name).toHaveLength(1);
          at.desk.clearFaults();
        }
      }),
    },
    {
      id: 'C9.6',
      title: 'a clear refusal is not ambiguous: 429, and 503 with a time to come back',
      run: bench(async (at) => {
        const ticketId = at.openTicket();
        const note = (n: number) => sendable(ticketId, { kind: 'add_note', text: `n${n}` }, `k:clear:${n}`);
        const headers = { 'retry-after': '3' };
        at.desk.inject({ on: fixture.noteRequest, kind: 'status', status: 429, headers });
        await expect(at.adapter.apply(note(1), at.signal)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
        at.desk.inject({ on: fixture.noteRequest, kind: 'status', status: 503, headers });
        await expect(at.adapter.apply(note(2), at.signal)).rejects.toMatchObject({
          code: 'TRANSIENT',
          ambiguous: false,
        });

        expect(shown(at, ticketId).messages.filter((message) => /^n\d/.test(message.body))).toEqual([]);
      }),
    },
    {
      id: 'C9.7',
      title: 'what the provider refuses for good is ValidationRefused or NotFound, and changes nothing',
      run: bench(async (at) => {
        const unknown = fixture.facts?.unknownGroup === undefined ? 'No Such Group' : fixture.facts.unknownGroup;
        const ticketId = at.openTicket();
        const missing = fixture.missingTicketId ?? '999999';
        const note = sendable(missing, { kind: 'add_note', text: 'x' }, 'k:missing');
        await expect(at.adapter.apply(note, at.signal)).rejects.toMatchObject({ retry: 'never' });
        if (unknown === null) return;

        const move = sendable(ticketId, { kind: 'assign_group', group: unknown }, 'k:group');
        await expect(at.adapter.apply(move, at.signal)).rejects.toMatchObject({
          code: expect.stringMatching(/^(?:VALIDATION_REFUSED|NOT_FOUND)$/),
        });
        expect(shown(at, ticketId).group).toBe(at.groups[0]);
      }),
    },
    {
      id: 'C9.8',
      title: 'a standing end is reached by repeating it, whatever went wrong before',
      run: bench(async (at) => {
        const notSaid: string[] = [];
        for (const fault of UNCLEAR) {
          for (const [write, holds] of standingEnds(at, fixture)) {
            const ticketId = at.openTicket({ tags: ['foreign'] });
            const name = `${write.kind} after ${JSON.stringify(fault)}`;
            at.desk.inject({ ...fault, on: /^(?:PUT|PATCH|DELETE|POST) (?!.*\/(?:search|read)$)/ });

            const error: unknown = await at.adapter.apply(sendable(ticketId, write, name), at.signal).catch((e) => e);
            at.desk.clearFaults();
            if (!(error instanceof Error && 'code' in error && error.code === 'TRANSIENT')) notSaid.push(name);
            await at.adapter.apply(sendable(ticketId, write, name), at.signal);

            expect(holds(shown(at, ticketId)), name).toBe(true);
            expect(shown(at, ticketId).tags, name).toContain('foreign');
          }
        }
        expect(notSaid, 'a failed write was told as done').toEqual([]);
      }),
    },
  ];
}

const UNCLEAR: readonly Omit<DeskFault, 'on'>[] = [
  ...(['reset', 'truncated', 'html', 'error_in_200'] as const).flatMap((kind) => [
    { kind, commit: 'before' as const },
    { kind, commit: 'after' as const },
  ]),
  { kind: 'status', status: 502, commit: 'before' },
  { kind: 'status', status: 502, commit: 'after' },
  { kind: 'status', status: 500, commit: 'after' },
];

function standingEnds(
  at: Bench,
  fixture: HelpdeskFixture,
): readonly [HelpdeskWrite, (ticket: DeskTicket) => boolean][] {
  const solved = fixture.facts?.solvedShowsAs ?? ['solved', 'closed'];
  return [
    [{ kind: 'set_tier', tier: 'T2' }, (ticket) => ticket.tier === 'T2'],
    [
      { kind: 'ensure_tags', add: ['a', 'b'], remove: [] },
      (ticket) => ['a', 'b'].every((tag) => ticket.tags.includes(tag)),
    ],
    [{ kind: 'assign_group', group: at.groups[1] }, (ticket) => ticket.group === at.groups[1]],
    [{ kind: 'set_priority', priority: 'P1' }, (ticket) => ticket.priority === 'P1'],
    [{ kind: 'set_status', status: 'solved' }, (ticket) => solved.includes(ticket.status)],
  ];
}

function shown({ desk }: Bench, ticketId: string): DeskTicket {
  const ticket = desk.ticket(ticketId);
  if (!ticket) throw new Error(`The desk has no ticket ${ticketId}`);
  return ticket;
}

function notes(at: Bench, ticketId: string, text: string) {
  return shown(at, ticketId).messages.filter((message) => message.body.includes(text));
}

function countWrites({ desk }: Bench, fixture: HelpdeskFixture): number {
  const isWrite = fixture.isWrite ?? (({ method }) => method !== 'GET');
  return desk.requests.filter(isWrite).length;
}
