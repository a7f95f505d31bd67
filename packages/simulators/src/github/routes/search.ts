import { Hono } from 'hono';
import { type GithubEnv, invalid, pageOf } from '../http.ts';
import type { GithubIssueRecord } from '../model.ts';
import { issueJson } from '../shapes.ts';
import type { GithubState } from '../state.ts';

export interface SearchRoutesOptions {
  readonly state: GithubState;
  /** How long a new or changed issue stays unknown to the index, milliseconds. */
  readonly searchLagMs: number;
}

interface Query {
  readonly qualifiers: ReadonlyMap<string, string>;
  readonly words: readonly string[];
}

/** Issue search: eventually consistent, so never the way to learn whether a write took effect. */
export function searchRoutes({ state, searchLagMs }: SearchRoutesOptions): Hono<GithubEnv> {
  const app = new Hono<GithubEnv>();

  app.get('/issues', (c) => {
    const query = parse(c.req.query('q') ?? '');
    checkRepository(state, query);
    const indexed = [...state.issues.values()].filter((issue) => issue.createdAt + searchLagMs <= state.now());
    const found = indexed.filter((issue) => matches(issue, query)).reverse();
    const page = pageOf(c, found.slice(0, 1000));
    const items = page.items.map((issue) => ({ ...issueJson(state, issue, c.get('links')), score: 1 }));
    const body = { total_count: found.length, incomplete_results: false, search_type: 'lexical', items };
    return c.json(body, 200, page.headers);
  });

  return app;
}

function parse(text: string): Query {
  const qualifiers = new Map<string, string>();
  const words: string[] = [];
  for (const [, key, quoted, plain] of text.matchAll(/(?:([a-z]+):)?(?:"([^"]*)"|(\S+))/gi)) {
    const value = (quoted ?? plain ?? '').toLowerCase();
    if (key === undefined) words.push(value);
    else qualifiers.set(key.toLowerCase() === 'is' ? `is:${value}` : key.toLowerCase(), value);
  }
  return { qualifiers, words };
}

function checkRepository(state: GithubState, { qualifiers, words }: Query): void {
  if (qualifiers.size === 0 && words.length === 0) throw invalid({ resource: 'Search', code: 'missing', field: 'q' });
  const repo = qualifiers.get('repo');
  if (repo === undefined || repo === `${state.owner.login}/${state.repo}`.toLowerCase()) return;
  const message =
    'The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.';
  throw invalid({ resource: 'Search', code: 'invalid', field: 'q', message });
}

function matches(issue: GithubIssueRecord, { qualifiers, words }: Query): boolean {
  if (issue.deleted) return false;
  if (qualifiers.has('is:issue') && issue.pullRequest) return false;
  if (qualifiers.has('is:open') && issue.state !== 'open') return false;
  if (qualifiers.has('is:closed') && issue.state !== 'closed') return false;
  const state = qualifiers.get('state');
  if (state !== undefined && issue.state !== state) return false;
  const author = qualifiers.get('author');
  if (author !== undefined && issue.user.login.toLowerCase() !== author) return false;
  const label = qualifiers.get('label');
  if (label !== undefined && !issue.labels.some((name) => name.toLowerCase() === label)) return false;

  const inBody = (issue.body ?? '').toLowerCase();
  const text = qualifiers.get('in') === 'body' ? inBody : `${issue.title.toLowerCase()}\n${inBody}`;
  return words.every((word) => text.includes(word));
}
