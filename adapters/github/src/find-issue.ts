import type { Found } from '@stellwerk/ports';
import type { GithubClient } from './client.ts';
import { type IssuePlace, issueReference } from './issue-reference.ts';
import { carriesMarker } from './marker.ts';
import { type GithubComment, GithubComments, GithubIssues } from './schema.ts';

/** Where and from when to look. */
export interface LookUp {
  readonly marker: string;
  /** Epoch ms at which the write was first sent. */
  readonly sendingSince: number;
}

const ABSENT: Found = { kind: 'absent' };
// our clock and GitHub's may differ
const MARGIN_MS = 5 * 60_000;

/**
 * Looks for an issue of ours by its mark in the list of issues, all pages. Never by the search, whose index lags by
 * seconds to minutes. The list is asked by creator and time, so it stays short.
 */
export async function findIssue(
  client: GithubClient,
  where: { readonly repository: string; readonly owner: string; readonly repo: string; readonly creator: string },
  { marker, sendingSince }: LookUp,
  signal: AbortSignal,
): Promise<Found> {
  const { owner, repo, creator } = where;
  const params = { owner, repo, creator, state: 'all', since: sinceOf(sendingSince) };
  for await (const issues of client.pages('GET /repos/{owner}/{repo}/issues', params, GithubIssues, signal)) {
    const ours = issues.find((issue) => carriesMarker(issue.body, marker));
    if (ours) return { kind: 'present', remoteRef: issueReference(where.repository, ours.number), ownWrites: [] };
  }
  return ABSENT;
}

/** Looks for a comment of ours by its mark, on all pages of the issue's comments since shortly before the write. */
export async function findComment(
  client: GithubClient,
  place: IssuePlace,
  { marker, sendingSince }: LookUp,
  signal: AbortSignal,
): Promise<Found> {
  const ours = await markedComment(client, place, { marker, since: sinceOf(sendingSince) }, signal);
  return ours ? { kind: 'present', remoteRef: ours.id, ownWrites: [commentKey(ours.id)] } : ABSENT;
}

/** The comment that carries a mark, or undefined; all pages are read. */
export async function markedComment(
  client: GithubClient,
  { owner, repo, number }: IssuePlace,
  { marker, since }: { readonly marker: string; readonly since?: string },
  signal: AbortSignal,
): Promise<GithubComment | undefined> {
  const params = { owner, repo, issue_number: number, ...(since === undefined ? {} : { since }) };
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
  for await (const comments of client.pages(route, params, GithubComments, signal)) {
    const ours = comments.find((comment) => carriesMarker(comment.body ?? '', marker));
    if (ours) return ours;
  }
  return undefined;
}

/** Key under which a comment stands in its issue's history. */
export function commentKey(id: string): string {
  return `comment:${id}`;
}

function sinceOf(sendingSince: number): string {
  return new Date(sendingSince - MARGIN_MS).toISOString();
}
