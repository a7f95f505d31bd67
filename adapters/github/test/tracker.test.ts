import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TrackerWrite } from '@stellwerk/core';
import {
  AuthExpired,
  type IssueTracker,
  NotFound,
  RateLimited,
  type RawDelivery,
  type Sendable,
  Transient,
} from '@stellwerk/ports';
import { createGithubSimulator, type GithubSimulator, type GithubSimulatorOptions } from '@stellwerk/simulators';
import type { TestContext } from '@stellwerk/testkit';
import { createVirtualClock, signedTestContext, TEST_SECRET, type VirtualClock } from '@stellwerk/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { githubAdapter } from '../src/index.ts';

const START = Date.UTC(2026, 9, 5, 8, 0, 0);
const MARKER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const token = 'github-token';

let clock: VirtualClock;
let github: GithubSimulator;
let tracker: IssueTracker;
let context: TestContext;
const { signal } = new AbortController();

async function start(
  options: Partial<GithubSimulatorOptions> = {},
  config: Record<string, unknown> = {},
): Promise<void> {
  await github?.stop();
  clock = createVirtualClock(START);
  github = createGithubSimulator({ now: clock.now, token, owner: 'acme', repo: 'product', private: true, ...options });
  await github.listen();
  tracker = connect(config);
}

function connect(config: Record<string, unknown> = {}): IssueTracker {
  context = signedTestContext(clock, 'bugs');
  const whole = { kind: 'github', repository: 'acme/product', baseUrl: github.url, token, ...config };
  return githubAdapter.create(whole, context);
}

function sendable(write: TrackerWrite, marker = MARKER): Sendable<TrackerWrite> {
  const reason = { code: 'test', rule: null, facts: {} };
  const fixed = {
    key: 'k',
    connection: 'bugs',
    at: START,
    mode: 'auto',
    coalesceKey: null,
    rule: 'r',
    reason,
  } as const;
  return { effect: { ...fixed, writeClass: 'issues', write }, ticketId: '1', marker, sendingSince: clock.now() };
}

const create: TrackerWrite = {
  kind: 'create_issue',
  title: 'Checkout fails',
  body: 'for @all, see #1',
  labels: ['bug', 'T3'],
};
const issue = { tracker: 'bugs', issue: 'acme/product#1' };
const writes = () => github.requests.filter((request) => request.method !== 'GET');

beforeEach(() => start());
afterEach(() => github.stop());

describe('probe', () => {
  it('tells the account', async () => {
    expect(await tracker.probe(signal)).toMatchObject({ identity: 'stellwerk-bot', missingScopes: [], warnings: [] });
  });

  it('tells a wrong token, a repository out of sight and one that everyone reads', async () => {
    await start({ strangerTokens: ['stranger'] });
    await expect(connect({ token: 'wrong' }).probe(signal)).rejects.toThrow(AuthExpired);
    await expect(connect({ token: 'stranger' }).probe(signal)).rejects.toThrow(NotFound);
    await expect(connect({ token: 'stranger' }).probe(signal)).rejects.toThrow('may not see it');

    await start({ private: false });
    expect((await tracker.probe(signal)).warnings[0]?.text.en).toContain('allowPublic');
  });
});

describe('create_issue', () => {
  it('opens one issue with labels, inert text and the mark at its end', async () => {
    const applied = await tracker.apply(sendable(create), signal);

    expect(applied).toEqual({ outcome: 'done', remoteRef: 'acme/product#1', ownWrites: [] });
    expect(github.issues()).toMatchObject([
      { title: 'Checkout fails', labels: ['bug', 'T3'], creator: 'stellwerk-bot' },
    ]);
    expect(github.issues()[0]?.body).toBe(`for @\u200Ball, see #\u200B1\n\n<!-- stellwerk:${MARKER} -->`);
  });

  it('takes a label that exists already for success, also in other letters', async () => {
    github.openIssue({ title: 'x', labels: ['BUG'] });

    const applied = await tracker.apply(sendable(create), signal);

    expect(applied.remoteRef).toBe('acme/product#2');
  });

  it('keeps writes at least a second apart', async () => {
    await Promise.all([1, 2, 3].map((n) => tracker.apply(sendable(create, `${MARKER.slice(1)}${n}`), signal)));

    const times = writes().map((request) => request.at);
    const gaps = times.slice(1).map((at, index) => at - times[index]!);
    expect(gaps.length).toBeGreaterThanOrEqual(4);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
  });

  it('writes nothing to a public repository, unless told to', async () => {
    await start({ private: false });
    await expect(tracker.apply(sendable(create), signal)).rejects.toMatchObject({ code: 'VALIDATION_REFUSED' });
    expect(writes()).toEqual([]);

    await connect({ allowPublic: 'acme/product' }).apply(sendable(create), signal);
    expect(github.issues()).toHaveLength(1);
  });

  it('asks before each create whether the repository is public, and refuses the one that has become so', async () => {
    await tracker.apply(sendable(create), signal);
    github.setPrivate(false);

    const second = tracker.apply(sendable(create, 'B'.repeat(26)), signal);

    await expect(second).rejects.toMatchObject({ code: 'VALIDATION_REFUSED' });
    expect(github.issues()).toHaveLength(1);
  });

  it('takes a public repository only with its very name typed out', () => {
    for (const allowPublic of [true, 'acme/other', 'acme/Product ']) {
      expect(() => connect({ allowPublic })).toThrow(/allowPublic/);
    }
  });

  it('sends a create once, whatever comes back, and finds it afterwards', async () => {
    const on = /^POST .*\/issues$/;
    const faults = [
      { on, kind: 'status', status: 502, commit: 'after' },
      { on, kind: 'reset', commit: 'after' },
      { on, kind: 'truncated', commit: 'after' },
      { on, kind: 'html', commit: 'after' },
      { on, kind: 'empty', commit: 'after' },
      { on, kind: 'error_in_200', commit: 'after' },
    ] as const;
    for (const [index, fault] of faults.entries()) {
      await start();
      github.inject(fault);
      const effect = sendable(create, `${MARKER.slice(1)}${index}`);

      await expect(tracker.apply(effect, signal), fault.kind).rejects.toMatchObject({
        code: 'TRANSIENT',
        ambiguous: true,
      });

      expect(github.issues(), fault.kind).toHaveLength(1);
      expect(await tracker.find(effect, signal)).toMatchObject({ kind: 'present', remoteRef: 'acme/product#1' });
    }
  });

  it('finds nothing when the request had no effect', async () => {
    github.inject({ on: /^POST .*\/issues$/, kind: 'status', status: 502, commit: 'before' });
    const effect = sendable(create);
    await expect(tracker.apply(effect, signal)).rejects.toBeInstanceOf(Transient);

    expect(await tracker.find(effect, signal)).toEqual({ kind: 'absent' });
  });

  it('is not misled by a mark that somebody else wrote, and looks on every page without the search', async () => {
    const effect = sendable(create);
    await tracker.apply(effect, signal);
    for (let n = 0; n < 120; n += 1) github.openIssue({ title: `more ${n}` }, 'stellwerk-bot');
    github.openIssue({ title: 'copy', body: `<!-- stellwerk:${'Z'.repeat(26)} -->` }, 'mallory');

    expect(await tracker.find(effect, signal)).toMatchObject({ remoteRef: 'acme/product#1' });
    expect(await tracker.find(sendable(create, 'Z'.repeat(26)), signal)).toEqual({ kind: 'absent' });
    expect(github.requests.some((request) => request.path.startsWith('/search'))).toBe(false);
  });

  it('says when GitHub dropped the labels', async () => {
    await start({ push: false });

    await tracker.apply(sendable(create), signal);

    expect(context.lines).toEqual([{ message: 'GitHub dropped labels of a new issue', fields: { missing: 2 } }]);
  });

  it('tells that issues are switched off', async () => {
    await start({ issuesEnabled: false });

    await expect(tracker.apply(sendable(create), signal)).rejects.toBeInstanceOf(NotFound);
  });
});

describe('limits', () => {
  it('passes on what the secondary limit says and makes no call before that time', async () => {
    const headers = { 'retry-after': '37' };
    github.inject({ on: /^POST .*\/issues$/, kind: 'status', status: 403, headers });
    const askedAt = clock.now();
    await expect(tracker.apply(sendable(create), signal)).rejects.toEqual(new RateLimited('bugs', 37));
    const before = github.requests.length;

    // the clock jumps to whatever is waited for
    await Promise.all([tracker.apply(sendable(create), signal), tracker.probe(signal)]);

    const later = github.requests.slice(before);
    expect(later.length).toBeGreaterThanOrEqual(2);
    for (const { at } of later) expect(at).toBeGreaterThanOrEqual(askedAt + 37_000);
  });

  it('says of a call that is given up while it waits that nothing was sent', async () => {
    const applying = tracker.apply(sendable(create), AbortSignal.abort());

    await expect(applying).rejects.toMatchObject({ code: 'TRANSIENT', ambiguous: false });
    expect(github.requests).toEqual([]);
  });

  it('knows a secondary limit by its message alone and then waits a minute', async () => {
    github.inject({ on: /^POST .*\/issues$/, kind: 'status', status: 403 });

    await expect(tracker.apply(sendable(create), signal)).rejects.toEqual(new RateLimited('bugs', 60));
  });

  it('waits for the reset of the primary limit', async () => {
    // as many as a first look takes
    await start({ ratePerMinute: 5 });

    await tracker.probe(signal);

    await expect(tracker.issue('acme/product#1', signal)).rejects.toEqual(new RateLimited('bugs', 60));
  });
});

describe('comment_issue and label_issue', () => {
  beforeEach(async () => {
    await tracker.apply(sendable(create), signal);
  });

  it('comments once and knows its comment in the history', async () => {
    const write = { kind: 'comment_issue', issue, text: 'another ticket' } as const;
    github.inject({ on: /^POST .*\/comments$/, kind: 'reset', commit: 'after' });
    const effect = sendable(write, 'C'.repeat(26));
    await expect(tracker.apply(effect, signal)).rejects.toMatchObject({ ambiguous: true });
    for (let n = 0; n < 110; n += 1) github.commentAs('jane', 1, `thanks ${n}`);

    const found = await tracker.find(effect, signal);
    const history = await tracker.issue('acme/product#1', signal);

    const [comment] = github.issues()[0]!.comments;
    expect(comment).toMatchObject({
      author: 'stellwerk-bot',
      body: `another ticket\n\n<!-- stellwerk:${'C'.repeat(26)} -->`,
    });
    expect(found).toEqual({ kind: 'present', remoteRef: String(comment!.id), ownWrites: [`comment:${comment!.id}`] });
    const own = history.events.find((event) => event.key === `comment:${comment!.id}`);
    expect(own?.actor.kind).toBe('self');
    expect(await tracker.find(sendable(write, 'D'.repeat(26)), signal)).toEqual({ kind: 'absent' });
  });

  it('adds labels, keeps foreign ones, and writes only on difference', async () => {
    github.labelIssue(1, 'needs-triage');
    const write = { kind: 'label_issue', issue, add: ['Bug', 'customer'] } as const;

    expect((await tracker.apply(sendable(write), signal)).outcome).toBe('done');
    expect(github.issues()[0]?.labels).toEqual(['bug', 'T3', 'needs-triage', 'customer']);
    const before = writes().length;
    expect((await tracker.apply(sendable(write), signal)).outcome).toBe('unchanged');
    expect(writes()).toHaveLength(before);
    expect((await tracker.find(sendable(write), signal)).kind).toBe('present');
  });

  it('refuses a reference that is none, and an issue that is gone', async () => {
    const at = (reference: string) =>
      sendable({ kind: 'label_issue', issue: { tracker: 'bugs', issue: reference }, add: ['x'] });
    github.deleteIssue(1);

    await expect(tracker.apply(at('../../user#1'), signal)).rejects.toBeInstanceOf(NotFound);
    await expect(tracker.apply(at('acme/product#1'), signal)).rejects.toBeInstanceOf(NotFound);
    await expect(tracker.issue('acme/product#9', signal)).rejects.toBeInstanceOf(NotFound);
  });
});

describe('webhooks', () => {
  it('accepts what GitHub sends when a maintainer closes an issue, and makes a hint of it', async () => {
    const number = github.openIssue({ title: 'x' });
    const received: RawDelivery[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = request.headers as Record<string, string>;
        received.push({ method: 'POST', url: '', headers, body: new Uint8Array(Buffer.concat(chunks)) });
        response.writeHead(202).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    github.setWebhook({ url: `http://127.0.0.1:${port}/hooks/a`, secret: TEST_SECRET });
    github.closeIssue(number);
    await github.webhooksSettled();
    server.close();

    const states = received.map((raw) => tracker.normalise(tracker.verify(raw, clock.now())));
    expect(states).toEqual([
      { state: 'ignored', subjects: [] },
      { state: 'accepted', subjects: [{ kind: 'issue', issue: `acme/product#${number}` }] },
    ]);
  });
});

describe('issue and changedSince', () => {
  it('tells what maintainers did, oldest first', async () => {
    await tracker.apply(sendable(create), signal);
    clock.advance(60_000);
    github.closeIssue(1, 'not_planned', 'jane');
    clock.advance(60_000);
    github.reopenIssue(1, 'jane');

    const history = await tracker.issue('acme/product#1', signal);

    expect(history.url).toBe('https://github.com/acme/product/issues/1');
    expect(history.events.map((event) => [event.type, event.actor.kind])).toEqual([
      ['issue_labelled', 'self'],
      ['issue_labelled', 'self'],
      ['issue_state_changed', 'agent'],
      ['issue_state_changed', 'agent'],
    ]);
    expect(history.events[2]).toMatchObject({ to: 'closed', reason: 'not_planned' });
  });

  async function changed(cursor: string): Promise<{ issues: string[]; cursor: string }> {
    const issues: string[] = [];
    let last = cursor;
    for await (const page of tracker.changedSince(cursor, signal)) {
      issues.push(...page.issues);
      last = page.cursor;
    }
    return { issues, cursor: last };
  }

  it('lists all changes once, oldest first, without pull requests, and goes on from its cursor', async () => {
    for (let n = 0; n < 130; n += 1) github.openIssue({ title: `same second ${n}` });
    clock.advance(1000);
    for (let n = 0; n < 130; n += 1) {
      github.openIssue({ title: `issue ${n}`, pullRequest: n % 10 === 0 });
      clock.advance(1000);
    }
    clock.advance(600_000);

    const first = await changed('since:2026-10-05T08:00:00Z');
    const again = await changed(first.cursor);
    github.closeIssue(5);
    const later = await changed(first.cursor);

    expect(first.issues).toHaveLength(130 + 117);
    expect(new Set(first.issues).size).toBe(130 + 117);
    expect(again).toEqual({ issues: [], cursor: first.cursor });
    expect(later.issues).toEqual(['acme/product#5']);
  });

  it('does not lose an issue when another one moves to the end between two pages', async () => {
    for (let n = 0; n < 150; n += 1) {
      github.openIssue({ title: `issue ${n}` });
      clock.advance(1000);
    }
    const seen = new Set<string>();

    for await (const page of tracker.changedSince('since:2026-10-05T08:00:00Z', signal)) {
      for (const each of page.issues) seen.add(each);
      if (seen.size === 100) for (let number = 1; number <= 20; number += 1) github.closeIssue(number);
    }

    expect(seen.size).toBe(150);
  });

  it('yields nothing from a cursor in the future', async () => {
    github.openIssue({ title: 'x' });

    expect((await changed('since:2027-01-01T00:00:00Z')).issues).toEqual([]);
  });
});
