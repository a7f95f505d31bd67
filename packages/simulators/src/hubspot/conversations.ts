import type { Thread, ThreadMessage } from './model.ts';
import type { Crm } from './records.ts';

const CHANNELS: Readonly<Record<string, string>> = { chat: '1000', web: '1001', email: '1002', phone: '1007' };

/** The ticket's conversation, begun when there is none. */
export function ensureThread(crm: Crm, ticketId: string, contactId: string, channel: string): Thread {
  const known = crm.portal.threadsOf(ticketId)[0];
  if (known) return known;
  const thread: Thread = {
    id: String(crm.portal.nextNumber('thread', 5_550_001)),
    ticketId,
    contactId,
    channelId: CHANNELS[channel] ?? '1002',
    createdAt: crm.portal.now(),
    messages: [],
  };
  crm.portal.addThread(thread);
  return thread;
}

/** Adds a message or, without a direction, an internal comment. */
export function addMessage(
  crm: Crm,
  thread: Thread,
  input: Pick<ThreadMessage, 'createdBy' | 'text' | 'direction'>,
): ThreadMessage {
  const message: ThreadMessage = {
    ...input,
    id: `m-${crm.portal.nextNumber('message', 1)}`,
    type: input.direction ? 'MESSAGE' : 'COMMENT',
    at: crm.portal.now(),
  };
  thread.messages.push(message);
  crm.events.message(thread, message);
  return message;
}
