import type {
  GithubCommentRecord,
  GithubDeliveryRecord,
  GithubEventRecord,
  GithubHookRecord,
  GithubIssueRecord,
  GithubMilestoneRecord,
  GithubReleaseRecord,
  GithubUser,
} from './model.ts';
import type { GithubState } from './state.ts';
import { commentsOf } from './state.ts';

/** JSON as the REST API and the webhooks write it (docs.github.com/rest/issues, .../webhooks). */

export type Json = Readonly<Record<string, unknown>>;

/** GitHub gives whole seconds in UTC. */
const stamp = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

export interface Links {
  /** Base of API addresses, the simulator's own. */
  readonly api: string;
}

const nodeId = (kind: string, id: number): string => `${kind}_${Buffer.from(String(id)).toString('base64url')}`;

export function userJson(user: GithubUser, links: Links): Json {
  const url = `${links.api}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('U', user.id),
    avatar_url: `${links.api}/avatars/${user.id}`,
    gravatar_id: '',
    url,
    html_url: `${links.api}/${user.login}`,
    events_url: `${url}/events{/privacy}`,
    repos_url: `${url}/repos`,
    type: user.type,
    site_admin: false,
  };
}

export function labelJson(state: GithubState, name: string, links: Links): Json {
  const label = state.labels.get(name.toLowerCase());
  return {
    id: label?.id ?? 0,
    node_id: nodeId('LA', label?.id ?? 0),
    url: `${repoUrl(state, links)}/labels/${encodeURIComponent(name)}`,
    name,
    color: label?.color ?? 'ededed',
    default: false,
    description: label?.description ?? null,
  };
}

const repoUrl = (state: GithubState, links: Links): string => `${links.api}/repos/${state.owner.login}/${state.repo}`;

const htmlUrl = (state: GithubState, issue: GithubIssueRecord): string =>
  `https://github.com/${state.owner.login}/${state.repo}/${issue.pullRequest ? 'pull' : 'issues'}/${issue.number}`;

export function issueJson(state: GithubState, issue: GithubIssueRecord, links: Links): Json {
  const url = `${repoUrl(state, links)}/issues/${issue.number}`;
  const assignees = issue.assignees.map((login) => userJson(state.user(login), links));
  return {
    url,
    repository_url: repoUrl(state, links),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: htmlUrl(state, issue),
    id: issue.id,
    node_id: nodeId('I', issue.id),
    number: issue.number,
    title: issue.title,
    user: userJson(issue.user, links),
    labels: issue.labels.map((name) => labelJson(state, name, links)),
    state: issue.state,
    locked: false,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: milestoneOf(state, issue, links),
    comments: commentsOf(state, issue.number).length,
    created_at: stamp(issue.createdAt),
    updated_at: stamp(issue.updatedAt),
    closed_at: issue.closedAt === null ? null : stamp(issue.closedAt),
    closed_by: issue.closedBy === null ? null : userJson(issue.closedBy, links),
    author_association: issue.user.login === state.self.login ? 'COLLABORATOR' : 'MEMBER',
    active_lock_reason: null,
    body: issue.body,
    type: issue.type === null ? null : { id: 1, name: issue.type, description: null },
    state_reason: issue.stateReason,
    performed_via_github_app: null,
    ...(issue.pullRequest ? { draft: false, pull_request: pullRequestLinks(state, issue, links) } : {}),
  };
}

function milestoneOf(state: GithubState, issue: GithubIssueRecord, links: Links): Json | null {
  const milestone = state.milestones.find(({ number }) => number === issue.milestone);
  return milestone ? milestoneJson(milestone, links) : null;
}

export function milestoneJson(milestone: GithubMilestoneRecord, links: Links): Json {
  return {
    id: milestone.id,
    node_id: nodeId('MI', milestone.id),
    url: `${links.api}/milestones/${milestone.number}`,
    number: milestone.number,
    title: milestone.title,
    description: null,
    state: milestone.state,
    created_at: stamp(milestone.createdAt),
    updated_at: stamp(milestone.closedAt ?? milestone.createdAt),
    closed_at: milestone.closedAt === null ? null : stamp(milestone.closedAt),
    due_on: null,
  };
}

export function releaseJson(release: GithubReleaseRecord, links: Links): Json {
  return {
    id: release.id,
    node_id: nodeId('RE', release.id),
    url: `${links.api}/releases/${release.id}`,
    tag_name: release.tag,
    name: release.tag,
    draft: release.draft,
    prerelease: false,
    created_at: stamp(release.publishedAt),
    published_at: release.draft ? null : stamp(release.publishedAt),
  };
}

function pullRequestLinks(state: GithubState, issue: GithubIssueRecord, links: Links): Json {
  const html = htmlUrl(state, issue);
  return {
    url: `${repoUrl(state, links)}/pulls/${issue.number}`,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    merged_at: null,
  };
}

export function commentJson(state: GithubState, comment: GithubCommentRecord, links: Links): Json {
  return {
    url: `${repoUrl(state, links)}/issues/comments/${comment.id}`,
    html_url: `https://github.com/${state.owner.login}/${state.repo}/issues/${comment.number}#issuecomment-${comment.id}`,
    issue_url: `${repoUrl(state, links)}/issues/${comment.number}`,
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: userJson(comment.user, links),
    created_at: stamp(comment.createdAt),
    updated_at: stamp(comment.updatedAt),
    author_association: comment.user.login === state.self.login ? 'COLLABORATOR' : 'MEMBER',
    body: comment.body,
    performed_via_github_app: null,
  };
}

export function eventJson(state: GithubState, row: GithubEventRecord, links: Links): Json {
  const label = row.label === undefined ? undefined : state.labels.get(row.label.toLowerCase());
  return {
    id: row.id,
    node_id: nodeId('EV', row.id),
    url: `${repoUrl(state, links)}/issues/events/${row.id}`,
    actor: userJson(row.actor, links),
    event: row.event,
    commit_id: null,
    commit_url: null,
    created_at: stamp(row.at),
    performed_via_github_app: null,
    ...(row.label === undefined ? {} : { label: { name: row.label, color: label?.color ?? 'ededed' } }),
    ...(row.stateReason === undefined ? {} : { state_reason: row.stateReason }),
    ...(row.rename === undefined ? {} : { rename: row.rename }),
    ...(row.assignee === undefined ? {} : { assignee: userJson(state.user(row.assignee), links) }),
  };
}

export function repoJson(state: GithubState, links: Links): Json {
  const url = repoUrl(state, links);
  const open = [...state.issues.values()].filter((issue) => issue.state === 'open' && !issue.deleted).length;
  return {
    id: state.repoId,
    node_id: nodeId('R', state.repoId),
    name: state.repo,
    full_name: `${state.owner.login}/${state.repo}`,
    private: state.private,
    owner: userJson(state.owner, links),
    html_url: `https://github.com/${state.owner.login}/${state.repo}`,
    description: null,
    fork: false,
    url,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues{/number}`,
    labels_url: `${url}/labels{/name}`,
    has_issues: state.issuesEnabled,
    archived: false,
    disabled: false,
    open_issues_count: open,
    visibility: state.private ? 'private' : 'public',
    default_branch: 'main',
    permissions: { admin: state.push, maintain: state.push, push: state.push, triage: true, pull: true },
  };
}

export function hookJson(state: GithubState, hook: GithubHookRecord, links: Links): Json {
  const url = `${repoUrl(state, links)}/hooks/${hook.id}`;
  const last = state.deliveries.findLast((delivery) => delivery.hookId === hook.id);
  return {
    type: 'Repository',
    id: hook.id,
    name: 'web',
    active: hook.active,
    events: hook.events,
    config: {
      content_type: hook.contentType,
      insecure_ssl: '0',
      url: hook.url,
      ...(hook.secret === null ? {} : { secret: '********' }),
    },
    updated_at: stamp(hook.createdAt),
    created_at: stamp(hook.createdAt),
    url,
    test_url: `${url}/test`,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    last_response: { code: last?.status ?? null, status: last ? 'active' : 'unused', message: null },
  };
}

export function deliveryJson(state: GithubState, delivery: GithubDeliveryRecord): Json {
  const ok = delivery.status !== null && delivery.status >= 200 && delivery.status < 300;
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: stamp(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: 0.1,
    status: ok
      ? 'OK'
      : delivery.status === null
        ? 'failed to connect to host'
        : `Invalid HTTP Response: ${delivery.status}`,
    status_code: delivery.status ?? 502,
    event: delivery.event,
    action: delivery.action,
    installation_id: null,
    repository_id: state.repoId,
    throttled_at: null,
  };
}
