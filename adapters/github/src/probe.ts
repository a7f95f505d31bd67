import type { Clock, Probe, ProbeWarning } from '@stellwerk/ports';
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
): readonly ProbeWarning[] {
  const warnings: ProbeWarning[] = [];
  if (repository.isPublic) warnings.push({ code: 'repository_public', text: allowPublic ? READ_BY_ALL : NOT_WRITTEN });
  if (!repository.hasIssues) warnings.push({ code: 'issues_off', text: ISSUES_OFF });
  return warnings;
}

const NOT_WRITTEN = {
  de: 'Das Repository ist öffentlich: Ohne seinen ausgeschriebenen Namen in allowPublic wird kein Issue geschrieben.',
  en: 'The repository is public: no issue is written unless allowPublic types out its name.',
};
const READ_BY_ALL = {
  de: 'Das Repository ist öffentlich: Alle können lesen, was geschrieben wird.',
  en: 'The repository is public: everyone can read what is written.',
};
const ISSUES_OFF = {
  de: 'In diesem Repository sind Issues abgeschaltet.',
  en: 'Issues are switched off in the repository.',
};

function headerText(value: string | number | undefined): string | null {
  return value === undefined ? null : String(value);
}
