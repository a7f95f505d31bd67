import type { EventBody, TicketEvent } from '@stellwerk/core';
import { customFields, fieldValue, organisationRef } from './fields.ts';
import type { HistoryRow } from './schema.ts';
import { eventMeta, type Story } from './story.ts';

/** Events of the rows that mean something; SLA bookkeeping, notifications and titles are noise. */
export function historyEvents(story: Story): readonly TicketEvent[] {
  const custom = new Set(customFields(story.ticket, story.config.tierField));

  return story.history.history.flatMap((row) => {
    const body = row.object === 'Ticket' ? bodyOf(story, row, custom) : null;
    if (!body) return [];
    const actor = story.people.actor(row.created_by_id, row.sourceable_type ?? null);
    const meta = eventMeta(story, {
      key: `history:${row.id}`,
      at: row.created_at,
      seq: row.id,
      actor,
      channel: actor.kind === 'self' ? 'api' : 'unknown',
    });
    return [{ ...meta, ...body }];
  });
}

function bodyOf(story: Story, row: HistoryRow, custom: ReadonlySet<string>): EventBody | null {
  switch (row.type) {
    case 'updated':
      return changeOf(story, row, custom);
    case 'added':
      return row.attribute === 'tag' && row.value_to
        ? { type: 'tags_changed', added: [row.value_to], removed: [] }
        : null;
    case 'removed':
      return row.attribute === 'tag' && row.value_to
        ? { type: 'tags_changed', added: [], removed: [row.value_to] }
        : null;
    case 'merged_into':
      return row.id_to ? { type: 'merged', into: row.id_to } : null;
    case 'received_merge':
      return row.id_from ? { type: 'absorbed', source: row.id_from } : null;
    default:
      return null;
  }
}

function changeOf(story: Story, row: HistoryRow, custom: ReadonlySet<string>): EventBody | null {
  const { people, vocabulary, config, context, history } = story;
  const from = row.value_from || null;
  const to = row.value_to || null;

  switch (row.attribute) {
    case 'state':
      return {
        type: 'status_changed',
        from: from === null ? null : vocabulary.status(from, row.id_from ?? null),
        to: vocabulary.status(to ?? '', row.id_to ?? null),
      };
    case 'priority':
      return { type: 'priority_changed', from: vocabulary.priority(from), to: vocabulary.priority(to) };
    case 'group':
      return { type: 'group_changed', from, to };
    case 'owner':
      return { type: 'assignee_changed', from: people.ref(row.id_from), to: people.ref(row.id_to) };
    case 'customer':
      return { type: 'requester_changed', to: people.ref(row.id_to) };
    case 'organization':
      return { type: 'organisation_changed', to: organisationRef(row.id_to, history.assets.Organization, context) };
    case 'time_unit':
      return timeLogged(row, config.minutesPerTimeUnit);
    case config.tierField: {
      const { tier, raw } = vocabulary.tier(row.value_to);
      return { type: 'tier_changed', to: tier, raw };
    }
    default:
      if (row.attribute === undefined || !custom.has(row.attribute)) return null;
      return { type: 'field_changed', field: row.attribute, from: fieldValue(from), to: fieldValue(to) };
  }
}

/** The ticket's total grew; what was taken back is no time logged. */
function timeLogged(row: HistoryRow, minutesPerUnit: number): EventBody | null {
  const minutes = (Number(row.value_to || 0) - Number(row.value_from || 0)) * minutesPerUnit;
  return Number.isFinite(minutes) && minutes > 0 ? { type: 'time_logged', minutes } : null;
}
