import { decided, type Step, want } from '../../decide/step.ts';
import type { TicketEvent } from '../../model/event.ts';

/**
 * An issue that was not made because a person should look. Its own proposal stands: accepted, it is made. Where one is there
 * that is alike, linking to that one is proposed beside it.
 */
export function heldIssue(step: Step, event: Extract<TicketEvent, { type: 'issue_held' }>): void {
  const { tracker, because, masked, candidate, score } = event;
  if (because.includes('redaction')) decided(step, 'issue.masked', { masked });
  if (candidate === null) return;
  const reason = decided(step, 'issue.similar', { issue: candidate, score: percent(score) });
  want(
    step,
    { kind: 'link_issue', issue: { tracker, issue: candidate } },
    { rule: 'issue', instance: tracker, name: `link:${candidate}`, reason, mode: 'propose', connection: tracker },
  );
}

/** Says how a ticket came to an issue that was not made for it. */
export function linkedIssueReason(step: Step, event: Extract<TicketEvent, { type: 'issue_linked' }>): void {
  const { issue, how, score, threshold } = event;
  if (how === 'similar')
    decided(step, 'issue.linked_similar', {
      issue: issue.issue,
      score: percent(score),
      threshold: percent(threshold),
    });
  if (how === 'chosen') decided(step, 'issue.linked_by_hand', { issue: issue.issue });
}

function percent(score: number | null | undefined): string {
  return score === null || score === undefined ? '' : `${Math.round(score * 100)} %`;
}
