import type { TrackerWrite } from '@stellwerk/core';
import { expect } from 'vitest';
import type { ConformanceCase } from './case.ts';
import type { DeskFault } from './desk.ts';
import { type OnTracker, type TrackerBench, trackerSendable } from './tracker-bench.ts';

const CREATE: TrackerWrite = { kind: 'create_issue', title: 'Checkout fails', body: 'Steps', labels: ['bug'] };

/** C9 of a tracker. */
export function trackerWrites(bench: OnTracker): readonly ConformanceCase[] {
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

const UNCLEAR: readonly Omit<DeskFault, 'on'>[] = [
  ...(['reset', 'truncated', 'html'] as const).flatMap((kind) => [
    { kind, commit: 'before' as const },
    { kind, commit: 'after' as const },
  ]),
  { kind: 'status', status: 502, commit: 'before' },
  { kind: 'status', status: 502, commit: 'after' },
];
