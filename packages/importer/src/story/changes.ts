import type { EventBody, FieldValue, TicketEvent } from '@stellwerk/core';
import type { Snapshot } from '../rows/moment.ts';

/** A change with the part of the row it comes from: together with the row's name it makes the event's key. */
export interface Change {
  readonly part: string;
  readonly body: EventBody;
}

/** What a row changes. What it does not speak of stays. */
export function changesBetween(before: Snapshot, after: Snapshot): readonly Change[] {
  const changes: Change[] = [];
  const add = (part: string, body: EventBody): void => void changes.push({ part, body });
  const { requester, organisation, group, assignee, tier, priority, tags, status, rating } = after;
  if (requester !== undefined && requester !== before.requester)
    add('requester', { type: 'requester_changed', to: requester });
  if (organisation !== undefined && !same(organisation, before.organisation ?? null))
    add('organisation', { type: 'organisation_changed', to: organisation });
  if (group !== undefined && group !== (before.group ?? null))
    add('group', { type: 'group_changed', from: before.group ?? null, to: group });
  if (assignee !== undefined && assignee !== (before.assignee ?? null))
    add('assignee', { type: 'assignee_changed', from: before.assignee ?? null, to: assignee });
  if (tier !== undefined && !sameTier(tier, before.tier))
    add('tier', { type: 'tier_changed', to: tier.to, raw: tier.raw });
  if (priority !== undefined && priority.raw !== (before.priority?.raw ?? null))
    add('priority', { type: 'priority_changed', from: before.priority ?? null, to: priority });
  if (tags !== undefined && !same(tags, before.tags ?? []))
    add('tags', { type: 'tags_changed', ...difference(before.tags ?? [], tags) });
  for (const [field, to] of Object.entries(after.fields)) {
    const from: FieldValue = before.fields[field] ?? null;
    if (from !== to) add(`field:${field}`, { type: 'field_changed', field, from, to });
  }
  if (status !== undefined && status.raw !== before.status?.raw)
    add('status', { type: 'status_changed', from: before.status ?? null, to: status });
  if (rating !== undefined && !same(rating, before.rating))
    add('rating', { type: 'rated', score: rating.score, points: rating.points });
  return changes;
}

/** How the ticket stands once the row is told. */
export function standing(before: Snapshot, after: Snapshot): Snapshot {
  return { ...before, ...after, fields: { ...before.fields, ...after.fields } };
}

/** How the ticket stands after events that were stored earlier. */
export function snapshotAfter(events: readonly TicketEvent[]): Snapshot {
  let snapshot: Snapshot = { fields: {} };
  for (const event of events) snapshot = standing(snapshot, told(event, snapshot));
  return snapshot;
}

function told(event: TicketEvent, before: Snapshot): Snapshot {
  const fields = {};
  switch (event.type) {
    case 'created': {
      const { status, priority, group, assignee, requester, organisation, tags } = event;
      const tier = event.tier === null ? {} : { tier: { to: event.tier, raw: event.tier } };
      return { status, priority, group, assignee, requester, organisation, tags, ...tier, fields: event.fields };
    }
    case 'status_changed':
      return { status: event.to, fields };
    case 'priority_changed':
      return { priority: event.to, fields };
    case 'group_changed':
      return { group: event.to, fields };
    case 'assignee_changed':
      return { assignee: event.to, fields };
    case 'requester_changed':
      return { requester: event.to, fields };
    case 'organisation_changed':
      return { organisation: event.to, fields };
    case 'tier_changed':
      return { tier: { to: event.to, raw: event.raw }, fields };
    case 'tags_changed': {
      const kept = (before.tags ?? []).filter((tag) => !event.removed.includes(tag));
      return { tags: [...new Set([...kept, ...event.added])].sort(), fields };
    }
    case 'field_changed':
      return { fields: { [event.field]: event.to } };
    case 'rated':
      return { rating: { score: event.score, points: event.points }, fields };
    default:
      return { fields };
  }
}

function difference(before: readonly string[], after: readonly string[]) {
  return { added: after.filter((tag) => !before.includes(tag)), removed: before.filter((tag) => !after.includes(tag)) };
}

/** Two names of one tier are no change; two values that are no tier are. */
function sameTier(a: NonNullable<Snapshot['tier']>, b: Snapshot['tier']): boolean {
  return b !== undefined && a.to === b.to && (a.to !== null || a.raw === b.raw);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
