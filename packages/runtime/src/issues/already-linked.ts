import type { TicketEvent } from '@stellwerk/core';
import type { ClaimedEffect, EffectResult } from '@stellwerk/ports';

/** One issue per ticket and tracker: what was wanted before the ticket came to one is over. */
export function linkedAlready(
  events: readonly TicketEvent[],
  { effect }: Pick<ClaimedEffect, 'effect'>,
): EffectResult | null {
  const link = events.find((event) => event.type === 'issue_linked' && event.issue.tracker === effect.connection);
  if (link?.type !== 'issue_linked') return null;
  return { kind: 'cancelled', error: `ALREADY_LINKED: the ticket belongs to ${link.issue.issue}` };
}
