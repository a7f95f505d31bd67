import type { LinkedIssue, TicketFacts } from '../../decide/state.ts';
import type { EventBody, IssueRef, TicketEvent } from '../../model/event.ts';
import { own } from '../../own.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Tracker } from '../../policy/tracker.ts';

type IssueEvent = TicketEvent &
  Extract<EventBody, { type: 'issue_linked' | 'issue_state_changed' | 'issue_labelled' | 'issue_released' }>;

/** An event about one issue. */
export type LinkedIssueEvent = TicketEvent & { readonly issue: IssueRef };

/** What an event at the tracker says of a linked issue. Changes `facts` in place. */
export function applyIssueEvent(facts: TicketFacts, event: IssueEvent, { policy }: { readonly policy: Policy }): void {
  // the tracker tells whole seconds: what followed the link may bear the earlier time
  const known = linkedIssue(facts, event.issue);
  if (event.type === 'issue_linked') known.linked = true;
  if (event.type === 'issue_labelled') applyLabel(known, event, policy);
  if (event.type === 'issue_released') applyRelease(known, event.at);
  if (event.type === 'issue_state_changed') applyState(known, event);
}

function linkedIssue(facts: TicketFacts, { issue, tracker }: IssueEvent['issue']): LinkedIssue {
  facts.issues[issue] ??= {
    tracker,
    linked: false,
    state: 'open',
    reason: null,
    labels: [],
    cause: null,
    fixedAt: null,
    releasedAt: null,
    toldAt: null,
    impact: null,
  };
  return facts.issues[issue];
}

function applyState(
  known: LinkedIssue,
  { to, reason, at }: Extract<IssueEvent, { type: 'issue_state_changed' }>,
): void {
  known.state = to;
  known.reason = reason;
  const done = to === 'closed' && (reason ?? 'completed') === 'completed';
  known.fixedAt = done ? at : null;
  if (to === 'open') known.releasedAt = null;
  known.toldAt = null;
}

function applyLabel(
  known: LinkedIssue,
  { issue, label, present, at }: Extract<IssueEvent, { type: 'issue_labelled' }>,
  policy: Policy,
): void {
  known.labels = present
    ? [...new Set([...known.labels, label])].sort()
    : known.labels.filter((name) => name !== label);
  const tracker = trackerOf(policy, issue.tracker);
  const causes = known.labels.map((name) => causeOf(tracker, name)).filter((cause) => cause !== null);
  known.cause = causes[0] ?? null;
  if (present && isReleasedLabel(tracker, label)) applyRelease(known, at);
}

/** The first word of it counts: a milestone, a release and a label may all say so. */
function applyRelease(known: LinkedIssue, at: number): void {
  if (known.releasedAt !== null) return;
  known.releasedAt = at;
  known.toldAt = null;
}

/** A message to the customer after the fix: they have been told. */
export function applyTold(facts: TicketFacts, at: number): void {
  for (const known of Object.values(facts.issues)) {
    if (isFixed(known)) known.toldAt ??= at;
  }
}

/** Whether an issue is done or out. */
export function isFixed({ fixedAt, releasedAt }: LinkedIssue): boolean {
  return fixedAt !== null || releasedAt !== null;
}

const FIXED_NOTICE = 'notice:fixed';

/** Name of the effect that tells the customer of the fix. */
export function fixedNoticeName(issue: string): string {
  return `${FIXED_NOTICE}:${issue}`;
}

/** Whether an effect's key is of a notice that the bug is fixed. */
export function isFixedNotice(effectKey: string): boolean {
  return effectKey.includes(`/${FIXED_NOTICE}:`);
}

/** The part of the policy about a tracker's connection. */
export function trackerOf({ input }: Policy, connection: string): Tracker | undefined {
  return Object.entries(input.trackers).find(([name, config]) => (config.connection ?? name) === connection)?.[1];
}

/** The cause that a label names, or null. */
export function causeOf(tracker: Tracker | undefined, label: string): string | null {
  return own(tracker?.causes, label) ?? null;
}

/** Whether a label says that the fix is with the customers; trackers compare labels without case. */
export function isReleasedLabel(tracker: Tracker | undefined, label: string): boolean {
  return tracker?.releasedLabel?.toLowerCase() === label.toLowerCase();
}
