import type {
  GithubCommentRecord,
  GithubIssueRecord,
  GithubLabelRecord,
  GithubStateReason,
  GithubUser,
} from './model.ts';
import type { GithubState } from './state.ts';

/** What people and programs do in the repository. Each leaves its history row and tells the hooks. */

export interface NewIssue {
  readonly title: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly pullRequest?: boolean;
  readonly type?: string | null;
}

export function createIssue(state: GithubState, actor: GithubUser, input: NewIssue): GithubIssueRecord {
  const at = state.now();
  const issue: GithubIssueRecord = {
    id: state.nextId(),
    number: state.nextNumber(),
    user: actor,
    createdAt: at,
    pullRequest: input.pullRequest ?? false,
    title: input.title,
    body: input.body ?? null,
    state: 'open',
    stateReason: null,
    labels: [],
    assignees: [...(input.assignees ?? [])],
    type: input.type ?? null,
    milestone: null,
    updatedAt: at,
    closedAt: null,
    closedBy: null,
    deleted: false,
  };
  state.issues.set(issue.number, issue);
  if (!issue.pullRequest) state.emit({ event: 'issues', action: 'opened', actor, issue });
  addLabels(state, actor, issue, input.labels ?? []);
  return issue;
}

export function setState(
  state: GithubState,
  actor: GithubUser,
  issue: GithubIssueRecord,
  to: 'open' | 'closed',
  reason: GithubStateReason | null,
): void {
  if (issue.state === to) return;

  const at = state.now();
  issue.state = to;
  issue.stateReason = to === 'closed' ? (reason ?? 'completed') : 'reopened';
  issue.closedAt = to === 'closed' ? at : null;
  issue.closedBy = to === 'closed' ? actor : null;
  issue.updatedAt = at;
  state.events.push({
    id: state.nextId(),
    number: issue.number,
    event: to === 'closed' ? 'closed' : 'reopened',
    actor,
    at,
    stateReason: to === 'closed' ? issue.stateReason : null,
  });
  state.emit({ event: 'issues', action: to === 'closed' ? 'closed' : 'reopened', actor, issue });
}

export function rename(state: GithubState, actor: GithubUser, issue: GithubIssueRecord, title: string): void {
  if (issue.title === title) return;

  const from = issue.title;
  issue.title = title;
  issue.updatedAt = state.now();
  const row = { id: state.nextId(), number: issue.number, event: 'renamed', actor, at: issue.updatedAt } as const;
  state.events.push({ ...row, rename: { from, to: title } });
  state.emit({ event: 'issues', action: 'edited', actor, issue, changes: { title: { from } } });
}

export function editBody(state: GithubState, actor: GithubUser, issue: GithubIssueRecord, body: string | null): void {
  if (issue.body === body) return;

  const from = issue.body;
  issue.body = body;
  issue.updatedAt = state.now();
  state.emit({ event: 'issues', action: 'edited', actor, issue, changes: { body: { from } } });
}

/** Finds a label whatever its case, or makes it with the default colour, as GitHub does for callers who may push. */
function ensureLabel(state: GithubState, name: string): GithubLabelRecord {
  const known = state.labels.get(name.toLowerCase());
  if (known) return known;

  const label = { id: state.nextId(), name, color: 'ededed', description: null };
  state.labels.set(name.toLowerCase(), label);
  return label;
}

export function addLabels(
  state: GithubState,
  actor: GithubUser,
  issue: GithubIssueRecord,
  names: readonly string[],
): void {
  for (const name of names) {
    const label = ensureLabel(state, name);
    if (issue.labels.includes(label.name)) continue;
    issue.labels.push(label.name);
    noteLabel(state, actor, issue, label, 'labeled');
  }
}

export function removeLabel(state: GithubState, actor: GithubUser, issue: GithubIssueRecord, name: string): boolean {
  const label = state.labels.get(name.toLowerCase());
  if (!label || !issue.labels.includes(label.name)) return false;

  issue.labels = issue.labels.filter((each) => each !== label.name);
  noteLabel(state, actor, issue, label, 'unlabeled');
  return true;
}

export function replaceLabels(
  state: GithubState,
  actor: GithubUser,
  issue: GithubIssueRecord,
  names: readonly string[],
): void {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  for (const name of [...issue.labels]) {
    if (!wanted.has(name.toLowerCase())) removeLabel(state, actor, issue, name);
  }
  addLabels(state, actor, issue, names);
}

function noteLabel(
  state: GithubState,
  actor: GithubUser,
  issue: GithubIssueRecord,
  label: GithubLabelRecord,
  event: 'labeled' | 'unlabeled',
): void {
  issue.updatedAt = state.now();
  state.events.push({ id: state.nextId(), number: issue.number, event, actor, at: issue.updatedAt, label: label.name });
  state.emit({ event: 'issues', action: event, actor, issue, label });
}

export function addComment(
  state: GithubState,
  actor: GithubUser,
  issue: GithubIssueRecord,
  body: string,
): GithubCommentRecord {
  const at = state.now();
  const comment = { id: state.nextId(), number: issue.number, user: actor, createdAt: at, updatedAt: at, body };
  state.comments.set(comment.id, comment);
  issue.updatedAt = at;
  state.emit({ event: 'issue_comment', action: 'created', actor, issue, comment });
  return comment;
}

export function editComment(state: GithubState, actor: GithubUser, comment: GithubCommentRecord, body: string): void {
  const issue = state.issues.get(comment.number);
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = state.now();
  if (!issue) return;
  issue.updatedAt = comment.updatedAt;
  state.emit({ event: 'issue_comment', action: 'edited', actor, issue, comment, changes: { body: { from } } });
}

export function deleteComment(state: GithubState, actor: GithubUser, comment: GithubCommentRecord): void {
  const issue = state.issues.get(comment.number);
  state.comments.delete(comment.id);
  if (issue) state.emit({ event: 'issue_comment', action: 'deleted', actor, issue, comment });
}

export function deleteIssue(state: GithubState, actor: GithubUser, issue: GithubIssueRecord): void {
  issue.deleted = true;
  issue.updatedAt = state.now();
  state.emit({ event: 'issues', action: 'deleted', actor, issue });
}

/** Puts an issue into a milestone, made where there is none of that title. */
export function planFor(state: GithubState, issue: GithubIssueRecord, title: string): void {
  let milestone = state.milestones.find((each) => each.title === title);
  if (!milestone) {
    const number = state.milestones.length + 1;
    milestone = { number, id: state.nextId(), title, createdAt: state.now(), state: 'open', closedAt: null };
    state.milestones.push(milestone);
  }
  issue.milestone = milestone.number;
  issue.updatedAt = state.now();
}

/** Closes a milestone; its issues do not change by it. */
export function closeMilestone(state: GithubState, title: string): void {
  const milestone = state.milestones.find((each) => each.title === title);
  if (!milestone) throw new RangeError(`no milestone ${title} in the simulated repository`);
  milestone.state = 'closed';
  milestone.closedAt = state.now();
}

export function publishRelease(state: GithubState, tag: string, draft: boolean): void {
  state.releases.push({ id: state.nextId(), tag, publishedAt: state.now(), draft });
}
