import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGithubSimulator, type GithubSimulator, type GithubSimulatorOptions } from './simulator.ts';

const repo = { owner: 'acme', repo: 'product' };
const token = 'github-token';
const START = Date.UTC(2026, 9, 5, 8, 0, 0);

let now = START;
let github: GithubSimulator;
let octokit: Octokit;

async function start(options: Partial<GithubSimulatorOptions> = {}): Promise<void> {
  await github?.stop();
  github = createGithubSimulator({ now: () => now, token, ...repo, ...options });
  await github.listen();
  octokit = new Octokit({ auth: token, baseUrl: github.url, log: quiet });
}

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The status an Octokit call was refused with. */
async function refused(call: Promise<unknown>): Promise<number | undefined> {
  return call.then(
    () => undefined,
    (error: { status: number }) => error.status,
  );
}

beforeEach(async () => {
  now = START;
  await start();
});
afterEach(() => github.stop());

describe('signing in', () => {
  it('tells the account of the token and refuses a wrong one', async () => {
    const wrong = new Octokit({ auth: 'nope', baseUrl: github.url, log: quiet });

    const { data } = await octokit.rest.users.getAuthenticated();

    expect(data.login).toBe('stellwerk-bot');
    expect(await refused(wrong.rest.repos.get(repo))).toBe(401);
  });

  it('hides a private repository behind 404 and a public one from writers without rights', async () => {
    await start({ private: true, strangerTokens: ['other'] });
    const stranger = new Octokit({ auth: 'other', baseUrl: github.url, log: quiet });
    expect(await refused(stranger.rest.repos.get(repo))).toBe(404);

    await start({ strangerTokens: ['other'] });
    const reader = new Octokit({ auth: 'other', baseUrl: github.url, log: quiet });
    expect((await reader.rest.repos.get(repo)).data.visibility).toBe('public');
    expect(await refused(reader.rest.issues.create({ ...repo, title: 'x' }))).toBe(403);
  });
});

describe('issues', () => {
  it('creates, reads and closes an issue, with history rows that carry ids', async () => {
    const { data: issue } = await octokit.rest.issues.create({ ...repo, title: 'Checkout fails', labels: ['bug'] });
    now += 60_000;
    await octokit.rest.issues.update({
      ...repo,
      issue_number: issue.number,
      state: 'closed',
      state_reason: 'not_planned',
    });
    now += 60_000;
    await octokit.rest.issues.createComment({ ...repo, issue_number: issue.number, body: 'why?' });
    github.reopenIssue(issue.number);

    const timeline = await octokit.rest.issues.listEventsForTimeline({ ...repo, issue_number: issue.number });
    const events = await octokit.rest.issues.listEvents({ ...repo, issue_number: issue.number });

    expect(timeline.data.map((row) => row.event)).toEqual(['labeled', 'closed', 'commented', 'reopened']);
    expect(timeline.data[1]).toMatchObject({ state_reason: 'not_planned', created_at: '2026-10-05T08:01:00Z' });
    expect(events.data.map((row) => row.event)).toEqual(['labeled', 'closed', 'reopened']);
    expect(new Set(timeline.data.map((row) => ('id' in row ? row.id : 0))).size).toBe(4);
    expect(github.issues()[0]).toMatchObject({ state: 'open', labels: ['bug'], creator: 'stellwerk-bot' });
  });

  it('lists pull requests too, filters by creator and since, and pages by Link', async () => {
    github.openIssue({ title: 'by a person' }, 'jane');
    github.openIssue({ title: 'a change', pullRequest: true }, 'jane');
    now += 3_600_000;
    for (let at = 0; at < 5; at += 1) await octokit.rest.issues.create({ ...repo, title: `ours ${at}` });

    const all = await octokit.paginate(octokit.rest.issues.listForRepo, { ...repo, state: 'all', per_page: 3 });
    const ours = await octokit.rest.issues.listForRepo({
      ...repo,
      creator: 'stellwerk-bot',
      state: 'all',
      since: new Date(now).toISOString(),
    });

    expect(all).toHaveLength(7);
    expect(all.filter((issue) => issue.pull_request)).toHaveLength(1);
    expect(ours.data.map((issue) => issue.title)).toEqual(['ours 4', 'ours 3', 'ours 2', 'ours 1', 'ours 0']);
  });

  it('refuses a body of more than 65,536 characters, counted as code points', async () => {
    const fits = await octokit.rest.issues.create({ ...repo, title: 'long', body: '🚀'.repeat(65_536) });

    expect(fits.status).toBe(201);
    expect(await refused(octokit.rest.issues.create({ ...repo, title: 'long', body: 'x'.repeat(65_537) }))).toBe(422);
    expect(await refused(octokit.rest.issues.create({ ...repo, title: '' }))).toBe(422);
  });

  it('drops labels silently without push access', async () => {
    await start({ push: false });

    const { data } = await octokit.rest.issues.create({ ...repo, title: 'x', labels: ['bug'] });

    expect(data.labels).toEqual([]);
  });

  it('says 410 of a deleted issue and where issues are off', async () => {
    const number = github.openIssue({ title: 'gone' });
    github.deleteIssue(number);
    expect(await refused(octokit.rest.issues.get({ ...repo, issue_number: number }))).toBe(410);

    await start({ issuesEnabled: false });
    expect(await refused(octokit.rest.issues.create({ ...repo, title: 'x' }))).toBe(410);
  });

  it('finds a new issue by search only after the lag, in the list at once', async () => {
    await octokit.rest.issues.create({ ...repo, title: 'x', body: '<!-- marker 17 -->' });
    const q = 'repo:acme/product is:issue in:body "marker 17"';

    const early = await octokit.rest.search.issuesAndPullRequests({ q });
    const listed = await octokit.rest.issues.listForRepo({ ...repo, creator: 'stellwerk-bot' });
    now += 30_000;
    const late = await octokit.rest.search.issuesAndPullRequests({ q });

    expect([early.data.total_count, listed.data.length, late.data.total_count]).toEqual([0, 1, 1]);
  });
});

describe('labels and comments', () => {
  it('answers already_exists for a label in another case', async () => {
    await octokit.rest.issues.createLabel({ ...repo, name: 'Bug', color: 'd73a4a' });

    const again = octokit.rest.issues.createLabel({ ...repo, name: 'bug', color: 'd73a4a' });

    await expect(again).rejects.toMatchObject({
      status: 422,
      response: { data: { errors: [{ resource: 'Label', code: 'already_exists', field: 'name' }] } },
    });
    expect(await refused(octokit.rest.issues.createLabel({ ...repo, name: 'c', color: '#fff000' }))).toBe(422);
  });

  it('adds, replaces and removes labels of an issue', async () => {
    const target = { ...repo, issue_number: github.openIssue({ title: 'x', labels: ['a'] }) };

    await octokit.rest.issues.addLabels({ ...target, labels: ['b'] });
    await octokit.rest.issues.removeLabel({ ...target, name: 'a' });
    expect(github.issues()[0]?.labels).toEqual(['b']);
    await octokit.rest.issues.setLabels({ ...target, labels: ['c'] });

    expect(github.issues()[0]?.labels).toEqual(['c']);
    expect(await refused(octokit.rest.issues.removeLabel({ ...target, name: 'a' }))).toBe(404);
  });

  it('creates, edits, lists and deletes comments', async () => {
    const target = { ...repo, issue_number: github.openIssue({ title: 'x' }) };
    const { data: comment } = await octokit.rest.issues.createComment({ ...target, body: 'one' });
    await octokit.rest.issues.updateComment({ ...repo, comment_id: comment.id, body: 'two' });

    const listed = await octokit.rest.issues.listComments(target);
    await octokit.rest.issues.deleteComment({ ...repo, comment_id: comment.id });

    expect(listed.data.map((each) => each.body)).toEqual(['two']);
    expect(github.issues()[0]?.comments).toEqual([]);
  });
});

describe('limits and faults', () => {
  it('counts down in headers and refuses with remaining 0', async () => {
    await start({ ratePerMinute: 2 });

    const first = await octokit.rest.repos.get(repo);
    await octokit.rest.repos.get(repo);
    const third = octokit.rest.repos.get(repo);

    expect(first.headers['x-ratelimit-remaining']).toBe('1');
    await expect(third).rejects.toMatchObject({ status: 403, response: { headers: { 'x-ratelimit-remaining': '0' } } });
    now += 60_000;
    expect((await octokit.rest.repos.get(repo)).status).toBe(200);
  });

  it('applies the secondary limit at 80 new contents a minute', async () => {
    const target = { ...repo, issue_number: github.openIssue({ title: 'x' }) };
    for (let at = 0; at < 80; at += 1) await octokit.rest.issues.createComment({ ...target, body: `${at}` });

    const next = octokit.rest.issues.createComment({ ...target, body: 'one too many' });

    await expect(next).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('secondary rate limit'),
      response: { headers: { 'retry-after': '60' } },
    });
  });

  it('lets plugin-retry create an issue twice after one 502 that came after the write', async () => {
    const Retrying = Octokit.plugin(retry);
    const client = new Retrying({ auth: token, baseUrl: github.url, log: quiet, retry: { retryAfterBaseValue: 1 } });
    github.inject({ on: /^POST .*\/issues$/, kind: 'status', status: 502, commit: 'after' });

    await client.rest.issues.create({ ...repo, title: 'twice' });

    expect(github.issues().map((issue) => issue.title)).toEqual(['twice', 'twice']);
  });

  it('creates nothing when the 502 came before the write and nobody repeats', async () => {
    const Retrying = Octokit.plugin(retry);
    const client = new Retrying({ auth: token, baseUrl: github.url, log: quiet });
    github.inject({ on: /^POST .*\/issues$/, kind: 'status', status: 502 });

    const call = client.rest.issues.create({ ...repo, title: 'never', request: { retries: 0 } });

    expect(await refused(call)).toBe(502);
    expect(github.issues()).toEqual([]);
  });

  it('makes plugin-throttling see a secondary limit', async () => {
    const seen: string[] = [];
    const Throttled = Octokit.plugin(throttling);
    const client = new Throttled({
      auth: token,
      baseUrl: github.url,
      log: quiet,
      throttle: {
        onRateLimit: () => void seen.push('primary'),
        onSecondaryRateLimit: () => void seen.push('secondary'),
      },
    });
    github.inject({ on: /^GET /, kind: 'status', status: 403, headers: { 'retry-after': '1' } });

    expect(await refused(client.rest.repos.get(repo))).toBe(403);

    expect(seen).toEqual(['secondary']);
  });
});

describe('webhooks', () => {
  interface Received {
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: string;
  }
  let receiver: Server;
  let received: Received[] = [];
  let statuses: number[] = [];
  let url = '';

  beforeEach(async () => {
    received = [];
    statuses = [];
    receiver = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
        response.writeHead(statuses.shift() ?? 202).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  });
  afterEach(() => new Promise((resolve) => receiver.close(resolve)));

  it('sends a ping and then what happens, signed over the raw body', async () => {
    github.setWebhook({ url, secret: 's3cret' });
    const number = github.openIssue({ title: 'Größe' });
    github.closeIssue(number, 'completed', 'jane');
    await github.webhooksSettled();

    expect(received.map((each) => each.headers['x-github-event'])).toEqual(['ping', 'issues', 'issues']);
    for (const { headers, body } of received) {
      const expected = createHmac('sha256', 's3cret').update(body).digest('hex');
      expect(headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
    }
    const closed = JSON.parse(received[2]?.body ?? '{}');
    expect(closed).toMatchObject({
      action: 'closed',
      issue: { number, state: 'closed', state_reason: 'completed', closed_at: '2026-10-05T08:00:00Z' },
      repository: { full_name: 'acme/product' },
      sender: { login: 'jane' },
    });
  });

  it('does not try again by itself; a redelivery keeps the GUID and shows in the list', async () => {
    const hook = await octokit.rest.repos.createWebhook({
      ...repo,
      events: ['issues'],
      config: { url, content_type: 'json', secret: 'x' },
    });
    await github.webhooksSettled();
    statuses = [500];
    github.openIssue({ title: 'x' });
    await github.webhooksSettled();
    expect(received).toHaveLength(2);

    const target = { ...repo, hook_id: hook.data.id };
    const failed = await octokit.request('GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries?status=failure', target);
    const delivery = failed.data[0];
    if (!delivery) throw new Error('no failed delivery listed');
    await octokit.rest.repos.redeliverWebhookDelivery({ ...target, delivery_id: delivery.id });
    await github.webhooksSettled();

    expect(failed.data).toHaveLength(1);
    expect(received[2]?.headers['x-github-delivery']).toBe(received[1]?.headers['x-github-delivery']);
    const listed = await octokit.rest.repos.listWebhookDeliveries(target);
    expect(listed.data.map((each) => [each.event, each.redelivery, each.status_code])).toEqual([
      ['issues', true, 200],
      ['issues', false, 502],
      ['ping', false, 200],
    ]);
  });

  it('refuses the same hook twice', async () => {
    const config = { url, content_type: 'json' };
    await octokit.rest.repos.createWebhook({ ...repo, events: ['issues'], config });

    expect(await refused(octokit.rest.repos.createWebhook({ ...repo, events: ['issues'], config }))).toBe(422);
  });
});
