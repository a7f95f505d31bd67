import { clockWarnings, missingOf, personalAccount, probedRights, tooPowerful } from '@stellwerk/adapter-kit';
import { type Clock, NotFound, type Probe, type ProbeWarning, ScopeMissing } from '@stellwerk/ports';
import { z } from 'zod';
import type { GithubClient } from './client.ts';
import type { GithubSelf } from './issue-events.ts';
import type { IssuePlace } from './issue-reference.ts';
import { githubManifest } from './manifest.ts';
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
  const { data, headers } = answer;
  const theirs = Date.parse(String(headers.date ?? ''));
  const skew = Number.isNaN(theirs) ? null : theirs - parts.clock.now();
  const granted: Readonly<Record<string, boolean | null>> = {
    'metadata:read': true,
    'issues:read': !data.hasIssues || (await isVisible(parts, 'GET /repos/{owner}/{repo}/issues', signal)),
    // an App's rights are not told with the repository
    'issues:write': self.appId === null ? data.mayTriage : null,
    'webhooks:write': self.appId === null ? await isVisible(parts, 'GET /repos/{owner}/{repo}/hooks', signal) : null,
  };
  const rights = probedRights(githubManifest, ({ scope }) => granted[scope] ?? null);
  // only classic tokens tell their scopes
  const scopes = headerText(headers['x-oauth-scopes'])?.split(/,\s*/).filter(Boolean) ?? null;
  return {
    identity: self.login,
    selfId: self.id,
    grantedScopes: scopes,
    missingScopes: missingOf(rights),
    rights,
    rateBudget: budgetOf(headers),
    clockSkewMs: skew,
    timeZone: null,
    version: headerText(headers['x-github-enterprise-version']),
    warnings: [
      ...clockWarnings(skew),
      ...warningsOf(data, parts.allowPublic),
      ...(scopes && scopes.length > 0 ? [tooPowerful(scopes.join(' '), FINE_GRAINED)] : []),
      ...(await personal(parts, self, signal)),
    ],
  };
}

const FINE_GRAINED = 'fine-grained token, Issues: read and write';

async function isVisible({ client, place }: ProbeParts, route: string, signal: AbortSignal): Promise<boolean> {
  try {
    await client.read(route, { ...place, per_page: 1 }, z.unknown(), signal);
    return true;
  } catch (error) {
    // rights that are missing are told by 403, on a private repository by 404
    if (error instanceof ScopeMissing || error instanceof NotFound) return false;
    throw error;
  }
}

/** An account that issues are assigned to is a person's. */
async function personal(
  { client, place }: ProbeParts,
  { login, appId }: GithubSelf,
  signal: AbortSignal,
): Promise<readonly ProbeWarning[]> {
  if (appId !== null) return [];
  const query = { ...place, assignee: login, state: 'open', per_page: 1 };
  try {
    const { data } = await client.read('GET /repos/{owner}/{repo}/issues', query, z.array(z.unknown()), signal);
    return data.length > 0 ? [personalAccount(login)] : [];
  } catch (error) {
    if (error instanceof ScopeMissing || error instanceof NotFound) return [];
    throw error;
  }
}

function budgetOf(
  headers: Readonly<Record<string, string | number | undefined>>,
): NonNullable<Probe['rateBudget']> | null {
  const limit = Number(headers['x-ratelimit-limit'] ?? Number.NaN);
  const remaining = Number(headers['x-ratelimit-remaining'] ?? Number.NaN);
  if (!Number.isFinite(limit)) return null;
  return { limit, remaining: Number.isFinite(remaining) ? remaining : null, perSeconds: 3600 };
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
