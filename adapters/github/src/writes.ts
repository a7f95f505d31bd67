import type { TrackerWrite } from '@stellwerk/core';
import type { Applied, Logger } from '@stellwerk/ports';
import type { GithubClient } from './client.ts';
import { commentKey } from './find-issue.ts';
import { type IssuePlace, issuePlace, issueReference } from './issue-reference.ts';
import { markedText, safeTitle } from './issue-text.ts';
import type { EnsureLabels } from './labels.ts';
import type { RepositoryGuard } from './repository-guard.ts';
import { GithubComment, GithubIssue, GithubLabels } from './schema.ts';

/** What the writes need. */
export interface WriteParts {
  readonly client: GithubClient;
  readonly repository: string;
  readonly place: Pick<IssuePlace, 'owner' | 'repo'>;
  readonly guard: RepositoryGuard;
  readonly ensureLabels: EnsureLabels;
  readonly logger: Logger;
}

type WriteOf<K extends TrackerWrite['kind']> = Extract<TrackerWrite, { readonly kind: K }>;

/** Opens an issue with our mark in its text. Sent once; after an unclear end it is looked up, never sent again blindly. */
export async function createIssue(
  { client, repository, place, guard, ensureLabels, logger }: WriteParts,
  write: WriteOf<'create_issue'>,
  marker: string,
  signal: AbortSignal,
): Promise<Applied> {
  await guard(place, signal);
  await ensureLabels(place, write.labels, signal);
  // making labels takes a second each: what was private then may be public now
  await guard(place, signal);
  const params = {
    ...place,
    title: safeTitle(write.title),
    body: markedText(write.body, marker),
    labels: write.labels,
    ...(write.type === undefined ? {} : { type: write.type }),
  };
  const issue = await client.write('POST /repos/{owner}/{repo}/issues', params, GithubIssue, signal);
  const missing = missingLabels(issue.labels, write.labels);
  // GitHub drops them without a word when the account may not push
  if (missing.length > 0) logger.warn('GitHub dropped labels of a new issue', { missing: missing.length });
  return { outcome: 'done', remoteRef: issueReference(repository, issue.number), ownWrites: [] };
}

/** Adds a comment with our mark. */
export async function commentIssue(
  { client, guard }: WriteParts,
  write: WriteOf<'comment_issue'>,
  marker: string,
  signal: AbortSignal,
): Promise<Applied> {
  const { number, ...place } = issuePlace(write.issue.issue);
  await guard(place, signal);
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
  const params = { ...place, issue_number: number, body: markedText(write.text, marker) };
  const comment = await client.write(route, params, GithubComment, signal);
  return { outcome: 'done', remoteRef: comment.id, ownWrites: [commentKey(comment.id)] };
}

/** Adds labels that the issue does not have yet; foreign ones stay. */
export async function labelIssue(
  { client, ensureLabels, logger }: WriteParts,
  write: WriteOf<'label_issue'>,
  signal: AbortSignal,
): Promise<Applied> {
  const { number, ...place } = issuePlace(write.issue.issue);
  const where = { ...place, issue_number: number };
  const remoteRef = write.issue.issue;
  const route = '/repos/{owner}/{repo}/issues/{issue_number}';
  const { data: issue } = await client.read(`GET ${route}`, where, GithubIssue, signal);
  const wanted = missingLabels(issue.labels, write.add);
  if (wanted.length === 0) return { outcome: 'unchanged', remoteRef, ownWrites: [] };

  await ensureLabels(place, wanted, signal);
  const now = await client.write(`POST ${route}/labels`, { ...where, labels: wanted }, GithubLabels, signal);
  const missing = missingLabels(
    now.map((label) => label.name),
    wanted,
  );
  if (missing.length > 0) logger.warn('GitHub dropped labels of an issue', { missing: missing.length });
  return { outcome: 'done', remoteRef, ownWrites: [] };
}

/** GitHub compares label names without case. */
function missingLabels(present: readonly string[], wanted: readonly string[]): readonly string[] {
  const have = new Set(present.map((name) => name.toLowerCase()));
  return wanted.filter((name) => !have.has(name.toLowerCase()));
}
