import { ScopeMissing } from '@stellwerk/ports';
import type { ZammadClient } from './client.ts';
import type { TicketReading } from './normalise.ts';
import type { History, State, Ticket, User } from './schema.ts';

/**
 * Reads all of one ticket. The history comes last: a change between the reads is then in it, and takes back what the
 * earlier reads saw or did not see yet.
 */
export async function readTicket(
  client: ZammadClient,
  id: string,
  selfId: string,
  states: readonly State[],
  signal: AbortSignal,
): Promise<TicketReading> {
  const [ticket, articles, tags] = await Promise.all([
    client.ticket(id, signal),
    client.articles(id, signal),
    client.tags(id, signal),
  ]);
  const history = await client.history(id, signal);
  const users = await peopleOf(client, ticket, history, signal);
  return { ticket, history, articles, tags, states, users, selfId };
}

/** The history's assets, and whoever is named but missing there. */
async function peopleOf(
  client: ZammadClient,
  ticket: Ticket,
  history: History,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, User>> {
  const users = new Map(Object.entries(history.assets.User));
  const named = new Set([ticket.created_by_id, ticket.customer_id, ticket.owner_id]);
  for (const row of history.history) {
    named.add(row.created_by_id);
    if (row.attribute === 'owner' || row.attribute === 'customer') named.add(row.id_from).add(row.id_to);
  }
  for (const id of named) {
    if (!id || id === '1' || users.has(id)) continue;
    const user = await client.user(id, signal);
    if (user) users.set(id, user);
  }
  return users;
}

/** The states, or none where the account may not list them: the built-in names then still count. */
export function statesOrNone(client: ZammadClient, signal: AbortSignal): Promise<readonly State[]> {
  return client.states(signal).catch((error: unknown) => {
    if (error instanceof ScopeMissing) return [];
    throw error;
  });
}
