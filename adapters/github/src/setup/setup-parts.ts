import type { AdapterContext } from '@stellwerk/ports';
import type { z } from 'zod';
import type { GithubClient } from '../client.ts';
import type { IssuePlace } from '../issue-reference.ts';

/** What making and removing objects needs. */
export interface SetupParts {
  readonly client: GithubClient;
  readonly place: Pick<IssuePlace, 'owner' | 'repo'>;
  readonly context: AdapterContext;
  /** An App has one webhook of its own, set where the App is: none is made per repository. */
  readonly isApp: boolean;
}

/** All rows of a list of the repository. */
export async function listAll<S extends z.ZodType<readonly unknown[]>>(
  { client, place }: SetupParts,
  route: string,
  shape: S,
  signal: AbortSignal,
): Promise<z.output<S>[number][]> {
  const rows: z.output<S>[number][] = [];
  for await (const page of client.pages(route, place, shape, signal)) rows.push(...page);
  return rows;
}
