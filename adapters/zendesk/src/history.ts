import type { TicketEvent } from '@stellwerk/core';
import { changeFacts } from './changes.ts';
import { createdEvent, isComment } from './created.ts';
import { mergeFacts } from './merges.ts';
import type { AuditEvent } from './schema.ts';
import { eventMeta, eventOf, type Place, type Story } from './story.ts';

/** A ticket's audits as events, oldest first. Notifications, triggers' bookkeeping and subjects give none. */
export function historyEvents(story: Story): readonly TicketEvent[] {
  const events: TicketEvent[] = [createdEvent(story)];
  for (const [auditIndex, audit] of story.audits.entries()) {
    for (const [index, event] of audit.events.entries()) {
      events.push(...eventsOf(story, { audit, auditIndex, index }, event));
    }
    const end: Place = { audit, auditIndex, index: audit.events.length };
    for (const { part, body } of mergeFacts(audit)) events.push(eventOf(eventMeta(story, end, audit, part), body));
  }
  return events;
}

function eventsOf(story: Story, place: Place, event: AuditEvent): readonly TicketEvent[] {
  const via = event.via ?? place.audit.via;
  if (isComment(event)) return [messageEvent(story, place, event)];
  if (event.type !== 'Change') return [];
  return changeFacts(story, place.audit, event).map(({ part, body }) =>
    eventOf(eventMeta(story, place, { authorId: place.audit.authorId, via }, part), body),
  );
}

/** A message. Its author may differ from who wrote the update: an agent can write down what a customer said. */
function messageEvent(story: Story, place: Place, event: AuditEvent): TicketEvent {
  const via = event.via ?? place.audit.via;
  const meta = eventMeta(story, place, { authorId: event.authorId ?? place.audit.authorId, via });
  return eventOf(meta, {
    type: 'message',
    messageId: event.id ?? meta.key,
    visibility: event.public === false ? 'internal' : 'public',
    // a rule's text is a machine's answer; Zendesk keeps out-of-office mails from the ticket or marks them nowhere
    autoReply: meta.actor.kind === 'automation',
    features: story.context.features(event.body ?? ''),
  });
}
