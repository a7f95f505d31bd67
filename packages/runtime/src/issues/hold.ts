import type { IssueHeld, IssueWrite, PreparedIssue, SimilarIssue, TicketEvent } from '@stellwerk/core';

/** Why an issue must wait for a person; empty where nothing stands in its way. */
export function holdReasons(
  { care }: IssueWrite,
  { hits }: PreparedIssue,
  candidate: SimilarIssue | null,
): IssueHeld['because'] {
  const blocked = care?.onHit === 'block' && Object.keys(hits).length > 0;
  return [...(blocked ? (['redaction'] as const) : []), ...(candidate === null ? [] : (['similar'] as const))];
}

/** Whether a person has accepted exactly this after it was held: an acceptance from before knew nothing of it. */
export function isAccepted(events: readonly TicketEvent[], effectKey: string, fingerprint: string): boolean {
  const held = events.findLast((event) => event.type === 'issue_held' && event.effectKey === effectKey);
  if (held?.type !== 'issue_held' || held.fingerprint !== fingerprint) return false;
  return events.some(
    (event) => event.type === 'proposal_accepted' && event.effectKey === effectKey && event.at > held.at,
  );
}
