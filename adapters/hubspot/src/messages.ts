import { htmlToText } from '@stellwerk/adapter-kit';
import type { Channel, TicketEvent } from '@stellwerk/core';
import type { CrmObject, Message } from './schema.ts';
import { eventMeta, type Story, valuesOf } from './story.ts';

// ids that HubSpot gives the channels of every portal; custom channels have ids of their own
const CHANNEL_OF: Readonly<Record<string, Channel>> = {
  '1000': 'chat',
  '1001': 'web',
  '1002': 'email',
  '1007': 'phone',
};

/** One event for each message, internal comment and note. Greetings, assignments and status lines are no messages. */
export function messageEvents(story: Story): readonly TicketEvent[] {
  const spoken = story.messages.filter(({ type }) => type === 'MESSAGE' || type === 'COMMENT');
  return [
    ...spoken.map((message) => messageEvent(story, message)),
    ...story.notes.map((note) => noteEvent(story, note)),
  ];
}

function messageEvent(story: Story, message: Message): TicketEvent {
  const actor = story.people.speaker(message);
  const channel = CHANNEL_OF[message.channelId ?? ''] ?? 'unknown';
  return {
    ...eventMeta(story, {
      key: `message:${message.id}`,
      at: Math.max(message.createdAt, story.ticket.createdAt),
      seq: 0,
      actor,
      channel: actor.kind === 'self' ? 'api' : channel,
    }),
    type: 'message',
    messageId: message.id,
    visibility: message.type === 'COMMENT' ? 'internal' : 'public',
    // HubSpot does not tell
    autoReply: false,
    features: story.context.features(message.text ?? ''),
  };
}

function noteEvent(story: Story, note: CrmObject): TicketEvent {
  const actor = story.people.setter(valuesOf(note, 'hs_note_body')[0]);
  return {
    ...eventMeta(story, {
      key: `note:${note.id}`,
      at: Math.max(note.createdAt, story.ticket.createdAt),
      seq: 0,
      actor,
      channel: actor.kind === 'self' ? 'api' : 'web',
    }),
    type: 'message',
    messageId: `note:${note.id}`,
    visibility: 'internal',
    autoReply: false,
    features: story.context.features(noteText(note)),
  };
}

/** A note's text without markup, as it was first written where the history tells. */
export function noteText(note: CrmObject): string {
  return htmlToText(valuesOf(note, 'hs_note_body')[0]?.value ?? note.properties.hs_note_body ?? '');
}
