import type { Channel, FieldValue, OrganisationRef, TicketEvent } from '@stellwerk/core';
import { splitValues } from './properties.ts';
import { birthValue, eventMeta, type Story, valuesOf } from './story.ts';

const CHANNEL_OF: Readonly<Record<string, Channel>> = {
  EMAIL: 'email',
  CHAT: 'chat',
  FORM: 'web',
  PHONE: 'phone',
  BOT: 'bot',
};

/** How the ticket looked at birth, told from the history of its properties. */
export function createdEvent(story: Story): TicketEvent {
  const { ticket, people, vocabulary, config, context } = story;
  const born = (property: string): string | null => birthValue(story, property)?.value || null;
  const texts = [oldest(story, 'subject'), oldest(story, 'content')].filter((text) => text !== '');

  return {
    ...eventMeta(story, {
      key: `${ticket.id}:created`,
      at: ticket.createdAt,
      seq: 0,
      actor: people.setter(birthValue(story, 'hs_pipeline_stage')),
      channel: CHANNEL_OF[born('source_type') ?? ''] ?? 'unknown',
    }),
    type: 'created',
    status: vocabulary.status(born('hs_pipeline_stage') ?? ticket.properties.hs_pipeline_stage ?? null),
    priority: vocabulary.priority(born('hs_ticket_priority')),
    group: born(config.groupProperty),
    assignee: people.owner(born('hubspot_owner_id')),
    requester: people.requester(),
    organisation: organisationOf(story),
    tags: splitValues(born(config.tagsProperty)).toSorted(),
    fields: Object.fromEntries(
      config.fields.filter((name) => name in ticket.properties).map((name) => [name, born(name)]),
    ),
    tier: vocabulary.tier(born(config.tierProperty)).tier,
    brand: null,
    features: texts.length > 0 ? context.features(texts.join('\n')) : null,
    number: ticket.id,
    url: ticket.url ?? null,
  };
}

function oldest({ ticket }: Story, property: string): string {
  return valuesOf(ticket, property)[0]?.value ?? ticket.properties[property] ?? '';
}

function organisationOf({ company, config, context }: Story): OrganisationRef | null {
  if (!company) return null;
  const fields: Record<string, FieldValue> = {};
  for (const name of config.companyFields)
    if (name in company.properties) fields[name] = company.properties[name] || null;
  return { ref: context.pseudonym('organisation', company.id), fields };
}
