import { compareOrder, eventOrder } from '@stellwerk/core';
import type { AdapterContext, TicketHistory } from '@stellwerk/ports';
import type { ZammadConfig } from './config.ts';
import { createdEvent } from './created.ts';
import { historyEvents } from './history.ts';
import { messageEvents } from './messages.ts';
import { createPeople } from './people.ts';
import type { Article, History, State, Ticket, User } from './schema.ts';
import type { Story } from './story.ts';
import { createVocabulary } from './vocabulary.ts';

/** What was read of a ticket. */
export interface TicketReading {
  readonly ticket: Ticket;
  readonly history: History;
  readonly articles: readonly Article[];
  readonly tags: readonly string[];
  readonly states: readonly State[];
  /** People of the history's assets and those looked up beside. */
  readonly users: ReadonlyMap<string, User>;
  readonly selfId: string;
}

/** Turns a reading into the ticket's story under Zammad's own keys. */
export function toTicketHistory(reading: TicketReading, config: ZammadConfig, context: AdapterContext): TicketHistory {
  const { ticket, history, tags, users, selfId } = reading;
  const articles = reading.articles.toSorted((a, b) => a.created_at - b.created_at || a.id - b.id);
  const vocabulary = createVocabulary(config, reading.states);
  const people = createPeople({ users, selfId, ...roles(reading) }, config, context);
  const story: Story = { config, context, ticket, history, articles, tags, people, vocabulary };

  const events = [createdEvent(story), ...historyEvents(story), ...messageEvents(story)];
  return {
    ticketId: ticket.id,
    events: events.toSorted((a, b) => compareOrder(eventOrder(a), eventOrder(b))),
    persons: people.records,
    unknownValues: vocabulary.unknownValues,
  };
}

/** Everybody who was ever the ticket's customer, and everybody who acted as an agent in it. */
function roles({ ticket, history, articles }: TicketReading): {
  customerIds: ReadonlySet<string>;
  agentIds: ReadonlySet<string>;
} {
  const customerIds = new Set<string>();
  const agentIds = new Set<string>();
  if (ticket.customer_id) customerIds.add(ticket.customer_id);
  for (const article of articles) if (article.sender === 'Agent') agentIds.add(article.created_by_id);
  for (const row of history.history) {
    if (row.attribute === 'customer') for (const id of [row.id_from, row.id_to]) if (id) customerIds.add(id);
    if (row.attribute === 'owner' && row.id_to) agentIds.add(row.id_to);
  }
  return { customerIds, agentIds };
}
