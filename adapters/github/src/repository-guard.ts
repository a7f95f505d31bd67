import { ValidationRefused } from '@stellwerk/ports';
import type { GithubClient } from './client.ts';
import { isSameRepository } from './issue-reference.ts';
import { GithubRepository } from './schema.ts';

/** Lets a write through, or throws ValidationRefused when everyone could read it. */
export type RepositoryGuard = (
  place: { readonly owner: string; readonly repo: string },
  signal: AbortSignal,
) => Promise<void>;

/** Makes the guard. It asks GitHub before every write: a repository can be made public at any time. */
export function createRepositoryGuard(
  client: GithubClient,
  { allowPublic }: { readonly allowPublic?: string | undefined },
): RepositoryGuard {
  return async ({ owner, repo }, signal) => {
    const name = `${owner}/${repo}`;
    if (allowPublic !== undefined && isSameRepository(allowPublic, name)) return;
    const { data } = await client.read('GET /repos/{owner}/{repo}', { owner, repo }, GithubRepository, signal);
    if (!data.isPublic) return;
    throw new ValidationRefused(
      `${name} is public: nothing from tickets is written there unless the connection types out its name: allowPublic: ${name}`,
    );
  };
}
