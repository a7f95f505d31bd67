import { Hono } from 'hono';
import { createIssue, editBody, rename, replaceLabels, setState } from '../actions.ts';
import {
  actorOf,
  type GithubContext,
  type GithubEnv,
  GithubError,
  idParam,
  invalid,
  labelNames,
  notFound,
  pageOf,
  readObject,
} from '../http.ts';
import type { GithubIssueRecord, GithubStateReason } from '../model.ts';
import { issueJson } from '../shapes.ts';
import type { GithubState } from '../state.ts';

/** Longest issue or comment text in characters. */
const BODY_LIMIT = 65_536;
const TITLE_LIMIT = 256;
const REASONS: readonly unknown[] = ['completed', 'not_planned', 'duplicate', 'reopened'] satisfies GithubStateReason[];

export interface IssueRoutesOptions {
  readonly state: GithubState;
  /** How long a new issue stays out of the list, milliseconds; the real list is consistent, so 0. */
  readonly listLagMs: number;
}

export function issueRoutes({ state, listLagMs }: IssueRoutesOptions): Hono<GithubEnv> {
  const app = new Hono<GithubEnv>();

  app.get('/', (c) => {
    const visible = [...state.issues.values()].filter((issue) => issue.createdAt + listLagMs <= state.now());
    const page = pageOf(c, sorted(c, filtered(c, visible)));
    return c.json(
      page.items.map((issue) => issueJson(state, issue, c.get('links'))),
      200,
      page.headers,
    );
  });

  app.post('/', async (c) => {
    if (!state.issuesEnabled) throw new GithubError(410, 'Issues has been disabled in this repository.');
    const input = await readObject(c);
    checkTitle(input.title, true);
    checkBody(input.body, 'Issue');
    const issue = createIssue(state, actorOf(c), {
      title: String(input.title),
      body: typeof input.body === 'string' ? input.body : null,
      labels: state.push ? (labelNames(input.labels) ?? []) : [],
      type: state.push && typeof input.type === 'string' ? input.type : null,
      assignees: state.push && Array.isArray(input.assignees) ? input.assignees.map(String) : [],
    });
    const json = issueJson(state, issue, c.get('links'));
    return c.json(json, 201, { location: String(json.url) });
  });

  app.get('/:number', (c) => c.json(issueJson(state, issueParam(state, c), c.get('links'))));

  app.patch('/:number', async (c) => {
    const issue = issueParam(state, c);
    const input = await readObject(c);
    checkPatch(input);
    const actor = actorOf(c);
    if (typeof input.title === 'string') rename(state, actor, issue, input.title);
    if (input.body !== undefined) editBody(state, actor, issue, input.body === null ? null : String(input.body));
    const labels = labelNames(input.labels);
    if (labels && state.push) replaceLabels(state, actor, issue, labels);
    if (input.state === 'open' || input.state === 'closed') {
      setState(state, actor, issue, input.state, (input.state_reason ?? null) as GithubStateReason | null);
    }
    return c.json(issueJson(state, issue, c.get('links')));
  });

  return app;
}

export function issueParam(state: GithubState, c: GithubContext): GithubIssueRecord {
  const issue = state.issues.get(idParam(c, 'number'));
  if (!issue) throw notFound();
  if (issue.deleted) throw new GithubError(410, 'This issue was deleted');
  return issue;
}

export function checkBody(body: unknown, resource: 'Issue' | 'IssueComment', required = false): void {
  if (required && (typeof body !== 'string' || body.trim() === '')) {
    throw invalid({ resource, code: 'missing_field', field: 'body' });
  }
  if (typeof body === 'string' && [...body].length > BODY_LIMIT) {
    const message = `body is too long (maximum is ${BODY_LIMIT} characters)`;
    throw invalid({ resource, code: 'custom', field: 'body', message });
  }
}

function checkTitle(title: unknown, required: boolean): void {
  if (title === undefined && !required) return;
  if (typeof title !== 'string' || title.trim() === '') {
    throw invalid({ resource: 'Issue', code: 'missing_field', field: 'title' });
  }
  if ([...title].length > TITLE_LIMIT) {
    const message = `title is too long (maximum is ${TITLE_LIMIT} characters)`;
    throw invalid({ resource: 'Issue', code: 'custom', field: 'title', message });
  }
}

function checkPatch(input: Readonly<Record<string, unknown>>): void {
  checkTitle(input.title, false);
  checkBody(input.body, 'Issue');
  const badState = input.state !== undefined && input.state !== 'open' && input.state !== 'closed';
  if (badState) throw invalid({ resource: 'Issue', code: 'invalid', field: 'state' });
  const reason = input.state_reason ?? null;
  if (reason !== null && !REASONS.includes(reason)) {
    throw invalid({ resource: 'Issue', code: 'invalid', field: 'state_reason' });
  }
}

/** Pull requests are issues too and stay in the list, as in the real one. */
function filtered(c: GithubContext, all: readonly GithubIssueRecord[]): GithubIssueRecord[] {
  const state = c.req.query('state') ?? 'open';
  const since = Date.parse(c.req.query('since') ?? '');
  const creator = c.req.query('creator')?.toLowerCase();
  const assignee = c.req.query('assignee')?.toLowerCase();
  const milestone = c.req.query('milestone');
  const labels = (c.req.query('labels') ?? '').split(',').filter((name) => name !== '');

  return all.filter((issue) => {
    if (issue.deleted || (state !== 'all' && issue.state !== state)) return false;
    // `since` is compared with the whole second that the answer shows.
    if (!Number.isNaN(since) && Math.floor(issue.updatedAt / 1000) * 1000 < since) return false;
    if (creator !== undefined && issue.user.login.toLowerCase() !== creator) return false;
    if (assignee !== undefined && !issue.assignees.some((login) => login.toLowerCase() === assignee)) return false;
    if (milestone !== undefined && String(issue.milestone) !== milestone) return false;
    const own = issue.labels.map((name) => name.toLowerCase());
    return labels.every((name) => own.includes(name.trim().toLowerCase()));
  });
}

function sorted(c: GithubContext, issues: GithubIssueRecord[]): GithubIssueRecord[] {
  const key = c.req.query('sort') ?? 'created';
  const sign = c.req.query('direction') === 'asc' ? 1 : -1;
  const value = (issue: GithubIssueRecord): number => (key === 'updated' ? issue.updatedAt : issue.createdAt);
  return issues.sort((a, b) => sign * (value(a) - value(b) || a.number - b.number));
}
