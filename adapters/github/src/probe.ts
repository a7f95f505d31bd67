import type { Clock, Probe } from '@stellwerk/ports';
import type { GithubClient } from './client.ts';
import type { GithubSelf } from './issue-events.ts';
import type { IssuePlace } from './issue-reference.ts';
import { GithubRepository } from './schema.ts';

/** What the first look needs. */
export interface ProbeParts {
  readonly client: GithubClient;
  readonly place: Pick<IssuePlace, 'owner' | 'repo'>;
  readonly self: (signal: AbortSignal) => Promise<GithubSelf>;
  readonly clock: Clock;
  readonly allowPublic: boolean;
}

/** Looks at account and repository. Throws AuthExpired for a wrong token, NotFound when the repository is not visible. */
export async function probeRepository(parts: ProbeParts, signal: AbortSignal): Promise<Probe> {
  const self = await parts.self(signal);
  const answer = await parts.client.read('GET /repos/{owner}/{repo}', parts.place, GithubRepository, signal);
  const theirs = Date.parse(String(answer.headers.date ?? ''));
  // only classic tokens tell their scopes
  const scopes = answer.headers['x-oauth-scopes'];
  return {
    identity: self.login,
    selfId: self.id,
    grantedScopes: scopes === undefined ? null : String(scopes).split(/,\s*/).filter(Boolean),
    missingScopes: answer.data.mayTriage === false && self.appId === null ? ['issues:write'] : [],
    clockSkewMs: Number.isNaN(theirs) ? null : theirs - parts.clock.now(),
    timeZone: null,
    version: headerText(answer.headers['x-github-enterprise-version']),
    warnings: warningsOf(answer.data, parts.allowPublic),
  };
}

function warningsOf(
  repository: { readonly isPublic: boolean; readonly hasIssues: boolean },
  allowPublic: boolean,
): string[] {
  const warnings: string[] = [];
  if (repository.isPublic && !allowPublic) {
    warnings.push('The repository is public: no issue is written unless allowPublic is true.');
  }
  if (repository.isPublic && allowPublic) warnings.push('The repository is public: everyone can read what is written.');
  if (!repository.hasIssues) warnings.push('Issues are switched off in the repository.');
  return warnings;
}

function headerText(value: string | number | undefined): string | null {
  return value === undefined ? null : String(value);
}
