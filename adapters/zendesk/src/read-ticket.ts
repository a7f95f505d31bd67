import { readAll } from '@stellwerk/adapter-kit';
import type { AdapterContext, TicketHistory } from '@stellwerk/ports';
import type { ZendeskClient } from './client.ts';
import { accountUrl, type ZendeskConfig } from './config.ts';
import { type Directory, pageQuery } from './directory.ts';
import { historyEvents } from './history.ts';
import { createPeople } from './people.ts';
import { type Audit, AuditPage, type Ticket, TicketShow } from './schema.ts';
import type { Story } from './story.ts';
import { createVocabulary } from './vocabulary.ts';

/** What reading a ticket needs. */
export interface ReadParts {
  readonly config: ZendeskConfig;
  readonly context: AdapterContext;
  readonly client: ZendeskClient;
  readonly directory: Directory;
}

/** Reads a ticket and all its audits and makes its story of them. Throws NotFound. */
export async function readTicket(parts: ReadParts, ticketId: string, signal: AbortSignal): Promise<TicketHistory> {
  const { client, directory } = parts;
  const path = ['tickets', ticketId];
  const { data: shown } = await client.read(path, { include: 'users,organizations' }, TicketShow, signal);
  directory.learn(shown.users, shown.organizations);
  const audits = await readAudits(client, ticketId, signal);
  const story = await storyOf(parts, shown.ticket, audits, signal);
  return {
    ticketId: shown.ticket.id,
    events: historyEvents(story),
    persons: story.people.records,
    unknownValues: story.vocabulary.unknownValues,
  };
}

/** All audits, oldest first. */
export async function readAudits(
  client: ZendeskClient,
  ticketId: string,
  signal: AbortSignal,
): Promise<readonly Audit[]> {
  const audits = await readAll('', async (cursor: string) => {
    const { data } = await client.read(['tickets', ticketId, 'audits'], pageQuery(cursor), AuditPage, signal);
    return { items: data.audits, next: data.meta?.has_more ? data.meta.after_cursor : null };
  });
  return [...audits].sort((a, b) => a.at - b.at || Number(a.id) - Number(b.id));
}

async function storyOf(
  { config, context, directory }: ReadParts,
  ticket: Ticket,
  audits: readonly Audit[],
  signal: AbortSignal,
): Promise<Story> {
  const seen = idsIn(ticket, audits);
  const selfId = await directory.selfId(signal);
  const users = await directory.users(seen.people, signal);
  return {
    config: { ...config, accountUrl: accountUrl(config) },
    context,
    ticket,
    audits,
    people: createPeople(users, { selfId, requesterId: ticket.requesterId }, context),
    vocabulary: createVocabulary(config.tierTagPrefix, await directory.customStatuses(signal)),
    organizations: await directory.organizations(seen.organizations, signal),
    groups: await directory.groups(signal, seen.groups),
  };
}

/** Ids of people, organisations and groups that the story names. */
function idsIn(ticket: Ticket, audits: readonly Audit[]) {
  const people = [ticket.requesterId, ticket.assigneeId, ...audits.map((audit) => audit.authorId)];
  const organizations: unknown[] = [ticket.organizationId];
  const groups: unknown[] = [ticket.groupId];
  for (const event of audits.flatMap((audit) => audit.events)) {
    const values = [event.value, event.previous];
    people.push(event.authorId);
    if (event.field === 'assignee_id' || event.field === 'requester_id') people.push(...values.map(idOf));
    if (event.field === 'organization_id') organizations.push(...values);
    if (event.field === 'group_id') groups.push(...values);
  }
  return { people: known(people), organizations: known(organizations), groups: known(groups) };
}

function known(ids: readonly unknown[]): readonly string[] {
  return [...new Set(ids.map(idOf).filter((id) => id !== null))];
}

/** A real id, or null: `-1` is Zendesk itself. */
function idOf(value: unknown): string | null {
  const id = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return /^[1-9]\d*$/.test(id) ? id : null;
}
