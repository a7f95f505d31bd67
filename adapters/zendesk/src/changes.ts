import type { EventBody, StatusValue } from '@stellwerk/core';
import { fieldValue, isCustomField, organisationRef, tagList } from './fields.ts';
import type { Audit, AuditEvent } from './schema.ts';
import { groupName, type Story } from './story.ts';

/** What one Change of an audit says, with the part of the key that tells two facts of one Change apart. */
export interface ChangeFact {
  readonly part?: string;
  readonly body: EventBody;
}

/** Reads one Change. Fields that no rule asks for give nothing. */
export function changeFacts(story: Story, audit: Audit, event: AuditEvent): readonly ChangeFact[] {
  const { field, value, previous } = event;
  if (field === null) return [];
  switch (field) {
    case 'status':
    case 'custom_status_id':
      return statusFacts(story, audit, event);
    case 'tags':
      return tagFacts(story, event);
    case 'satisfaction_score':
      return ratingFacts(value);
    default: {
      const body = isCustomField(field) ? customFieldBody(story, field, value, previous) : plainBody(story, event);
      return body === null ? [] : [{ body }];
    }
  }
}

function plainBody(story: Story, { field, value, previous }: AuditEvent): EventBody | null {
  const { vocabulary, people } = story;
  const from = text(previous);
  const to = text(value);
  switch (field) {
    case 'priority':
      return { type: 'priority_changed', from: vocabulary.priority(from), to: vocabulary.priority(to) };
    case 'group_id':
      return { type: 'group_changed', from: groupName(story, previous), to: groupName(story, value) };
    case 'assignee_id':
      return { type: 'assignee_changed', from: people.ref(from), to: people.ref(to) };
    case 'requester_id':
      return { type: 'requester_changed', to: people.ref(to) };
    case 'organization_id':
      return { type: 'organisation_changed', to: organisationRef(to, story.organizations, story.context) };
    case 'type':
      return { type: 'field_changed', field: 'type', from: fieldValue(previous), to: fieldValue(value) };
    default:
      return null;
  }
}

/**
 * With custom statuses each change of status is written twice, by category and by id. The id says more, so it counts, but
 * for `closed`, which has no custom status and keeps that of solved.
 */
function statusFacts(story: Story, audit: Audit, event: AuditEvent): readonly ChangeFact[] {
  const partner = statusPartner(audit, event);
  if (event.field === 'status') {
    if (partner !== undefined && event.value !== 'closed') return [];
    const from = text(event.previous);
    const to = story.vocabulary.status(text(event.value) ?? '');
    return [{ body: { type: 'status_changed', from: from === null ? null : story.vocabulary.status(from), to } }];
  }
  if (partner?.value === 'closed') return [];
  const to = customStatus(story, event.value, partner?.value);
  const from = customStatus(story, event.previous, partner?.previous);
  return to === null ? [] : [{ body: { type: 'status_changed', from, to } }];
}

/** The nearest event of the same audit that tells the same change in the other form. */
function statusPartner(audit: Audit, event: AuditEvent): AuditEvent | undefined {
  const other = event.field === 'status' ? 'custom_status_id' : 'status';
  const at = audit.events.indexOf(event);
  let nearest: AuditEvent | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const [index, each] of audit.events.entries()) {
    if (each.type !== 'Change' || each.field !== other || Math.abs(index - at) >= distance) continue;
    nearest = each;
    distance = Math.abs(index - at);
  }
  return nearest;
}

/** By id; by the category beside it when the id names a status that is gone. */
function customStatus({ vocabulary }: Story, id: unknown, category: unknown): StatusValue | null {
  const known = text(id) === null ? null : vocabulary.customStatus(String(id));
  if (known !== null) return known;
  const beside = text(category);
  if (beside !== null) return vocabulary.status(beside);
  return text(id) === null ? null : vocabulary.status(`custom ${String(id)}`);
}

function tagFacts({ vocabulary, config }: Story, { value, previous }: AuditEvent): readonly ChangeFact[] {
  const now = tagList(value);
  const before = tagList(previous);
  const facts: ChangeFact[] = [
    {
      body: {
        type: 'tags_changed',
        added: now.filter((tag) => !before.includes(tag)),
        removed: before.filter((tag) => !now.includes(tag)),
      },
    },
  ];
  const to = vocabulary.tierOfTags(now);
  const from = vocabulary.tierOfTags(before);
  if (config.tierFieldId === undefined && to.raw !== from.raw) {
    facts.push({ part: 'tier', body: { type: 'tier_changed', to: to.tier, raw: to.raw } });
  }
  return facts;
}

function customFieldBody(story: Story, field: string, value: unknown, previous: unknown): EventBody {
  if (field === story.config.tierFieldId) {
    const { tier, raw } = story.vocabulary.tierOfField(value);
    return { type: 'tier_changed', to: tier, raw };
  }
  return { type: 'field_changed', field, from: fieldValue(previous), to: fieldValue(value) };
}

/** Legacy CSAT: `good`, `bad`, and both `with_comment`. */
function ratingFacts(value: unknown): readonly ChangeFact[] {
  const score = /^(good|bad)/.exec(String(value))?.[1];
  if (score !== 'good' && score !== 'bad') return [];
  return [{ body: { type: 'rated', score, points: null } }];
}

function text(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}
