import { type JsonObject, stamp } from '../http.ts';
import type { ZendeskAudit, ZendeskAuditEvent, ZendeskCommentEvent } from '../model.ts';
import { viaName } from '../via.ts';

const METADATA = { system: { client: 'simulated', ip_address: '192.0.2.20' }, custom: {} };

const html = (body: string): string => `<div class="zd-comment" dir="auto">${escapeHtml(body)}</div>`;

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function commentBody(event: ZendeskCommentEvent, audit: ZendeskAudit): JsonObject {
  return {
    id: event.id,
    type: 'Comment',
    author_id: event.authorId,
    body: event.body,
    html_body: html(event.body),
    plain_body: event.body,
    public: event.public,
    attachments: [],
    audit_id: audit.id,
  };
}

export function commentJson(audit: ZendeskAudit, event: ZendeskCommentEvent): JsonObject {
  return { ...commentBody(event, audit), via: audit.via, created_at: stamp(audit.at), metadata: METADATA };
}

function eventJson(event: ZendeskAuditEvent, audit: ZendeskAudit): JsonObject {
  if (event.type === 'Comment') return commentBody(event, audit);
  const base = { id: event.id, type: event.type, field_name: event.field, value: event.value };
  if (event.type === 'Create') return base;
  return { ...base, previous_value: event.previous, ...(audit.via.channel === 'rule' ? { via: audit.via } : {}) };
}

export function auditJson(audit: ZendeskAudit): JsonObject {
  return {
    id: audit.id,
    ticket_id: audit.ticketId,
    created_at: stamp(audit.at),
    author_id: audit.authorId,
    metadata: METADATA,
    events: audit.events.map((event) => eventJson(event, audit)),
    via: audit.via,
  };
}

/** One row of the incremental ticket event export; without the side-load a comment only says that it is there. */
export function ticketEventJson(audit: ZendeskAudit, withComments: boolean): JsonObject {
  const via = viaName(audit.via);
  const created = audit.events.filter((event) => event.type === 'Create');
  const others = audit.events.filter((event) => event.type !== 'Create');
  const start = created[0] ? [creationChild(created, created[0].id, via)] : [];
  return {
    id: audit.id,
    ticket_id: audit.ticketId,
    timestamp: Math.floor(audit.at / 1000),
    created_at: stamp(audit.at),
    updater_id: audit.authorId,
    via,
    system: { client: 'simulated' },
    metadata: {},
    event_type: 'Audit',
    child_events: [...start, ...others.map((event) => childJson(event, audit, via, withComments))],
  };
}

function creationChild(events: readonly ZendeskAuditEvent[], id: number, via: string): JsonObject {
  const values = Object.fromEntries(events.flatMap((event) => ('field' in event ? [fieldEntry(event)] : [])));
  return { id, via, via_reference_id: null, ...values, event_type: 'Create' };
}

type Valued = Extract<ZendeskAuditEvent, { field: string }>;

/** Custom fields stand under `custom_ticket_fields`, the others under their own name. */
function fieldEntry(event: Valued): [string, unknown] {
  const custom = /^\d+$/.test(event.field);
  return custom ? ['custom_ticket_fields', { [event.field]: event.value }] : [event.field, event.value];
}

function childJson(event: ZendeskAuditEvent, audit: ZendeskAudit, via: string, withComments: boolean): JsonObject {
  const head = { id: event.id, via, via_reference_id: null };
  if (event.type === 'Comment') {
    if (!withComments) return { ...head, comment_present: true, comment_public: event.public, event_type: 'Comment' };
    return { ...head, ...commentBody(event, audit), created_at: stamp(audit.at), event_type: 'Comment' };
  }
  const [name, value] = fieldEntry(event);
  if (event.field !== 'tags') return { ...head, [name]: value, event_type: event.type, previous_value: event.previous };

  const { added, removed } = tagDifference(event);
  return { ...head, tags: value, added_tags: added, removed_tags: removed, event_type: 'Change' };
}

export function tagDifference(event: { readonly value: unknown; readonly previous: unknown }): {
  readonly added: string[];
  readonly removed: string[];
} {
  const now = Array.isArray(event.value) ? event.value.map(String) : [];
  const before = Array.isArray(event.previous) ? event.previous.map(String) : [];
  return {
    added: now.filter((tag) => !before.includes(tag)),
    removed: before.filter((tag) => !now.includes(tag)),
  };
}
