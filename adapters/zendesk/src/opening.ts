import type { TicketOpening } from '@stellwerk/ports';
import type { ZendeskClient } from './client.ts';
import { readAudits } from './read-ticket.ts';
import { TicketShow } from './schema.ts';

/** The ticket's subject and the requester's first public comment. */
export async function readOpening(
  client: ZendeskClient,
  ticketId: string,
  signal: AbortSignal,
): Promise<TicketOpening> {
  const { data } = await client.read(['tickets', ticketId], {}, TicketShow, signal);
  const audits = await readAudits(client, ticketId, signal);
  const comments = audits.flatMap((audit) =>
    audit.events.map((event) => ({ ...event, by: event.authorId ?? audit.authorId })),
  );
  const first = comments.find(
    ({ type, public: shown, by }) => type === 'Comment' && shown === true && by === data.ticket.requesterId,
  );
  return { subject: data.ticket.subject, message: first?.body ?? null };
}
