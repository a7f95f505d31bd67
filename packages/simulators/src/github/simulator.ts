import type { Simulator, SimulatorOptions } from '../desk.ts';
import { composeSimulator } from '../shared/compose.ts';
import { createRandom } from '../shared/random.ts';
import { createSimulatorServer } from '../shared/server.ts';
import {
  addComment,
  addLabels,
  closeMilestone,
  createIssue,
  deleteIssue,
  type NewIssue,
  planFor,
  publishRelease,
  removeLabel,
  setState,
} from './actions.ts';
import { createGithubApp } from './app.ts';
import { githubLimits, secondaryLimitError } from './limits.ts';
import type { GithubIssue, GithubIssueRecord, GithubStateReason } from './model.ts';
import { createGithubState, type GithubState, readIssues } from './state.ts';
import { createGithubWebhooks } from './webhooks.ts';

/** What a simulated repository is made of. */
export interface GithubSimulatorOptions extends SimulatorOptions {
  /** Login of the organisation that owns the repository. */
  readonly owner: string;
  /** Name of the repository. */
  readonly repo: string;
  /** Whether strangers see it as 404. Default false. */
  readonly private?: boolean;
  /** How long a new issue stays out of `GET issues`, milliseconds. Default 0, as the real list is consistent. */
  readonly listLagMs?: number;
  /** How long a new issue stays unknown to the search, milliseconds. Default 30 000. */
  readonly searchLagMs?: number;
  /** Login of the account behind the token. Default `stellwerk-bot`. */
  readonly login?: string;
  /** Whether that account may push; without it labels and assignees of new issues are dropped silently. Default true. */
  readonly push?: boolean;
  /** Whether the token has the right Webhooks: read and write. Default true. */
  readonly mayHook?: boolean;
  /** Scopes of a classic token. Default null: a fine-grained token, which does not tell them. */
  readonly classicScopes?: readonly string[] | null;
  /** Whether the repository has issues; without them creating one is 410. Default true. */
  readonly issuesEnabled?: boolean;
  /** Genuine tokens of other people, without rights on this repository. Default none. */
  readonly strangerTokens?: readonly string[];
}

/** A simulated GitHub repository, driven by its maintainers (`closeIssue` and so on) and by the REST API. */
export interface GithubSimulator extends Simulator {
  /** Issues as they stand, without pull requests and deleted ones, oldest first. */
  issues(): readonly GithubIssue[];
  /** A maintainer opens an issue or a pull request; returns its number. */
  openIssue(input: NewIssue, login?: string): number;
  closeIssue(number: number, reason?: GithubStateReason, login?: string): void;
  reopenIssue(number: number, login?: string): void;
  labelIssue(number: number, label: string, login?: string): void;
  unlabelIssue(number: number, label: string, login?: string): void;
  /** A person comments; returns the comment's id. */
  commentAs(login: string, number: number, body: string): number;
  /** Deletes an issue: afterwards it is 410 and gone from every list. */
  /** A maintainer puts an issue into a milestone, made where there is none of that title. */
  planIssue(number: number, milestone: string): void;
  closeMilestone(title: string): void;
  publishRelease(tag: string, draft?: boolean): void;
  /** The owner makes the repository public or private. */
  setPrivate(isPrivate: boolean): void;
  deleteIssue(number: number, login?: string): void;
}

const MAINTAINER = 'maintainer';

/** Makes a repository on loopback; call `listen` before use. */
export function createGithubSimulator(options: GithubSimulatorOptions): GithubSimulator {
  const state = createGithubState({
    now: options.now,
    owner: options.owner,
    repo: options.repo,
    private: options.private ?? false,
    issuesEnabled: options.issuesEnabled ?? true,
    push: options.push ?? true,
    login: options.login ?? 'stellwerk-bot',
  });
  const webhooks = createGithubWebhooks({
    state,
    random: createRandom(options.seed ?? 1),
    links: () => ({ api: server.url }),
  });
  const app = createGithubApp({
    state,
    webhooks,
    token: options.token,
    strangerTokens: options.strangerTokens ?? [],
    limits: githubLimits(options.ratePerMinute, options.now),
    listLagMs: options.listLagMs ?? 0,
    searchLagMs: options.searchLagMs ?? 30_000,
    mayHook: options.mayHook ?? true,
    classicScopes: options.classicScopes ?? null,
  });
  const server = createSimulatorServer({ app, options, errorBody });

  const setWebhook: Simulator['setWebhook'] = (target) => {
    state.hooks.clear();
    if (!target) return;
    const events = ['issues', 'issue_comment'];
    webhooks.add({ active: true, events, url: target.url, contentType: 'json', secret: target.secret });
  };
  return composeSimulator({ desk: drive(state), server, sender: webhooks.sender, setWebhook });
}

type Driven = Omit<GithubSimulator, keyof Simulator>;

function drive(state: GithubState): Driven {
  const issueAt = (number: number): GithubIssueRecord => {
    const issue = state.issues.get(number);
    if (!issue || issue.deleted) throw new RangeError(`no issue ${number} in the simulated repository`);
    return issue;
  };
  const by = (login: string | undefined) => state.user(login ?? MAINTAINER);

  return {
    issues: () => readIssues(state),
    openIssue: (input, login) => createIssue(state, by(login), input).number,
    closeIssue: (number, reason = 'completed', login) => setState(state, by(login), issueAt(number), 'closed', reason),
    reopenIssue: (number, login) => setState(state, by(login), issueAt(number), 'open', null),
    labelIssue: (number, label, login) => addLabels(state, by(login), issueAt(number), [label]),
    unlabelIssue: (number, label, login) => void removeLabel(state, by(login), issueAt(number), label),
    commentAs: (login, number, body) => addComment(state, by(login), issueAt(number), body).id,
    planIssue: (number, milestone) => planFor(state, issueAt(number), milestone),
    closeMilestone: (title) => closeMilestone(state, title),
    publishRelease: (tag, draft = false) => publishRelease(state, tag, draft),
    setPrivate: (isPrivate) => {
      state.private = isPrivate;
    },
    deleteIssue: (number, login) => deleteIssue(state, by(login), issueAt(number)),
  };
}

/** Bodies for injected statuses: 403 is the secondary limit, 429 the primary one. */
function errorBody(status: number): unknown {
  if (status === 403) return { message: secondaryLimitError().message, documentation_url: DOCS, status: '403' };
  const message = status === 429 ? 'API rate limit exceeded for user ID 1.' : 'Server Error';
  return { message, documentation_url: DOCS, status: String(status) };
}

const DOCS = 'https://docs.github.com/rest';
