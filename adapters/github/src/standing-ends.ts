import type { TrackerWrite } from '@stellwerk/core';
import { type Applied, NotFound } from '@stellwerk/ports';
import { commentKey, markedComment } from './find-issue.ts';
import { issuePlace } from './issue-reference.ts';
import { markedText } from './issue-text.ts';
import { GithubComment, GithubIssue } from './schema.ts';
import type { WriteParts } from './writes.ts';

/** Sees that an issue is there, so that a ticket may be linked to it. Throws NotFound for one that is gone. */
export async function standingIssue(
  { client }: Pick<WriteParts, 'client'>,
  reference: string,
  signal: AbortSignal,
): Promise<Applied> {
  const { number, ...place } = issuePlace(reference);
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}';
  const { data } = await client.read(route, { ...place, issue_number: number }, GithubIssue, signal);
  if (data.isPullRequest) throw new NotFound(`${reference} is a pull request, not an issue`);
  return { outcome: 'unchanged', remoteRef: reference, ownWrites: [] };
}

/** Lets the one comment under this mark say this text: written where it is missing, changed where it says something else. */
export async function ensureComment(
  { client, guard }: WriteParts,
  write: Extract<TrackerWrite, { readonly kind: 'impact_comment' }>,
  marker: string,
  signal: AbortSignal,
): Promise<Applied> {
  const { number, ...place } = issuePlace(write.issue.issue);
  const body = markedText(write.text, marker);
  const present = await markedComment(client, { ...place, number }, { marker }, signal);
  // GitHub keeps line ends as they were sent, an editor in the browser does not
  if (present && sameText(present.body ?? '', body)) {
    return { outcome: 'unchanged', remoteRef: present.id, ownWrites: [] };
  }
  await guard(place, signal);
  const route = present
    ? 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'
    : 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
  const where = present ? { ...place, comment_id: present.id } : { ...place, issue_number: number };
  const comment = await client.write(route, { ...where, body }, GithubComment, signal);
  return { outcome: 'done', remoteRef: comment.id, ownWrites: [commentKey(comment.id)] };
}

function sameText(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n').trim() === b.replaceAll('\r\n', '\n').trim();
}
