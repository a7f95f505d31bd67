import { type Clock, ValidationRefused } from '@stellwerk/ports';
import type { GithubClient } from './client.ts';
import { GithubRepository } from './schema.ts';

/** Lets a write through, or throws ValidationRefused when everyone could read it. */
export type RepositoryGuard = (
  place: { readonly owner: string; readonly repo: string },
  signal: AbortSignal,
) => Promise<void>;

// a repository can be made public at any time; a minute is the longest we may be wrong
const FRESH_MS = 60_000;

/** Makes the guard. It asks GitHub before a write unless the last answer, that it is not public, is fresh. */
export function createRepositoryGuard(
  client: GithubClient,
  { clock, allowPublic }: { readonly clock: Clock; readonly allowPublic: boolean },
): RepositoryGuard {
  const privateAt = new Map<string, number>();

  return async ({ owner, repo }, signal) => {
    if (allowPublic) return;
    const name = `${owner}/${repo}`.toLowerCase();
    const asked = clock.now();
    if (asked - (privateAt.get(name) ?? Number.NEGATIVE_INFINITY) < FRESH_MS) return;

    const { data } = await client.read('GET /repos/{owner}/{repo}', { owner, repo }, GithubRepository, signal);
    if (data.isPublic) {
      privateAt.delete(name);
      throw new ValidationRefused(
        `${owner}/${repo} is public: nothing from tickets is written there unless the connection sets allowPublic: true`,
      );
    }
    privateAt.set(name, asked);
  };
}
