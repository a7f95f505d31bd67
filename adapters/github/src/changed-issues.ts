import type { ChangedIssues, Clock } from '@stellwerk/ports';
import type { GithubClient } from './client.ts';
import { issueReference } from './issue-reference.ts';
import type { Releases } from './releases.ts';
import { type GithubIssue, GithubIssues } from './schema.ts';

/** Where a poll stands: all changes before `since` are known, and those issues that changed in this very second. */
interface Position {
  /** Epoch ms. */
  readonly since: number;
  readonly known: readonly number[];
}

/** Which repository, and what tells what was released. */
interface Source {
  readonly repository: string;
  readonly owner: string;
  readonly repo: string;
  readonly clock: Clock;
  readonly releases: Releases;
}

const PER_PAGE = 100;
// a second that is over for this long brings no further change under its own time
const SETTLED_MS = 120_000;

/**
 * Lists issues that changed, oldest change first. Each page starts from the last change seen, not from a page number: an
 * issue that changes meanwhile moves to the end of the list and would shift another one past us.
 */
export async function* changedIssues(
  client: GithubClient,
  source: Source,
  cursor: string,
  signal: AbortSignal,
): AsyncGenerator<ChangedIssues> {
  const started = readCursor(cursor);
  let position = started;
  let page = 1;
  for (;;) {
    const issues = await listPage(client, source, position.since, page, signal);
    const fresh = issues.filter((issue) => !isKnown(issue, position));
    const next = advance(position, issues, source.clock.now());
    const full = issues.length === PER_PAGE;
    if (fresh.length > 0) {
      yield {
        issues: fresh
          .filter((issue) => !issue.isPullRequest)
          .map(({ number }) => issueReference(source.repository, number)),
        cursor: writeCursor(next),
      };
    }
    if (!full) return yield* released(source, started.since, writeCursor(next), signal);
    page = next.since > position.since ? 1 : page + 1;
    position = next;
  }
}

/**
 * Issues whose fix has come out since. The cursor stays where it is and only gets another look: the same issue under the same
 * cursor would pass for known.
 */
async function* released(
  { releases, repository, clock }: Source,
  since: number,
  cursor: string,
  signal: AbortSignal,
): AsyncGenerator<ChangedIssues> {
  const look = Math.floor(clock.now() / 1_000);
  for await (const issues of releases.since(since, signal)) {
    const found = issues.filter((issue) => !issue.isPullRequest);
    if (found.length === 0) continue;
    yield { issues: found.map(({ number }) => issueReference(repository, number)), cursor: `${cursor};${look}` };
  }
}

async function listPage(
  client: GithubClient,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  since: number,
  page: number,
  signal: AbortSignal,
): Promise<readonly GithubIssue[]> {
  const params = {
    owner,
    repo,
    state: 'all',
    sort: 'updated',
    direction: 'asc',
    since: stamp(since),
    per_page: PER_PAGE,
    page,
  };
  return (await client.read('GET /repos/{owner}/{repo}/issues', params, GithubIssues, signal)).data;
}

function isKnown(issue: GithubIssue, { since, known }: Position): boolean {
  return issue.updatedAt < since || (issue.updatedAt === since && known.includes(issue.number));
}

function advance(position: Position, issues: readonly GithubIssue[], now: number): Position {
  const since = issues.reduce((latest, issue) => Math.max(latest, issue.updatedAt), position.since);
  if (now - since < SETTLED_MS) return { since, known: [] };
  const before = since === position.since ? position.known : [];
  const here = issues.filter((issue) => issue.updatedAt === since).map((issue) => issue.number);
  return { since, known: [...new Set([...before, ...here])] };
}

function readCursor(cursor: string): Position {
  const [, since = '', known = ''] = /^since:([^#;]+)#?([\d,]*)(?:;\d*)?$/.exec(cursor) ?? [];
  const at = Date.parse(since);
  return {
    since: Number.isNaN(at) ? 0 : Math.floor(at / 1000) * 1000,
    known: known === '' ? [] : known.split(',').map(Number),
  };
}

function writeCursor({ since, known }: Position): string {
  return `since:${stamp(since)}${known.length > 0 ? `#${known.join(',')}` : ''}`;
}

function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
