import type {
  GithubCommentRecord,
  GithubDeliveryRecord,
  GithubEventRecord,
  GithubHookRecord,
  GithubIssue,
  GithubIssueRecord,
  GithubLabelRecord,
  GithubMilestoneRecord,
  GithubReleaseRecord,
  GithubUser,
} from './model.ts';

/** What happened, on its way to the hooks that asked for it. */
export interface GithubOccurrence {
  readonly event: 'issues' | 'issue_comment' | 'label';
  readonly action: string;
  readonly actor: GithubUser;
  readonly issue?: GithubIssueRecord;
  readonly comment?: GithubCommentRecord;
  readonly label?: GithubLabelRecord;
  readonly changes?: Readonly<Record<string, unknown>>;
}

export interface GithubState {
  readonly owner: GithubUser;
  readonly repo: string;
  readonly repoId: number;
  private: boolean;
  readonly issuesEnabled: boolean;
  /** Without push access labels and assignees of a new issue are dropped without a word. */
  readonly push: boolean;
  /** Account of the token that our adapter uses. */
  readonly self: GithubUser;
  readonly issues: Map<number, GithubIssueRecord>;
  readonly comments: Map<number, GithubCommentRecord>;
  readonly labels: Map<string, GithubLabelRecord>;
  readonly events: GithubEventRecord[];
  readonly milestones: GithubMilestoneRecord[];
  readonly releases: GithubReleaseRecord[];
  readonly hooks: Map<number, GithubHookRecord>;
  readonly deliveries: GithubDeliveryRecord[];
  readonly now: () => number;
  nextId(): number;
  nextNumber(): number;
  user(login: string): GithubUser;
  /** Set by the simulator once it can send; before that occurrences go nowhere. */
  emit: (occurrence: GithubOccurrence) => void;
}

export interface GithubStateOptions {
  readonly now: () => number;
  readonly owner: string;
  readonly repo: string;
  readonly private: boolean;
  readonly issuesEnabled: boolean;
  readonly push: boolean;
  readonly login: string;
}

export function createGithubState(options: GithubStateOptions): GithubState {
  let id = 2_400_000_000;
  let number = 0;
  const users = new Map<string, GithubUser>();
  const add = (login: string, type: GithubUser['type']): GithubUser => {
    const user = { login, id: 9_000_000 + users.size, type };
    users.set(login.toLowerCase(), user);
    return user;
  };

  return {
    owner: add(options.owner, 'Organization'),
    self: add(options.login, options.login.endsWith('[bot]') ? 'Bot' : 'User'),
    repo: options.repo,
    repoId: 812_345_678,
    private: options.private,
    issuesEnabled: options.issuesEnabled,
    push: options.push,
    issues: new Map(),
    comments: new Map(),
    labels: new Map(),
    events: [],
    milestones: [],
    releases: [],
    hooks: new Map(),
    deliveries: [],
    now: options.now,
    nextId: () => ++id,
    nextNumber: () => ++number,
    user: (login) => users.get(login.toLowerCase()) ?? add(login, login.endsWith('[bot]') ? 'Bot' : 'User'),
    emit: () => {},
  };
}

export function commentsOf(state: GithubState, number: number): GithubCommentRecord[] {
  return [...state.comments.values()].filter((comment) => comment.number === number);
}

export function readIssues(state: GithubState): readonly GithubIssue[] {
  const present = [...state.issues.values()].filter((issue) => !issue.deleted && !issue.pullRequest);

  return present.map((issue) => ({
    id: issue.id,
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    state: issue.state,
    stateReason: issue.stateReason,
    labels: [...issue.labels],
    type: issue.type,
    creator: issue.user.login,
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    closedAt: issue.closedAt,
    comments: commentsOf(state, issue.number).map((comment) => ({
      id: comment.id,
      author: comment.user.login,
      body: comment.body,
      at: comment.createdAt,
    })),
  }));
}
