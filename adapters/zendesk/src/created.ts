import type { FieldValue, StatusValue, TicketEvent } from '@stellwerk/core';
import { fieldValue, organisationRef, tagList } from './fields.ts';
import type { AuditEvent } from './schema.ts';
import { eventMeta, groupName, type Story } from './story.ts';

/** How the ticket looked at birth. */
export function createdEvent(story: Story): TicketEvent {
  const { ticket, people, vocabulary, context, config } = story;
  const birth = birthReader(story);
  const tags = tagList(birth('tags', ticket.tags));
  const field = config.tierFieldId;
  const tier =
    field === undefined ? vocabulary.tierOfTags(tags) : vocabulary.tierOfField(birth(field, ticket.fields.get(field)));

  return {
    ...metaOfBirth(story),
    type: 'created',
    status: birthStatus(story, birth),
    priority: vocabulary.priority(text(birth('priority', ticket.priority))),
    group: groupName(story, birth('group_id', ticket.groupId)),
    assignee: people.ref(text(birth('assignee_id', ticket.assigneeId))),
    requester: people.ref(text(birth('requester_id', ticket.requesterId))),
    organisation: organisationRef(text(birth('organization_id', ticket.organizationId)), story.organizations, context),
    tags,
    fields: birthFields(story, birth),
    tier: tier.tier,
    brand: text(birth('brand_id', ticket.brandId)),
    features: openingFeatures(story, birth),
    number: ticket.id,
    url: `${config.accountUrl}/agent/tickets/${ticket.id}`,
  };
}

type Birth = (field: string, now: unknown) => unknown;

/** A value at birth: what the first audit created it with, what its first change came from, or what stands there now. */
function birthReader({ audits }: Story): Birth {
  const first = new Map<string, unknown>();
  for (const event of audits.flatMap((audit) => audit.events)) {
    if (event.field === null || first.has(event.field)) continue;
    if (event.type === 'Create') first.set(event.field, event.value);
    if (event.type === 'Change') first.set(event.field, event.previous);
  }
  return (field, now) => (first.has(field) ? first.get(field) : now);
}

function metaOfBirth(story: Story) {
  const { ticket, audits } = story;
  const first = audits[0];
  const audit = first ?? {
    id: `of-${ticket.id}`,
    at: ticket.createdAt,
    authorId: ticket.requesterId,
    via: ticket.via,
    events: [],
  };
  const meta = eventMeta(story, { audit, auditIndex: 0, index: 0 }, audit);
  return { ...meta, key: `audit:${audit.id}:created`, at: Math.min(audit.at, ticket.createdAt) };
}

function birthStatus({ ticket, vocabulary }: Story, birth: Birth): StatusValue {
  const category = text(birth('status', ticket.status)) ?? 'new';
  const custom = text(birth('custom_status_id', ticket.customStatusId));
  if (category === 'closed' || custom === null) return vocabulary.status(category);
  return vocabulary.customStatus(custom) ?? vocabulary.status(category);
}

function birthFields({ ticket, config }: Story, birth: Birth): Readonly<Record<string, FieldValue>> {
  const fields = [...ticket.fields].filter(([id]) => id !== config.tierFieldId);
  const custom = fields.map(([id, now]) => [id, fieldValue(birth(id, now))] as const);
  return Object.fromEntries([...custom, ['type', fieldValue(birth('type', null))]]);
}

function openingFeatures({ audits, ticket, context }: Story, birth: Birth) {
  const opening = audits[0]?.events.find(isComment)?.body ?? '';
  const subject = text(birth('subject', ticket.subject)) ?? '';
  return opening || subject ? context.features(`${subject}\n${opening}`) : null;
}

/** `Comment`, `VoiceComment` and their kin; all have an author, a text and a visibility. */
export function isComment(event: AuditEvent): boolean {
  return event.type.endsWith('Comment');
}

function text(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}
