import type { EngineState, LinkedIssue } from '../../decide/state.ts';
import { isWithdrawn } from '../../decide/state.ts';
import { type Step, want } from '../../decide/step.ts';
import type { TicketEvent } from '../../model/event.ts';
import { isFinished } from '../../model/status.ts';
import { trackerOf } from './apply-issue-event.ts';

/**
 * Wants the impact comment of each linked issue anew when what this ticket gives to it has changed. A ticket whose issue was
 * made for it wants none yet: the issue itself says it all, until a second ticket comes.
 */
export function wantImpact(step: Step, event: TicketEvent): void {
  for (const [issue, known] of Object.entries(step.state.facts.issues)) {
    if (!known.linked) continue;
    const present = JSON.stringify(shareOf(step.state));
    const came = event.type === 'issue_linked' && event.issue.issue === issue && (event.how ?? 'created') !== 'created';
    if (present === known.impact && !came) continue;
    const first = known.impact === null && !came;
    known.impact = present;
    if (!first && wanted(step, known)) wantComment(step, issue, known);
  }
}

function wanted({ policy }: Step, { tracker, state }: LinkedIssue): boolean {
  return state === 'open' && trackerOf(policy, tracker)?.impact === true;
}

function wantComment(step: Step, issue: string, { tracker }: LinkedIssue): void {
  const { facts } = step.state;
  want(
    step,
    { kind: 'impact_comment', issue: { tracker, issue }, text: '', language: step.policy.language },
    {
      rule: 'issue',
      instance: issue,
      name: `impact@${step.cause}`,
      reason: { code: 'issue.impact', rule: null, facts: { issue, plan: facts.plan } },
      mode: 'auto',
      connection: tracker,
    },
  );
}

/** What a ticket gives to the impact of its issue: no name, no number. */
export interface ImpactShare {
  /** Pseudonym of the organisation, or of the person where there is none: only counted. */
  readonly customer: string | null;
  readonly plan: string;
  readonly createdAt: number;
  readonly open: boolean;
}

/** A ticket's share, or null where it does not count: merged, deleted or spam. */
export function shareOf({ facts }: EngineState): ImpactShare | null {
  if (isWithdrawn(facts)) return null;
  const { organisation, requester, plan, createdAt, status } = facts;
  return { customer: organisation?.ref ?? requester, plan, createdAt, open: !isFinished(status) };
}

/** The comment over all tickets of an issue: how many, of how many customers, of which plans, the oldest. Nobody is named. */
export function impactText(shares: readonly ImpactShare[], language: 'de' | 'en'): string {
  const german = language === 'de';
  const customers = new Set(shares.map(({ customer }, index) => customer ?? `?${index}`)).size;
  const open = shares.filter((share) => share.open).length;
  const oldest = Math.min(...shares.map(({ createdAt }) => createdAt));
  const plans = [...Map.groupBy(shares, ({ plan }) => plan)]
    .map(([plan, list]) => [plan, list.length] as const)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const day = new Date(oldest).toISOString().slice(0, 10);
  const rows = [
    [german ? 'Tickets' : 'Tickets', `${shares.length} (${german ? 'offen' : 'open'}: ${open})`],
    [german ? 'Kunden' : 'Customers', String(customers)],
    [german ? 'Vertragsstufen' : 'Plans', plans.map(([plan, count]) => `${plan} ${count}`).join(', ')],
    [german ? 'Ältestes Ticket seit' : 'Oldest ticket since', day],
  ];
  const heading = german ? '**Betroffen**' : '**Impact**';
  return `${heading}\n\n| | |\n|---|---|\n${rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}`;
}
