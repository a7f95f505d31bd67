import type { GithubClient } from './client.ts';
import type { IssuePlace } from './issue-reference.ts';
import { GithubLabel } from './schema.ts';
import { AlreadyThere } from './translate-error.ts';

/** Makes sure that the repository has these labels. */
export type EnsureLabels = (
  place: Pick<IssuePlace, 'owner' | 'repo'>,
  labels: readonly string[],
  signal: AbortSignal,
) => Promise<void>;

const COLOUR = '5319e7';

/** Makes the function. It remembers what it has seen: labels are few, and each check is a call that counts as content. */
export function createEnsureLabels(client: GithubClient): EnsureLabels {
  const seen = new Set<string>();
  return async ({ owner, repo }, labels, signal) => {
    for (const name of labels) {
      const key = `${owner}/${repo}:${name}`.toLowerCase();
      if (seen.has(key)) continue;
      await createLabel(client, { owner, repo, name }, signal);
      seen.add(key);
    }
  };
}

async function createLabel(
  client: GithubClient,
  label: { readonly owner: string; readonly repo: string; readonly name: string },
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.write('POST /repos/{owner}/{repo}/labels', { ...label, color: COLOUR }, GithubLabel, signal);
  } catch (error) {
    if (!(error instanceof AlreadyThere)) throw error;
  }
}
