import { agentAnswered, type ZammadTicket } from './zammad-ticket.ts';

/** A public communication of an agent. */
export function agentContact({ times }: ZammadTicket, at: number): void {
  times.last_contact_agent_at = at;
  times.last_contact_at = at;
}

/** A public communication of a customer: one who writes again while waiting moves no contact, unless every mail counts by setting. */
export function customerSpoke(ticket: ZammadTicket, at: number, everyMailCounts: boolean): void {
  const { times } = ticket;
  const waiting = times.last_contact_customer_at !== null && times.last_contact_customer_at === times.last_contact_at;
  const first = times.last_contact_customer_at === null || times.last_contact_agent_at === null;
  if (!everyMailCounts && (waiting || !(first || agentAnswered(ticket)))) return;
  times.last_contact_customer_at = at;
  times.last_contact_at = at;
}
