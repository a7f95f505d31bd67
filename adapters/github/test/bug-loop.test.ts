import type { TrackerWrite } from '@stellwerk/core';
import type { IssueTracker, OwnIssue, Sendable } from '@stellwerk/ports';
import { createGithubSimulator, type GithubSimulator } from '@stellwerk/simulators';
import { createVirtualClock, signedTestContext, type VirtualClock } from '@stellwerk/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { githubAdapter } from '../src/index.ts';

const START = Date.UTC(2026, 9, 5, 8, 0, 0);
const MARKER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const IMPACT = 'IIIIIIIIIIIIIIIIIIIIIIIIII';
const token = 'github-token';
const { signal } = new AbortController();

let clock: VirtualClock;
let github: GithubSimulator;
let tracker: IssueTracker;
beforeEach(async () => {
  clock = createVirtualClock(START);
  github = createGithubSimulator({ now: clock.now, token, owner: 'acme', repo: 'product', private: true });
  await github.listen();
  tracker = connect();
});
afterEach(() => github.stop());

function connect(config: Record<string, unknown> = {}): IssueTracker {
  const whole = { kind: 'github', repository: 'acme/product', baseUrl: github.url, token, ...config };
  return githubAdapter.create(whole, signedTestContext(clock, 'bugs'));
}

function sendable(write: TrackerWrite, marker = MARKER): Sendable<TrackerWrite> {
  const reason = { code: 'test', rule: null, facts: {} };
  const fixed = { key: 'k', connection: 'bugs', at: START, mode: 'auto', coalesceKey: null, rule: 'r' } as const;
  const effect = { ...fixed, reason, writeClass: 'issues', write } as const;
  return { effect, ticketId: '1', marker, sendingSince: clock.now() };
}

const issue = { tracker: 'bugs', issue: 'acme/product#1' };
const create = (title: string): TrackerWrite => ({
  kind: 'create_issue',
  title,
  body: 'Steps',
  labels: [],
  type: 'Bug',
});
const impact = (text: string): TrackerWrite => ({ kind: 'impact_comment', issue, text, language: 'en' });
const writes = () => github.requests.filter((request) => request.method !== 'GET').length;

async function own(): Promise<readonly OwnIssue[]> {
  const found: OwnIssue[] = [];
  for await (const page of tracker.openIssues?.(signal) ?? []) found.push(...page);
  return found;
}

it('lists its own open issues with their text and marker, and nothing of others', async () => {
  github.openIssue({ title: 'of a maintainer' });
  await tracker.apply(sendable(create('ours')), signal);
  await tracker.apply(sendable(create('closed'), 'B'.repeat(26)), signal);
  github.closeIssue(3);

  expect(await own()).toEqual([{ issue: 'acme/product#2', title: 'ours', body: 'Steps', marker: MARKER }]);
  expect(github.issues()[1]?.type).toBe('Bug');
});

it('lists them over all pages', async () => {
  for (let n = 0; n < 120; n++) github.openIssue({ title: `bug ${n}` }, 'stellwerk-bot');

  expect(await own()).toHaveLength(120);
});

describe('the impact comment', () => {
  beforeEach(() => void github.openIssue({ title: 'bug' }));
  const comments = () => github.issues()[0]?.comments.map(({ body }) => body.split('\n')[0]);

  it('is written once, changed where it says something else, and left where it says the same', async () => {
    const first = await tracker.apply(sendable(impact('2 tickets'), IMPACT), signal);
    const same = await tracker.apply(sendable(impact('2 tickets'), IMPACT), signal);
    const more = await tracker.apply(sendable(impact('3 tickets'), IMPACT), signal);

    expect([first.outcome, same.outcome, more.outcome]).toEqual(['done', 'unchanged', 'done']);
    expect(more.remoteRef).toBe(first.remoteRef);
    expect(comments()).toEqual(['3 tickets']);
    expect(writes()).toBe(2);
  });

  it('is found by the mark of its issue after an unclear end, also when a person has written the same', async () => {
    github.commentAs('mallory', 1, '2 tickets');
    github.inject({ on: /^POST .*\/comments$/, kind: 'reset', commit: 'after' });

    const effect = sendable(impact('2 tickets'), IMPACT);
    await expect(tracker.apply(effect, signal)).rejects.toMatchObject({ ambiguous: true });

    expect(await tracker.find(effect, signal)).toMatchObject({ kind: 'present' });
    expect(comments()).toEqual(['2 tickets', '2 tickets']);
  });

  it('is not written where the repository has become public', async () => {
    github.setPrivate(false);

    await expect(tracker.apply(sendable(impact('x'), IMPACT), signal)).rejects.toMatchObject({
      code: 'VALIDATION_REFUSED',
    });
  });
});

it('links to an issue that is there without writing, and to none that is gone', async () => {
  github.openIssue({ title: 'bug' });

  const applied = await tracker.apply(sendable({ kind: 'link_issue', issue }), signal);

  expect(applied).toEqual({ outcome: 'unchanged', remoteRef: 'acme/product#1', ownWrites: [] });
  expect(writes()).toBe(0);
  const gone = { tracker: 'bugs', issue: 'acme/product#9' };
  await expect(tracker.apply(sendable({ kind: 'link_issue', issue: gone }), signal)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

describe('a fix that is out', () => {
  const released = async (of = tracker) =>
    (await of.issue('acme/product#1', signal)).events.filter(({ type }) => type === 'issue_released');
  const changed = async (of: IssueTracker, since: number) => {
    const found: string[] = [];
    for await (const page of of.changedSince(`since:${new Date(since).toISOString()}`, signal))
      found.push(...page.issues);
    return found;
  };
  beforeEach(() => {
    github.openIssue({ title: 'bug' });
    github.planIssue(1, '2.4');
  });

  it('is told once the milestone is closed, from the instant both are', async () => {
    github.closeIssue(1, 'completed');
    expect(await released()).toEqual([]);
    clock.advance(3_600_000);
    github.closeMilestone('2.4');

    expect(await released()).toMatchObject([
      { by: 'milestone', name: '2.4', key: 'released:milestone:1', at: START + 3_600_000, actor: { kind: 'system' } },
    ]);
  });

  it('is none where the issue was given up', async () => {
    github.closeIssue(1, 'not_planned');
    github.closeMilestone('2.4');

    expect(await released()).toEqual([]);
  });

  it('is found by the poll although no issue changed, however often it looks', async () => {
    github.closeIssue(1, 'completed');
    clock.advance(3_600_000);
    github.closeMilestone('2.4');
    const since = clock.now() - 60_000;

    expect(await changed(tracker, since)).toEqual(['acme/product#1']);
    clock.advance(600_000);
    expect(await changed(tracker, clock.now() - 60_000)).toEqual([]);
  });

  it('is a release of the milestone’s name where the connection says so, and no draft', async () => {
    const byRelease = connect({ releasedBy: ['release'] });
    github.closeIssue(1, 'completed');
    github.publishRelease('v2.4', true);
    expect(await released(byRelease)).toEqual([]);
    clock.advance(3_600_000);
    github.publishRelease('v2.4');

    expect(await released(byRelease)).toMatchObject([{ by: 'release', name: 'v2.4', at: START + 3_600_000 }]);
    expect(await changed(byRelease, clock.now() - 60_000)).toEqual(['acme/product#1']);
    expect(await released()).toEqual([]);
    const asked = github.requests.filter(({ path }) => path.endsWith('/releases')).length;
    await released();
    expect(github.requests.filter(({ path }) => path.endsWith('/releases'))).toHaveLength(asked);
  });
});
