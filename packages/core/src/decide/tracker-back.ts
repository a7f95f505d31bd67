import {
  causeOf,
  fixedNoticeName,
  isReleasedLabel,
  type LinkedIssueEvent,
  trackerOf,
} from '../bugs/back/apply-issue-event.ts';
import { fixedNoticeText } from '../bugs/back/fixed-notice.ts';
import { wantImpact } from '../bugs/back/impact.ts';
import { heldIssue, linkedIssueReason } from '../bugs/issue/held-issue.ts';
import { issueNote } from '../explain/texts.ts';
import type { TicketEvent } from '../model/event.ts';
import type { Reason } from '../model/reason.ts';
import { isFinished, type StatusClass } from '../model/status.ts';
import type { Tracker } from '../policy/tracker.ts';
import { decided, type Step, want } from './step.ts';

/** What comes back from development, each kind for itself: notes, status, what the customer may be told; and what came of an issue of ours. */
export function trackerBack(step: Step, event: TicketEvent): void {
  if (event.type === 'issue_held') heldIssue(step, event);
  if (event.type === 'issue_linked') linkedIssueReason(step, event);
  if (event.actor.kind !== 'self') fromDevelopers(step, event);
  wantImpact(step, event);
}

function fromDevelopers(step: Step, event: TicketEvent): void {
  if (event.type === 'issue_state_changed') return stateChanged(step, event);
  if (event.type === 'issue_labelled') return labelled(step, event);
  if (event.type === 'issue_released') return released(step, event, { by: event.by, name: event.name });
  if (event.type === 'issue_commented' && syncBack(step, event.issue.tracker).comment === 'internal_note') {
    note(step, event, decided(step, 'issue.commented', { issue: event.issue.issue }));
  }
}

function stateChanged(step: Step, event: Extract<TicketEvent, { type: 'issue_state_changed' }>): void {
  const closed = event.to === 'closed';
  const facts = { issue: event.issue.issue, reason: event.reason ?? (closed ? 'completed' : null) };
  const reason = decided(step, closed ? 'issue.closed' : 'issue.reopened', facts);
  const { done, status } = syncBack(step, event.issue.tracker);
  if (done === 'ignore') return;

  note(step, event, reason);
  const wanted = closed ? (status.closed ?? (done === 'reopen_internal' ? 'open' : undefined)) : status.reopened;
  setStatus(step, event, reason, wanted);
  if (closed && done === 'draft_reply' && facts.reason === 'completed') draftReply(step, event, reason);
}

/** A label may name the bug's cause, and may say that the fix is out; others are only remembered. */
function labelled(step: Step, event: Extract<TicketEvent, { type: 'issue_labelled' }>): void {
  if (!event.present) return;
  const { issue, label } = event;
  const tracker = trackerOf(step.policy, issue.tracker);
  const cause = causeOf(tracker, label);
  if (cause !== null) {
    const reason = decided(step, 'issue.cause', { issue: issue.issue, cause });
    if (tracker?.syncBack.cause === 'internal_note') note(step, event, reason);
  }
  if (isReleasedLabel(tracker, label)) released(step, event, { by: 'label', name: label });
}

/** The fix is with the customers. Said again by another sign (milestone, release, label) it is no news. */
function released(
  step: Step,
  event: LinkedIssueEvent,
  { by, name }: { readonly by: string; readonly name: string },
): void {
  const { issue, tracker } = event.issue;
  if (step.state.facts.issues[issue]?.releasedAt !== event.at) return;
  const reason = decided(step, 'issue.released', { issue, by, name });
  const { released: what, status } = syncBack(step, tracker);
  if (what === 'ignore') return;

  note(step, event, reason);
  setStatus(step, event, reason, status.released);
  if (what === 'draft_reply') draftReply(step, event, reason);
}

/** What the customer would read, for a person to accept: it never goes out by itself. */
function draftReply(step: Step, event: LinkedIssueEvent, reason: Reason): void {
  const text = fixedNoticeText(step.state, step.policy, trackerOf(step.policy, event.issue.tracker));
  const keys = { rule: 'tracker', instance: event.key, name: fixedNoticeName(event.issue.issue), reason };
  want(step, { kind: 'public_notice', text }, { ...keys, mode: 'propose' });
}

function setStatus(step: Step, event: LinkedIssueEvent, reason: Reason, status: StatusClass | undefined): void {
  const present = step.state.facts.status;
  if (status === undefined || isFinished(present) || present === status) return;
  const keys = { rule: 'tracker', instance: event.key, name: `status:${status}`, reason };
  want(step, { kind: 'set_status', status }, { ...keys, mode: 'auto' });
}

function note(step: Step, event: LinkedIssueEvent, reason: Reason): void {
  const text = issueNote(reason, step.policy.language);
  want(step, { kind: 'add_note', text }, { rule: 'tracker', instance: event.key, name: 'note', reason, mode: 'auto' });
}

const WITHOUT_POLICY: Tracker['syncBack'] = {
  done: 'note',
  released: 'ignore',
  comment: 'ignore',
  cause: 'ignore',
  status: {},
};

function syncBack({ policy }: Step, connection: string): Tracker['syncBack'] {
  return trackerOf(policy, connection)?.syncBack ?? WITHOUT_POLICY;
}
