import { hasMarker, withMarker } from '@stellwerk/adapter-kit';
import { type Applied, type Found, Unsupported, ValidationRefused } from '@stellwerk/ports';
import { noteText } from '../messages.ts';
import { readMessages } from '../read-ticket.ts';
import type { Message } from '../schema.ts';
import { type EffectContext, needTicket } from './effect-context.ts';

/** Writes a note on the ticket, unless one with this marker is there. */
export async function addNote(effect: EffectContext, text: string): Promise<Applied> {
  const there = await findNote(effect);
  if (there.kind === 'present') return asUnchanged(there);

  const { client, sendable, call, now } = effect;
  const ticket = await needTicket(effect, ['subject']);
  const id = await client.createNote(ticket.id, toHtml(withMarker(text, sendable.marker)), now, call);
  return { outcome: 'done', ...reference(`note:${id}`) };
}

/** Answers the customer in the ticket's conversation, unless a message with this marker is there. */
export async function publicNotice(effect: EffectContext, text: string): Promise<Applied> {
  const { client, config, sendable, call } = effect;
  if (!config.noticeActor) {
    throw new Unsupported('Notices need noticeActor in the connection’s config: the user they are sent as');
  }
  const messages = await messagesOf(effect);
  const there = ours(messages, sendable.marker);
  if (there.kind === 'present') return asUnchanged(there);

  const [thread] = await client.threads(sendable.ticketId, call.signal);
  const heard = messages.findLast(({ direction }) => direction === 'INCOMING');
  if (!thread || !heard) throw new ValidationRefused('The ticket has no conversation to answer in');
  const identifier = heard.senders.find(({ deliveryIdentifier }) => deliveryIdentifier)?.deliveryIdentifier;
  const body = {
    type: 'MESSAGE',
    text: withMarker(text, sendable.marker),
    senderActorId: config.noticeActor,
    channelId: heard.channelId ?? thread.originalChannelId,
    channelAccountId: heard.channelAccountId ?? thread.originalChannelAccountId,
    recipients: identifier ? [{ recipientField: 'TO', deliveryIdentifiers: [identifier] }] : [],
  };
  const id = await client.sendMessage(thread.id, body, call);
  return { outcome: 'done', ...reference(`message:${id}`) };
}

/** Looks through the ticket's notes by association: the search would not know a new one yet. */
export async function findNote({ client, sendable, call }: EffectContext): Promise<Found> {
  const notes = await client.notes(sendable.ticketId, call.signal);
  const note = notes.find((each) => hasMarker(noteText(each), sendable.marker));
  return note ? { kind: 'present', ...reference(`note:${note.id}`) } : { kind: 'absent' };
}

/** Looks through the ticket's conversations. */
export async function findNotice(effect: EffectContext): Promise<Found> {
  return ours(await messagesOf(effect), effect.sendable.marker);
}

function messagesOf({ client, sendable, call }: EffectContext): Promise<Message[]> {
  return readMessages(client, sendable.ticketId, call.signal);
}

function ours(messages: readonly Message[], marker: string): Found {
  const message = messages.find(({ text }) => hasMarker(text ?? '', marker));
  return message ? { kind: 'present', ...reference(`message:${message.id}`) } : { kind: 'absent' };
}

function asUnchanged({ remoteRef, ownWrites }: { remoteRef: string; ownWrites: readonly string[] }): Applied {
  return { outcome: 'unchanged', remoteRef, ownWrites };
}

function reference(key: string): { remoteRef: string; ownWrites: readonly string[] } {
  return { remoteRef: key, ownWrites: [key] };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Notes are HTML; ours are plain text, so nothing of a ticket's text becomes markup. */
function toHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign).replaceAll('\n', '<br>');
}
