import type { Actor, IssueCloseReason, Provenance } from '@stellwerk/core';
import type { IssueEvent } from '@stellwerk/ports';
import type { GithubTimelineRow, GithubUser } from './schema.ts';

/** The account that we act as. */
export interface GithubSelf {
  readonly login: string;
  readonly id: string;
  /** Id of the App, where we are one. */
  readonly appId: string | null;
}

/** What turning timeline rows into events needs to know. */
export interface IssueEventContext {
  readonly self: GithubSelf;
  readonly observedAt: number;
  readonly provenance: Provenance;
  readonly pseudonym: (kind: 'person', id: string) => string;
}

type Body =
  | { readonly type: 'issue_state_changed'; readonly to: 'open' | 'closed'; readonly reason: IssueCloseReason | null }
  | { readonly type: 'issue_labelled'; readonly label: string; readonly present: boolean }
  | { readonly type: 'issue_commented'; readonly commentId: string };

/** Turns an issue's timeline into events under its own keys, oldest first. Rows that say nothing to a ticket are left out. */
export function issueEvents(rows: readonly GithubTimelineRow[], context: IssueEventContext): readonly IssueEvent[] {
  const events: IssueEvent[] = [];
  for (const row of rows) {
    const body = bodyOf(row);
    if (body === null || row.id === undefined || row.at === undefined) continue;
    events.push({
      ...body,
      key: `${body.type === 'issue_commented' ? 'comment' : 'timeline'}:${row.id}`,
      at: row.at,
      // ids grow; a comment that closes an issue has the smaller one and so comes first
      seq: Number(row.id),
      observedAt: context.observedAt,
      actor: actorOf(row, context),
      channel: 'web',
      provenance: context.provenance,
    });
  }
  return events.sort((a, b) => a.at - b.at || a.seq - b.seq);
}

function bodyOf(row: GithubTimelineRow): Body | null {
  switch (row.event) {
    case 'closed':
      return { type: 'issue_state_changed', to: 'closed', reason: closeReason(row.stateReason) };
    case 'reopened':
      return { type: 'issue_state_changed', to: 'open', reason: null };
    case 'labeled':
    case 'unlabeled':
      return row.label === null ? null : { type: 'issue_labelled', label: row.label, present: row.event === 'labeled' };
    case 'commented':
      return row.id === undefined ? null : { type: 'issue_commented', commentId: row.id };
    default:
      return null;
  }
}

/** Older rows and closings by a commit carry no reason: GitHub shows them as completed. */
function closeReason(raw: string | null): IssueCloseReason {
  return raw === 'not_planned' || raw === 'duplicate' ? raw : 'completed';
}

function actorOf({ actor, appId }: GithubTimelineRow, { self, pseudonym }: IssueEventContext): Actor {
  if (actor === null) return { kind: 'unknown', ref: null };
  const ref = pseudonym('person', actor.id);
  if (isSelf(actor, appId, self)) return { kind: 'self', ref };
  return { kind: actor.type === 'Bot' || appId !== null ? 'bot' : 'agent', ref };
}

function isSelf(actor: GithubUser, appId: string | null, self: GithubSelf): boolean {
  if (self.appId !== null && appId === self.appId) return true;
  return actor.id === self.id || actor.login.toLowerCase() === self.login.toLowerCase();
}
