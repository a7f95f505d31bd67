import { applyEvent, isCustomer } from '../decide/apply-event.ts';
import { emptyState } from '../decide/state.ts';
import type { TicketEvent } from '../model/event.ts';
import type { Policy } from '../policy/policy.ts';
import type { FindingFigures, FindingStory } from './finding.ts';

/** A stretch in which the ticket waited for the customer, who had written last. Epoch ms. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Time that clocks stood still for the customer although the customer's message was unanswered. Mere thanks, machine
 * answers and internal notes count for neither side. Null where no clock gained a minute of open time.
 */
export function pauseGaming(
  story: FindingStory,
  policy: Policy,
  now: number,
): { at: number; figures: FindingFigures } | null {
  const stretches = unansweredPauses(story, policy, now);
  let best: { clock: string; gainedMs: number } | null = null;
  for (const { id, segments } of story.state.clocks) {
    const gainedMs = segments
      .filter(({ counting, reason, detail }) => !counting && reason === 'paused' && detail === 'waiting_requester')
      .flatMap(({ from, to, calendar }) =>
        stretches.map((each) => openBetween(policy, calendar, Math.max(from, each.from), Math.min(to ?? now, each.to))),
      )
      .reduce((sum, open) => sum + open, 0);
    if (gainedMs >= 60_000 && gainedMs > (best?.gainedMs ?? 0)) best = { clock: id, gainedMs };
  }
  const [first] = stretches;
  if (!best || !first) return null;
  return { at: first.from, figures: { ...best, pauses: stretches.length } };
}

function openBetween(policy: Policy, calendar: string, from: number, to: number): number {
  return from < to ? (policy.calendars.get(calendar)?.between(from, to) ?? 0) : 0;
}

function unansweredPauses({ ticket, events }: FindingStory, policy: Policy, now: number): readonly Stretch[] {
  const { facts } = emptyState(policy.version, policy.defaultPlan);
  const stretches: Stretch[] = [];
  let unanswered = false;
  let from: number | null = null;
  for (const event of events) {
    applyEvent(facts, event, { connection: ticket.connection, policy });
    unanswered = answers(event) ? false : asks(event) || unanswered;
    const gaming = unanswered && facts.status === 'waiting_requester';
    if (gaming) from ??= event.at;
    else if (from !== null) {
      if (event.at > from) stretches.push({ from, to: event.at });
      from = null;
    }
  }
  return from === null || now <= from ? stretches : [...stretches, { from, to: now }];
}

function asks(event: TicketEvent): boolean {
  if (!isCustomer(event)) return false;
  if (event.type === 'created') return true;
  const said = event.type === 'message' && event.visibility === 'public' && !event.autoReply;
  return said && !event.features.patterns.includes('thanks');
}

function answers(event: TicketEvent): boolean {
  return event.type === 'message' && event.visibility === 'public' && !event.autoReply && event.actor.kind === 'agent';
}
