import { remembered } from '@stellwerk/adapter-kit';
import type { IssueEvent } from '@stellwerk/ports';
import type { GithubClient } from './client.ts';
import type { GithubConfig } from './config.ts';
import type { IssueEventContext } from './issue-events.ts';
import type { IssuePlace } from './issue-reference.ts';
import {
  type GithubIssue,
  GithubIssues,
  type GithubMilestone,
  GithubMilestones,
  type GithubRelease,
  GithubReleases,
} from './schema.ts';

type Where = Pick<IssuePlace, 'owner' | 'repo'>;

/** What says that a fix is with the customers, beside a label: closed milestones, published releases. */
export interface Releases {
  /** The event of an issue that is closed and out, or none. */
  of(
    issue: GithubIssue,
    context: Pick<IssueEventContext, 'observedAt' | 'provenance'>,
    signal: AbortSignal,
  ): Promise<readonly IssueEvent[]>;
  /** Closed issues of what was released since the instant. No issue changes by it, so no list of changes names them. */
  since(instant: number, signal: AbortSignal): AsyncGenerator<readonly GithubIssue[]>;
}

const KEPT_MS = 60_000;
const MOST_RELEASES = 100;

/** Makes it from the connection's `releasedBy`; what is not named there is never asked for. */
export function createReleases(
  client: GithubClient,
  where: Where,
  { releasedBy }: GithubConfig,
  now: () => number,
): Releases {
  const byMilestone = releasedBy.includes('milestone');
  const published = remembered(
    (signal) => (releasedBy.includes('release') ? readReleases(client, where, signal) : Promise.resolve([])),
    { now, keepMs: KEPT_MS },
  );
  return {
    async of(issue, context, signal) {
      if (!issue.milestone || issue.closedAt === null || !issue.isDone) return [];
      const release = releaseFor(issue.milestone, await published(signal));
      const closed = byMilestone ? closedMilestone(issue.milestone) : null;
      const found = closed ?? release;
      return found ? [eventOf(found, issue.closedAt, context)] : [];
    },
    async *since(instant, signal) {
      const releases = (await published(signal)).filter(({ publishedAt }) => publishedAt >= instant);
      if (!byMilestone && releases.length === 0) return;
      for (const milestone of await readMilestones(client, where, signal)) {
        const closed = byMilestone && milestone.closedAt !== null && milestone.closedAt >= instant;
        if (!closed && !releaseFor(milestone, releases)) continue;
        const params = { ...where, milestone: milestone.number, state: 'closed' };
        yield* client.pages('GET /repos/{owner}/{repo}/issues', params, GithubIssues, signal);
      }
    },
  };
}

interface Sign {
  readonly by: 'milestone' | 'release';
  readonly key: string;
  readonly name: string;
  readonly at: number;
}

function closedMilestone({ number, title, closedAt }: GithubMilestone): Sign | null {
  return closedAt === null ? null : { by: 'milestone', key: `milestone:${number}`, name: title, at: closedAt };
}

/** A release belongs to the milestone of the same name, with or without a leading v. */
function releaseFor({ title }: GithubMilestone, releases: readonly GithubRelease[]): Sign | null {
  const found = releases.find(({ tag, name }) => [tag, name].some((text) => bare(text) === bare(title)));
  return found ? { by: 'release', key: `release:${found.id}`, name: found.tag, at: found.publishedAt } : null;
}

function bare(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^v(?=\d)/, '');
}

function eventOf(
  { by, key, name, at }: Sign,
  closedAt: number,
  { observedAt, provenance }: Pick<IssueEventContext, 'observedAt' | 'provenance'>,
): IssueEvent {
  return {
    type: 'issue_released',
    by,
    name,
    key: `released:${key}`,
    // an issue that was closed after the release is out from then on
    at: Math.max(at, closedAt),
    seq: Number.MAX_SAFE_INTEGER,
    observedAt,
    actor: { kind: 'system', ref: null },
    channel: 'web',
    provenance,
  };
}

async function readReleases(
  client: GithubClient,
  where: Where,
  signal: AbortSignal,
): Promise<readonly GithubRelease[]> {
  const params = { ...where, per_page: MOST_RELEASES };
  const { data } = await client.read('GET /repos/{owner}/{repo}/releases', params, GithubReleases, signal);
  return data.filter((release) => release !== null);
}

async function readMilestones(
  client: GithubClient,
  where: Where,
  signal: AbortSignal,
): Promise<readonly GithubMilestone[]> {
  const found: GithubMilestone[] = [];
  const params = { ...where, state: 'all' };
  for await (const page of client.pages('GET /repos/{owner}/{repo}/milestones', params, GithubMilestones, signal))
    found.push(...page);
  return found;
}
