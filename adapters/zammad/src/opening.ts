import type { TicketOpening } from '@stellwerk/ports';
import type { ZammadClient } from './client.ts';
import { articleText } from './messages.ts';

/** The ticket's title and the customer's first article that is not internal. */
export async function readOpening(client: ZammadClient, id: string, signal: AbortSignal): Promise<TicketOpening> {
  const [ticket, articles] = await Promise.all([client.ticket(id, signal), client.articles(id, signal)]);
  const first = articles.find((article) => article.sender === 'Customer' && article.internal === false);
  return { subject: ticket.title ?? null, message: first ? articleText(first) : null };
}
