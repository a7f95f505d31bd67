import type { FieldValue, TextFeatures, TicketEvent } from '@stellwerk/core';
import { channelOf } from './channel.ts';
import { customFields, fieldValue, organisationRef } from './fields.ts';
import { articleText } from './messages.ts';
import type { HistoryRow } from './schema.ts';
import { eventMeta, type Story } from './story.ts';

/**
 * How the ticket looked at birth. Zammad does not record it: each value is what the first change came from, or what stands
 * there now when it never changed.
 */
export function createdEvent(story: Story): TicketEvent {
  const { ticket, people, vocabulary, config, context } = story;
  const first = firstChanges(story);
  const group = first.get('group');
  const priority = first.get('priority');
  const organization = first.get('organization');
  const customer = idBefore(first.get('customer'), ticket.customer_id);
  const opening = story.articles[0];

  return {
    ...eventMeta(story, {
      key: `ticket:${ticket.id}:created`,
      at: ticket.created_at,
      seq: 0,
      actor: customer === ticket.created_by_id ? people.customer(customer) : people.actor(ticket.created_by_id),
      channel: channelOf(ticket.create_article_type ?? opening?.type),
    }),
    type: 'created',
    status: initialStatus(story, first.get('state')),
    priority: vocabulary.priority(priority ? (priority.value_from ?? null) : (ticket.priority ?? null)),
    group: group ? group.value_from || null : (ticket.group ?? null),
    assignee: people.ref(idBefore(first.get('owner'), ticket.owner_id)),
    requester: people.ref(customer),
    organisation: organisationRef(
      idBefore(organization, ticket.organization_id),
      story.history.assets.Organization,
      context,
    ),
    tags: initialTags(story),
    fields: initialFields(story, first),
    tier: vocabulary.tier(
      first.has(config.tierField) ? first.get(config.tierField)?.value_from : ticket[config.tierField],
    ).tier,
    brand: null,
    features: openingFeatures(story, first.get('title')),
    number: ticket.number,
    url: `${config.url.replace(/\/+$/, '')}/#ticket/zoom/${ticket.id}`,
  };
}

/** The first change of each attribute of the ticket itself. */
function firstChanges({ history }: Story): ReadonlyMap<string, HistoryRow> {
  const first = new Map<string, HistoryRow>();
  for (const row of history.history) {
    if (row.object !== 'Ticket' || row.type !== 'updated' || !row.attribute) continue;
    if (!first.has(row.attribute)) first.set(row.attribute, row);
  }
  return first;
}

function idBefore(change: HistoryRow | undefined, now: string | null | undefined): string | null {
  return (change ? change.id_from : now) ?? null;
}

function initialStatus({ ticket, vocabulary }: Story, change: HistoryRow | undefined) {
  if (change) return vocabulary.status(change.value_from ?? '', change.id_from ?? null);
  return vocabulary.status(ticket.state ?? '', ticket.state_id);
}

/** Today's tags with every change taken back, newest first. */
function initialTags({ history, tags }: Story): readonly string[] {
  const standing = new Set(tags);
  for (const row of history.history.toReversed()) {
    if (row.object !== 'Ticket' || row.attribute !== 'tag' || !row.value_to) continue;
    if (row.type === 'added') standing.delete(row.value_to);
    if (row.type === 'removed') standing.add(row.value_to);
  }
  return [...standing].sort();
}

function initialFields(
  { ticket, config }: Story,
  first: ReadonlyMap<string, HistoryRow>,
): Readonly<Record<string, FieldValue>> {
  const names = customFields(ticket, config.tierField);
  return Object.fromEntries(
    names.map((name) => {
      const change = first.get(name);
      return [name, fieldValue(change ? change.value_from : ticket[name])];
    }),
  );
}

function openingFeatures(
  { ticket, articles, context }: Story,
  titleChange: HistoryRow | undefined,
): TextFeatures | null {
  const title = (titleChange ? titleChange.value_from : ticket.title) ?? '';
  const [opening] = articles;
  return opening || title ? context.features(`${title}\n${opening ? articleText(opening) : ''}`) : null;
}
