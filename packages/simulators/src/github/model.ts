/** Records of the simulated GitHub repository. Instants are epoch milliseconds. */

export interface GithubUser {
  readonly login: string;
  readonly id: number;
  readonly type: 'User' | 'Bot' | 'Organization';
}

export interface GithubLabelRecord {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

export type GithubStateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened';

export interface GithubMilestoneRecord {
  readonly number: number;
  readonly id: number;
  readonly title: string;
  readonly createdAt: number;
  state: 'open' | 'closed';
  closedAt: number | null;
}

export interface GithubReleaseRecord {
  readonly id: number;
  readonly tag: string;
  readonly publishedAt: number;
  readonly draft: boolean;
}

export interface GithubIssueRecord {
  readonly id: number;
  readonly number: number;
  readonly user: GithubUser;
  readonly createdAt: number;
  readonly pullRequest: boolean;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: GithubStateReason | null;
  labels: string[];
  assignees: string[];
  /** Name of the organisation's issue type. */
  readonly type: string | null;
  /** Number of a milestone. */
  milestone: number | null;
  updatedAt: number;
  closedAt: number | null;
  closedBy: GithubUser | null;
  deleted: boolean;
}

export interface GithubCommentRecord {
  readonly id: number;
  readonly number: number;
  readonly user: GithubUser;
  readonly createdAt: number;
  body: string;
  updatedAt: number;
}

/** One row of an issue's own history, as the events and timeline endpoints tell it. */
export interface GithubEventRecord {
  readonly id: number;
  readonly number: number;
  readonly event: 'closed' | 'reopened' | 'labeled' | 'unlabeled' | 'renamed' | 'assigned' | 'unassigned';
  readonly actor: GithubUser;
  readonly at: number;
  readonly label?: string;
  readonly stateReason?: GithubStateReason | null;
  readonly rename?: { readonly from: string; readonly to: string };
  readonly assignee?: string;
}

export interface GithubHookRecord {
  readonly id: number;
  readonly createdAt: number;
  active: boolean;
  events: readonly string[];
  url: string;
  contentType: 'json' | 'form';
  secret: string | null;
}

export interface GithubDeliveryRecord {
  readonly id: number;
  readonly hookId: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly redelivery: boolean;
  readonly body: string;
  deliveredAt: number;
  status: number | null;
}

/** An issue as it stands in the repository now, read past the HTTP interface. */
export interface GithubIssue {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly stateReason: GithubStateReason | null;
  readonly labels: readonly string[];
  readonly type: string | null;
  readonly creator: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly closedAt: number | null;
  readonly comments: readonly {
    readonly id: number;
    readonly author: string;
    readonly body: string;
    readonly at: number;
  }[];
}
