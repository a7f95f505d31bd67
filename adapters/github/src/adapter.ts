import { defineTrackerAdapter } from '@stellwerk/adapter-kit';
import type { TrackerWrite } from '@stellwerk/core';
import {
  type AdapterContext,
  type Applied,
  type Found,
  type IssueHistory,
  type IssueTracker,
  NotFound,
  type Sendable,
} from '@stellwerk/ports';
import { changedIssues } from './changed-issues.ts';
import { createGithubClient, type GithubClient } from './client.ts';
import { GithubConfig } from './config.ts';
import { findComment, findIssue } from './find-issue.ts';
import { createIdentity } from './identity.ts';
import { type GithubSelf, issueEvents } from './issue-events.ts';
import { issuePlace, repositoryPlace } from './issue-reference.ts';
import { createEnsureLabels } from './labels.ts';
import { githubManifest } from './manifest.ts';
import { normaliseDelivery } from './normalise.ts';
import { ownIssues } from './own-issues.ts';
import { probeRepository } from './probe.ts';
import { createReleases, type Releases } from './releases.ts';
import { createRepositoryGuard } from './repository-guard.ts';
import { GithubIssue, GithubTimeline, type GithubTimelineRow } from './schema.ts';
import { githubDiscovery } from './setup/discovery.ts';
import { githubProvisioning } from './setup/provisioning.ts';
import { ensureComment, standingIssue } from './standing-ends.ts';
import { verifyDelivery } from './webhook.ts';
import { commentIssue, createIssue, labelIssue, type WriteParts } from './writes.ts';

/** GitHub issues as a tracker. */
export const githubAdapter = defineTrackerAdapter(
  { manifest: githubManifest, config: GithubConfig, secretFields: ['token', 'app.privateKey', 'webhookSecret'] },
  createGithubTracker,
);

interface Parts extends WriteParts {
  readonly config: GithubConfig;
  readonly context: AdapterContext;
  readonly releases: Releases;
  readonly self: (signal: AbortSignal) => Promise<GithubSelf>;
}

function createGithubTracker(config: GithubConfig, context: AdapterContext): IssueTracker {
  const parts = createParts(config, context);
  const { client, repository, place, self } = parts;
  const { clock } = context;
  const setup = { client, place, context, isApp: config.app !== undefined };

  return {
    manifest: githubManifest,
    probe: (signal) =>
      probeRepository({ client, place, self, clock, allowPublic: config.allowPublic !== undefined }, signal),
    verify: (raw, now) => verifyDelivery(raw, context.webhookSecrets(), now),
    normalise: (delivery) => normaliseDelivery(delivery, repository),
    issue: (reference, signal) => readHistory(parts, reference, signal),
    changedSince: (cursor, signal) =>
      changedIssues(client, { repository, ...place, clock, releases: parts.releases }, cursor, signal),
    openIssues: (signal) => openIssues(parts, signal),
    apply: (sendable, signal) => apply(parts, sendable, signal),
    find: (sendable, signal) => find(parts, sendable, signal),
    discovery: githubDiscovery(setup),
    provisioning: githubProvisioning(setup),
  };
}

function createParts(config: GithubConfig, context: AdapterContext): Parts {
  const client = createGithubClient(config, context);
  return {
    config,
    context,
    client,
    repository: config.repository,
    place: repositoryPlace(config.repository),
    guard: createRepositoryGuard(client, config),
    ensureLabels: createEnsureLabels(client),
    logger: context.logger,
    self: createIdentity(client, config),
    releases: createReleases(client, repositoryPlace(config.repository), config, context.clock.now),
  };
}

async function readHistory(parts: Parts, reference: string, signal: AbortSignal): Promise<IssueHistory> {
  const { client, context } = parts;
  const { number, ...place } = issuePlace(reference);
  const where = { ...place, issue_number: number };
  const self = await parts.self(signal);
  const { data: issue } = await client.read(
    'GET /repos/{owner}/{repo}/issues/{issue_number}',
    where,
    GithubIssue,
    signal,
  );
  if (issue.isPullRequest) throw new NotFound(`${context.connection}: ${reference} is a pull request, not an issue`);

  const rows = await readTimeline(client, where, signal);
  const { clock, provenance, pseudonym } = context;
  const seen = { observedAt: clock.now(), provenance: provenance() };
  const events = issueEvents(rows, { self, pseudonym, ...seen });
  const released = await parts.releases.of(issue, seen, signal);
  return { issue: reference, url: issue.url, events: [...events, ...released] };
}

async function* openIssues({ client, repository, place, self }: Parts, signal: AbortSignal) {
  const { login } = await self(signal);
  yield* ownIssues(client, { repository, ...place, creator: login }, signal);
}

/** The timeline holds the comments too, under their own ids, so one list tells the whole story in one order. */
async function readTimeline(
  client: GithubClient,
  where: { readonly owner: string; readonly repo: string; readonly issue_number: number },
  signal: AbortSignal,
): Promise<readonly GithubTimelineRow[]> {
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/timeline';
  const rows: GithubTimelineRow[] = [];
  for await (const page of client.pages(route, where, GithubTimeline, signal)) rows.push(...page);
  return rows;
}

function apply(parts: Parts, { effect, marker }: Sendable<TrackerWrite>, signal: AbortSignal): Promise<Applied> {
  const { write } = effect;
  switch (write.kind) {
    case 'create_issue':
      return createIssue(parts, write, marker, signal);
    case 'link_issue':
      return standingIssue(parts, write.issue.issue, signal);
    case 'comment_issue':
      return commentIssue(parts, write, marker, signal);
    case 'impact_comment':
      return ensureComment(parts, write, marker, signal);
    case 'label_issue':
      return labelIssue(parts, write, signal);
  }
}

async function find(parts: Parts, sendable: Sendable<TrackerWrite>, signal: AbortSignal): Promise<Found> {
  const { client, repository, place } = parts;
  const { write } = sendable.effect;
  switch (write.kind) {
    case 'create_issue': {
      const { login } = await parts.self(signal);
      return findIssue(client, { repository, ...place, creator: login }, sendable, signal);
    }
    case 'link_issue':
      return { kind: 'absent' };
    case 'comment_issue':
    case 'impact_comment':
      return findComment(client, issuePlace(write.issue.issue), sendable, signal);
    case 'label_issue':
      return findLabels(parts, write, signal);
  }
}

/** Labels that stand there are there, whoever put them. */
async function findLabels(
  { client }: Parts,
  { issue, add }: Extract<TrackerWrite, { readonly kind: 'label_issue' }>,
  signal: AbortSignal,
): Promise<Found> {
  const { number, ...place } = issuePlace(issue.issue);
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}';
  const { data } = await client.read(route, { ...place, issue_number: number }, GithubIssue, signal);
  const present = new Set(data.labels.map((name) => name.toLowerCase()));
  const all = add.every((name) => present.has(name.toLowerCase()));
  return all ? { kind: 'present', remoteRef: issue.issue, ownWrites: [] } : { kind: 'absent' };
}
