import type { IssueHistory } from '@stellwerk/ports';
import { expect } from 'vitest';
import { MINUTE, START } from './bench.ts';
import type { ConformanceCase } from './case.ts';
import type { DeskFault } from './desk.ts';
import type { OnTracker, TrackerBench } from './tracker-bench.ts';

/** C6 of a tracker. */
export function trackerReading(bench: OnTracker): readonly ConformanceCase[] {
  return [
    {
      id: 'C6.1',
      title: 'reading changes finds every issue, and goes on after every page',
      run: bench(async (at) => {
        const all = new Set<string>();
        for (let n = 0; n < (at.fixture.manyIssues ?? 130); n++) {
          all.add(at.fixture.reference(at.tracker.openIssue({ title: `issue ${n}` })));
          at.clock.advance(n % 5 === 0 ? 2000 : 0);
        }
        at.clock.advance(20 * MINUTE);
        const early = `since:${new Date(START - 60 * MINUTE).toISOString()}`;

        const pages = await pagesFrom(at, early);

        expect(new Set(pages.flatMap((page) => page.issues))).toEqual(all);
        for (const [n, page] of pages.entries()) {
          const seen = [...pages.slice(0, n + 1), ...(await pagesFrom(at, page.cursor))].flatMap((each) => each.issues);
          expect(new Set(seen), `going on after page ${n + 1}`).toEqual(all);
        }
      }),
    },
    {
      id: 'C6.3',
      title: 'a fact once told is never told differently, at the time it happened, by whom it was done',
      run: bench(async (at) => {
        const issue = at.tracker.openIssue({ title: 'Checkout fails' });
        let known: ReadonlyMap<string, object> = new Map();
        for (const step of [
          () => at.tracker.labelIssue(issue, 'bug'),
          () => void at.tracker.commentAs('jane', issue, 'seen here, too'),
          () => at.tracker.closeIssue(issue, 'completed'),
          () => at.tracker.reopenIssue(issue),
          () => at.tracker.closeIssue(issue, 'not_planned'),
        ]) {
          at.clock.advance(MINUTE);
          const actedAt = at.clock.now();
          step();
          const history = await at.adapter.issue(at.fixture.reference(issue), at.signal);

          const facts = factsByKey(history);
          for (const [key, fact] of known) expect(facts.get(key)).toEqual(fact);
          expect(facts.size).toBe(known.size + 1);
          const last = history.events.at(-1);
          expect(Math.abs((last?.at ?? 0) - actedAt)).toBeLessThanOrEqual(1000);
          expect(last?.actor.kind).not.toBe('self');
          known = facts;
        }
        const states = [...known.values()].filter((fact) => 'to' in fact && 'reason' in fact);
        expect(states).toMatchObject([
          { to: 'closed', reason: 'completed' },
          { to: 'open' },
          { to: 'closed', reason: 'not_planned' },
        ]);
      }),
    },
    {
      id: 'C6.6',
      title: 'no such issue is NotFound; a tracker in trouble is not',
      run: bench(async (at) => {
        const issue = at.fixture.reference(at.tracker.openIssue({ title: 'x' }));
        await expect(at.adapter.issue(at.fixture.reference(999_999), at.signal)).rejects.toMatchObject({
          code: 'NOT_FOUND',
        });
        for (const fault of TROUBLE) {
          at.tracker.inject({ ...fault, on: at.fixture.issueRequest, times: 10 });
          await expect(at.adapter.issue(issue, at.signal), JSON.stringify(fault)).rejects.toMatchObject({
            code: 'TRANSIENT',
          });
          at.tracker.clearFaults();
        }
      }),
    },
    {
      id: 'C6.8',
      title: 'the probe knows who we are; wrong credentials are AuthExpired and stay out of error and log',
      run: bench(async (at) => {
        expect((await at.adapter.probe(at.signal)).selfId).not.toBe('');

        const wrong = at.adapterWith({ [at.fixture.credentialField]: 'canary-credential-9' });
        const error: unknown = await wrong.probe(at.signal).catch((thrown: unknown) => thrown);

        expect(error).toMatchObject({ code: 'AUTH_EXPIRED' });
        const printed = `${String(error)} ${JSON.stringify(error)} ${JSON.stringify(at.context.lines)}`;
        expect(printed).not.toContain('canary-credential');
      }),
    },
  ];
}

const TROUBLE: readonly Omit<DeskFault, 'on'>[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'html' },
  { kind: 'truncated' },
  { kind: 'reset' },
];

async function pagesFrom({ adapter, signal }: TrackerBench, cursor: string) {
  const pages: { readonly issues: readonly string[]; readonly cursor: string }[] = [];
  for await (const page of adapter.changedSince(cursor, signal)) {
    pages.push(page);
    if (pages.length > 1000) throw new Error('changedSince does not end');
  }
  return pages;
}

function factsByKey(history: IssueHistory): ReadonlyMap<string, object> {
  const facts = new Map<string, object>();
  for (const { observedAt: _observedAt, provenance: _provenance, ...fact } of history.events) {
    if (facts.has(fact.key)) throw new Error(`The key ${fact.key} stands twice`);
    facts.set(fact.key, fact);
  }
  return facts;
}
