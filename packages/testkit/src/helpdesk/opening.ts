import type { HelpdeskAdapterFactory } from '@stellwerk/ports';
import { expect } from 'vitest';
import { type Bench, MINUTE, withBench } from './bench.ts';
import type { ConformanceCase } from './case.ts';
import type { HelpdeskFixture } from './fixture.ts';

/** C12: what the customer wrote first is given to an issue on its way out, and nothing that was said inside. */
export function openingCases(factory: HelpdeskAdapterFactory, fixture: HelpdeskFixture): readonly ConformanceCase[] {
  const bench = (run: (bench: Bench) => Promise<void>) => () => withBench(factory, fixture, run);
  return [
    {
      id: 'C12.1',
      title: 'the opening is the customer’s first words, never a note and never an answer',
      run: bench(async (at) => {
        const ticketId = at.openTicket({ subject: 'Export fails', body: 'It says HTTP 500.' });
        at.clock.advance(MINUTE);
        at.desk.message(ticketId, at.agent, 'internal canary', { public: false });
        at.clock.advance(MINUTE);
        at.desk.message(ticketId, at.agent, 'an answer', { public: true });
        at.clock.advance(MINUTE);
        at.desk.message(ticketId, { kind: 'requester' }, 'second words');

        const opening = await openingOf(at, ticketId);

        expect(opening.subject).toBe('Export fails');
        expect(opening.message).toContain('It says HTTP 500.');
        expect(opening.message).not.toMatch(/canary|answer|second/);
      }),
    },
    {
      id: 'C12.2',
      title: 'of a ticket that is gone there is no opening',
      run: bench(async (at) => {
        await expect(openingOf(at, '999999999')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }),
    },
  ];
}

async function openingOf({ adapter, signal }: Bench, ticketId: string) {
  if (!adapter.opening)
    throw new Error('`opening` is missing; name C12.1 and C12.2 in `notApplicable` with the reason');
  return adapter.opening(ticketId, signal);
}
