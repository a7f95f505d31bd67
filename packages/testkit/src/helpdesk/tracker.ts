import type { TrackerWrite } from '@stellwerk/core';
import type { IssueHistory, IssueTrackerFactory } from '@stellwerk/ports';
import { describe, expect, it } from 'vitest';
import { MINUTE, SECRET, START } from './bench.ts';
import type { ConformanceCase } from './case.ts';
import type { DeskFault } from './desk.ts';
import { ingressCases } from './ingress.ts';
import { type TrackerBench, trackerSendable, withTracker } from './tracker-bench.ts';
import type { TrackerFixture } from './tracker-fixture.ts';

/** Every case of an issue tracker: C3 ingress, C6 reading, C9 writes. */
export function trackerCases(factory: IssueTrackerFactory, fixture: TrackerFixture): readonly ConformanceCase[] {
  const bench = (run: (bench: TrackerBench) => Promise<void>) => () => withTracker(factory, fixture, run);
  return [...trackerIngress(factory, fixture), ...readingCases(bench), ...writeCases(bench)];
}

/** Declares the suite for one issue tracker. */
export function runTrackerConformance(factory: IssueTrackerFactory, fixture: TrackerFixture): void {
  describe(`${factory.manifest.name} as an issue tracker`, () => {
    for (const { id, title, run } of trackerCases(factory, fixture)) {
      it(`${id} ${title}`, async ({ skip }) => {
        const reason = fixture.notApplicable?.[id];
        if (reason) return skip(reason);
        return run();
      });
    }
  });
}

type On = (run: (bench: TrackerBench) => Promise<void>) => () => Promise<void>;

function trackerIngress(factory: IssueTrackerFactory, fixture: TrackerFixture): readonly ConformanceCase[] {
  return ingressCases({
    signatureHeaders: fixture.signatureHeaders,
    signedTime: fixture.signedTime,
    delivery: ({ id = '4711', secret = SECRET, at = START, n = 1 } = {}) =>
      fixture.signedDelivery({ issue: Number(id), secret, at, n }),
    subject: (id) => ({ kind: 'issue', issue: fixture.reference(Number(id)) }),
    withAdapter: (secrets, run) => withTracker(factory, fixture, async (at) => run(at.adapterWith({}, secrets))),
  });
}

function readingCases(bench: On): readonly ConformanceCase[] {
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

const CREATE: TrackerWrite = { kind: 'create_issue', title: 'Checkout fails', body: 'Steps', labels: ['bug'] };

function writeCases(bench: On): readonly ConformanceCase[] {
  return [
    {
      id: 'C9.3',
      title: 'an issue is opened, found by its marker, and its events are our own',
      run: bench(async (at) => {
        const create = trackerSendable(CREATE, 'k:create', at.clock.now());
        expect(await at.adapter.find(create, at.signal)).toEqual({ kind: 'absent' });

        const { remoteRef } = await at.adapter.apply(create, at.signal);

        expect(at.tracker.issues()).toMatchObject([{ title: 'Checkout fails', labels: ['bug'] }]);
        expect(remoteRef).toBe(at.fixture.reference(at.tracker.issues()[0]?.number ?? 0));
        expect(await at.adapter.find(create, at.signal)).toMatchObject({ kind: 'present', remoteRef });
        const other = trackerSendable(CREATE, 'k:another', at.clock.now());
        expect(await at.adapter.find(other, at.signal)).toEqual({ kind: 'absent' });
        const { events } = await at.adapter.issue(remoteRef ?? '', at.signal);
        for (const event of events) expect(event.actor.kind).toBe('self');
      }),
    },
    {
      id: 'C9.5',
      title: 'after an unclear end, looking up tells the truth and nothing is opened or said twice',
      run: bench(async (at) => {
        const issue = at.tracker.openIssue({ title: 'known' });
        for (const [n, fault] of UNCLEAR.entries()) {
          const title = `Bug ${n}`;
          const text = `Comment ${n}`;
          const write: TrackerWrite = { kind: 'create_issue', title, body: 'Steps', labels: ['bug'] };
          const comment: TrackerWrite = { kind: 'comment_issue', issue: at.ref(issue), text };
          const opened = () => at.tracker.issues().filter((each) => each.title === title).length;
          const said = () =>
            at.tracker
              .issues()
              .flatMap((each) => each.comments)
              .filter((each) => each.body.includes(text)).length;

          await unclear(at, { ...fault, on: at.fixture.createRequest }, write, `k:c:${n}`, opened);
          await unclear(at, { ...fault, on: at.fixture.commentRequest }, comment, `k:m:${n}`, said);
        }
      }),
    },
    {
      id: 'C9.2',
      title: 'labels of others stay; said again, nothing is written',
      run: bench(async (at) => {
        const issue = at.tracker.openIssue({ title: 'x', labels: ['foreign'] });
        const write: TrackerWrite = { kind: 'label_issue', issue: at.ref(issue), add: ['T3'] };
        const effect = trackerSendable(write, 'k:label', at.clock.now());

        const first = await at.adapter.apply(effect, at.signal);
        const writes = () => at.tracker.requests.filter((request) => request.method !== 'GET').length;
        const before = writes();
        const second = await at.adapter.apply(effect, at.signal);

        expect([first.outcome, second.outcome]).toEqual(['done', 'unchanged']);
        expect(writes()).toBe(before);
        expect([...(at.tracker.issues()[0]?.labels ?? [])].sort()).toEqual(['T3', 'foreign']);
      }),
    },
    {
      id: 'C9.6',
      title: 'a limit is told to the second and nothing was written',
      run: bench(async (at) => {
        const headers = { 'retry-after': '37' };
        at.tracker.inject({ on: at.fixture.createRequest, kind: 'status', status: 429, headers });

        const create = trackerSendable(CREATE, 'k:limit', at.clock.now());
        await expect(at.adapter.apply(create, at.signal)).rejects.toMatchObject({
          code: 'RATE_LIMITED',
          retryAfterSeconds: 37,
        });
        expect(at.tracker.issues()).toEqual([]);
      }),
    },
    {
      id: 'C9.7',
      title: 'a write to an issue that is gone is refused for good',
      run: bench(async (at) => {
        const write: TrackerWrite = { kind: 'comment_issue', issue: at.ref(999_999), text: 'x' };

        await expect(
          at.adapter.apply(trackerSendable(write, 'k:gone', at.clock.now()), at.signal),
        ).rejects.toMatchObject({ retry: 'never' });
      }),
    },
  ];
}

async function unclear(
  at: TrackerBench,
  fault: DeskFault,
  write: TrackerWrite,
  key: string,
  count: () => number,
): Promise<void> {
  const name = JSON.stringify({ ...fault, write: write.kind });
  const effect = trackerSendable(write, key, at.clock.now());
  at.tracker.inject(fault);

  const error: unknown = await at.adapter.apply(effect, at.signal).catch((thrown: unknown) => thrown);

  expect(error, name).toMatchObject({ code: 'TRANSIENT', ambiguous: true });
  const found = await at.adapter.find(effect, at.signal);
  expect(found.kind, name).toBe(fault.commit === 'after' ? 'present' : 'absent');
  if (found.kind === 'absent') await at.adapter.apply(effect, at.signal);
  expect(count(), name).toBe(1);
  at.tracker.clearFaults();
}

const TROUBLE: readonly Omit<DeskFault, 'on'>[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'html' },
  { kind: 'truncated' },
  { kind: 'reset' },
];

const UNCLEAR: readonly Omit<DeskFault, 'on'>[] = [
  ...(['reset', 'truncated', 'html'] as const).flatMap((kind) => [
    { kind, commit: 'before' as const },
    { kind, commit: 'after' as const },
  ]),
  { kind: 'status', status: 502, commit: 'before' },
  { kind: 'status', status: 502, commit: 'after' },
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
