import { type Context, Hono } from 'hono';
import { bodyOf, type HubspotDeps, pageBy, paging } from '../context.ts';
import { addMessage } from '../conversations.ts';
import { invalid, notFound } from '../errors.ts';
import type { CrmObject, Json, Thread, ThreadMessage } from '../model.ts';
import { APP_ID, type Portal } from '../portal.ts';
import { isClosed } from '../records.ts';
import { currentValue } from '../values.ts';
import { HUBSPOT_API_VERSION } from '../version.ts';

const BASE = `/conversations/conversations/${HUBSPOT_API_VERSION}/threads`;

/** Conversations: threads by ticket or contact, and their messages, newest first unless asked otherwise. */
export function conversationRoutes({ crm }: HubspotDeps): Hono {
  const app = new Hono();
  const { portal } = crm;
  const need = (id: string): Thread => {
    const thread = portal.threads.get(id);
    if (!thread) throw notFound('Thread not found');
    return thread;
  };

  app.get(BASE, (c) => {
    const all = [...portal.threads.values()].filter((thread) => wanted(portal, thread, c));
    const page = pageBy(
      sorted(all, (thread) => latest(thread) ?? thread.createdAt, c),
      c,
      { usual: 100, most: 500 },
    );
    const withTicket = c.req.query('association') === 'TICKET';
    return c.json({
      results: page.rows.map((thread) => renderThread(portal, thread, withTicket)),
      ...paging(c, page.after),
    });
  });

  app.get(`${BASE}/:id`, (c) => {
    return c.json(renderThread(portal, need(c.req.param('id')), c.req.query('association') === 'TICKET'));
  });

  app.get(`${BASE}/:id/messages`, (c) => {
    const thread = need(c.req.param('id'));
    const page = pageBy(
      sorted(thread.messages, ({ at }) => at, c),
      c,
      { usual: 100, most: 500 },
    );
    return c.json({
      results: page.rows.map((message) => renderMessage(portal, thread, message)),
      ...paging(c, page.after),
    });
  });

  app.post(`${BASE}/:id/messages`, async (c) => {
    const thread = need(c.req.param('id'));
    const { type, text } = await bodyOf(c);
    if (type !== 'MESSAGE' && type !== 'COMMENT') throw invalid(`Unknown message type ${type}`);
    const direction = type === 'MESSAGE' ? ({ direction: 'OUTGOING' } as const) : {};
    const message = addMessage(crm, thread, { createdBy: `I-${APP_ID}`, text: String(text ?? ''), ...direction });
    return c.json(renderMessage(portal, thread, message), 201);
  });

  return app;
}

function wanted(portal: Portal, thread: Thread, c: Context): boolean {
  const { associatedTicketId, associatedContactId, threadStatus, latestMessageTimestampAfter } = c.req.query();
  if (associatedTicketId && thread.ticketId !== portal.resolve(associatedTicketId)) return false;
  if (associatedContactId && thread.contactId !== associatedContactId) return false;
  if (threadStatus && threadStatus !== statusOf(portal, thread)) return false;
  return !latestMessageTimestampAfter || (latest(thread) ?? 0) > Date.parse(latestMessageTimestampAfter);
}

function sorted<T>(rows: readonly T[], at: (row: T) => number, c: Context): T[] {
  const ascending = c.req.query('sort') !== undefined && !c.req.query('sort')?.startsWith('-');
  // rows come in the order they were made, which breaks ties
  const oldestFirst = rows
    .map((row, place) => ({ row, place }))
    .sort((a, b) => at(a.row) - at(b.row) || a.place - b.place);
  const list = oldestFirst.map(({ row }) => row);
  return ascending ? list : list.reverse();
}

const latest = (thread: Thread, direction?: ThreadMessage['direction']): number | undefined =>
  thread.messages.findLast((message) => message.type === 'MESSAGE' && (!direction || message.direction === direction))
    ?.at;

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString());

const statusOf = (portal: Portal, thread: Thread): 'OPEN' | 'CLOSED' => {
  const ticket = portal.find('tickets', thread.ticketId);
  return ticket && isClosed(portal, currentValue(ticket, 'hs_pipeline_stage')) ? 'CLOSED' : 'OPEN';
};

function renderThread(portal: Portal, thread: Thread, withTicket: boolean): Json {
  const ticket = portal.find('tickets', thread.ticketId);
  const owner = ticket && portal.owners.get(currentValue(ticket, 'hubspot_owner_id') ?? '');
  return {
    id: thread.id,
    createdAt: iso(thread.createdAt),
    status: statusOf(portal, thread),
    originalChannelId: thread.channelId,
    originalChannelAccountId: '424242',
    latestMessageTimestamp: iso(latest(thread)),
    latestMessageSentTimestamp: iso(latest(thread, 'OUTGOING')),
    latestMessageReceivedTimestamp: iso(latest(thread, 'INCOMING')),
    ...(owner ? { assignedTo: `A-${owner.userId}` } : {}),
    spam: false,
    inboxId: '777',
    associatedContactId: thread.contactId,
    archived: false,
    ...(withTicket ? { threadAssociations: { associatedTicketId: thread.ticketId } } : {}),
  };
}

function renderMessage(portal: Portal, thread: Thread, message: ThreadMessage): Json {
  const contact = portal.objects.contacts.get(thread.contactId);
  const common = {
    id: message.id,
    conversationsThreadId: thread.id,
    createdAt: iso(message.at),
    createdBy: message.createdBy,
    client: { clientType: message.createdBy.startsWith('S-') ? 'SYSTEM' : 'HUBSPOT' },
    archived: false,
    text: message.text,
    richText: `<p>${message.text}</p>`,
    attachments: [],
    type: message.type,
  };
  const sender = { actorId: message.createdBy, ...nameOf(portal, message.createdBy, contact) };
  if (!message.direction) return { ...common, senders: [sender], recipients: [] };

  const incoming = message.direction === 'INCOMING';
  const customer = address(contact ? (currentValue(contact, 'email') ?? '') : '');
  const support = address('support@example.test');
  return {
    ...common,
    senders: [{ ...sender, senderField: 'FROM', deliveryIdentifier: incoming ? customer : support }],
    recipients: [{ recipientField: 'TO', deliveryIdentifier: incoming ? support : customer }],
    truncationStatus: 'NOT_TRUNCATED',
    status: { statusType: incoming ? 'RECEIVED' : 'SENT' },
    direction: message.direction,
    channelId: thread.channelId,
    channelAccountId: '424242',
  };
}

const address = (value: string): Json => ({ type: 'HS_EMAIL_ADDRESS', value });

function nameOf(portal: Portal, actorId: string, contact: CrmObject | undefined): Json {
  if (actorId.startsWith('V-')) {
    return contact
      ? { name: `${currentValue(contact, 'firstname') ?? ''} ${currentValue(contact, 'lastname') ?? ''}`.trim() }
      : {};
  }
  const owner = portal.ownerByUser(Number(actorId.slice(2)));
  return owner ? { name: `${owner.firstName} ${owner.lastName}` } : {};
}
