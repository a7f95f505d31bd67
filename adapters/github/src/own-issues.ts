import type { OwnIssue } from '@stellwerk/ports';
import type { GithubClient } from './client.ts';
import { issueReference } from './issue-reference.ts';
import { markerIn, withoutMarker } from './marker.ts';
import { GithubIssues } from './schema.ts';

/** The open issues that our own account made, newest first, from the list: the search's index lags. */
export async function* ownIssues(
  client: GithubClient,
  where: { readonly repository: string; readonly owner: string; readonly repo: string; readonly creator: string },
  signal: AbortSignal,
): AsyncGenerator<readonly OwnIssue[]> {
  const { repository, ...params } = where;
  const query = { ...params, state: 'open' };
  for await (const issues of client.pages('GET /repos/{owner}/{repo}/issues', query, GithubIssues, signal)) {
    yield issues
      .filter((issue) => !issue.isPullRequest)
      .map(({ number, title, body }) => ({
        issue: issueReference(repository, number),
        title,
        body: withoutMarker(body),
        marker: markerIn(body),
      }));
  }
}
