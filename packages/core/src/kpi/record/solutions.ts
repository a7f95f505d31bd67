import { isCustomer } from '../../decide/apply-event.ts';
import type { TicketEvent } from '../../model/event.ts';
import type { StatusClass } from '../../model/status.ts';
import type { Tier } from '../../model/tier.ts';
import type { Moment } from './conversation.ts';
import type { Lapse, Reopening } from './ticket-record.ts';
import type { Timeline } from './timeline.ts';

/** Solutions and reopenings. Closing without solving is a solution; being merged or deleted is none. */
export class Solutions {
  readonly #solved: number[] = [];
  readonly #reopened: { at: number; by: Reopening['by']; thanks: boolean }[] = [];
  #lastMessage: Extract<TicketEvent, { type: 'message' }> | null = null;
  /** Tier of the last solution. */
  solvedIn: Tier | null = null;

  apply({ event, before, status, tier }: Moment): void {
    if (event.type === 'message' && event.visibility === 'public' && !event.autoReply) this.#hear(event);
    if (event.type === 'merged') return;
    if (!isSolved(before) && isSolved(status)) {
      this.#solved.push(event.at);
      this.solvedIn = tier;
      this.#lastMessage = null;
    }
    if (isSolved(before) && !isSolved(status) && status !== 'deleted') this.#reopen(event);
  }

  /** A reopening is the customer's where their message came with it: many helpdesks let a rule set the status. */
  #hear(event: Extract<TicketEvent, { type: 'message' }>): void {
    this.#lastMessage = event;
    const last = this.#reopened.at(-1);
    if (last?.at !== event.at || !isCustomer(event) || last.by === 'agent') return;
    last.by = 'customer';
    last.thanks = event.features.patterns.includes('thanks');
  }

  #reopen(event: TicketEvent): void {
    const said = this.#lastMessage && isCustomer(this.#lastMessage) ? this.#lastMessage : null;
    const byAgent = event.actor.kind === 'agent' || event.actor.kind === 'light_agent';
    const byCustomer = isCustomer(event) || (!byAgent && said !== null);
    this.#reopened.push({
      at: event.at,
      by: byCustomer ? 'customer' : byAgent ? 'agent' : 'other',
      thanks: byCustomer && said?.features.patterns.includes('thanks') === true,
    });
  }

  solutions(start: number, timeline: Timeline): readonly Lapse[] {
    return this.#solved.map((at) => ({ at, ...timeline.length(start, at) }));
  }

  reopenings(): readonly Reopening[] {
    return this.#reopened;
  }
}

/** Solved or closed; a deleted ticket is neither. */
export function isSolved(status: StatusClass): boolean {
  return status === 'solved' || status === 'closed';
}
