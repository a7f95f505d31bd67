import type { HubspotClient } from './client.ts';
import type { HubspotConfig } from './config.ts';
import type { TicketReading } from './normalise.ts';
import { propertiesOf } from './properties.ts';

/** What changes seldom and is read once for many tickets. */
export type Surroundings = Pick<TicketReading, 'owners' | 'pipelines' | 'appId'>;

/** Reads all of one ticket. */
export async function readTicket(
  client: HubspotClient,
  config: HubspotConfig,
  id: string,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<TicketReading> {
  const ticket = await client.ticket(id, propertiesOf(config), signal);
  const contactId = ticket.associations.contacts?.results[0]?.id;
  // a company comes twice, with and without its label; the first one is the primary
  const companyId = ticket.associations.companies?.results[0]?.id;
  const [contact, company, messages, notes] = await Promise.all([
    contactId ? client.contact(contactId, signal) : null,
    companyId ? client.company(companyId, config.companyFields, signal) : null,
    readMessages(client, ticket.id, signal),
    client.notes(ticket.id, signal),
  ]);
  return { askedId: id, ticket, contact, company, messages, notes, ...surroundings };
}

/** Messages of all the ticket's conversations, oldest first: HubSpot gives the newest first, and a merge brings several. */
export async function readMessages(client: HubspotClient, ticketId: string, signal: AbortSignal) {
  const threads = await client.threads(ticketId, signal);
  const lists = await Promise.all(threads.map((thread) => client.messages(thread.id, signal)));
  return lists.flat().sort((a, b) => a.createdAt - b.createdAt);
}
