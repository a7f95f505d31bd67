import type { TicketOpening } from '@stellwerk/ports';
import type { HubspotClient } from './client.ts';
import { readMessages } from './read-ticket.ts';

/** The ticket's subject and the first message that came in. Its `content` is not asked: agents write there too. */
export async function readOpening(client: HubspotClient, id: string, signal: AbortSignal): Promise<TicketOpening> {
  const ticket = await client.ticket(id, ['subject'], signal);
  const messages = await readMessages(client, ticket.id, signal);
  const first = messages.find(({ type, direction }) => type === 'MESSAGE' && direction === 'INCOMING');
  return { subject: ticket.properties.subject ?? null, message: first?.text ?? null };
}
