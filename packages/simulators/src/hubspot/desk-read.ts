import type { DeskActor, DeskMessage, DeskPriority, DeskStatus, DeskTicket } from '../desk.ts';
import type { CrmObject, Source } from './model.ts';
import { APP_ID, type Portal } from './portal.ts';
import { GROUP_PROPERTY, STAGE, TAGS_PROPERTY, TIER_PROPERTY } from './seed.ts';
import { currentValue, splitValues } from './values.ts';

const STATUS: Readonly<Record<string, DeskStatus>> = {
  [STAGE.new]: 'new',
  [STAGE.waitingOnContact]: 'waiting_requester',
  [STAGE.waitingOnUs]: 'open',
  [STAGE.waitingOnVendor]: 'waiting_third_party',
  [STAGE.closed]: 'solved',
};

const PRIORITIES: Readonly<Record<string, DeskPriority>> = { URGENT: 'P1', HIGH: 'P2', MEDIUM: 'P3', LOW: 'P4' };

/** Another company's app that answers tickets. */
const BOT_APP = '990001';

/** The source a person's, bot's or workflow's change is recorded with. */
export function sourceOf(portal: Portal, by: DeskActor): Source {
  if (by.kind === 'automation') return { sourceType: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:99' };
  if (by.kind === 'bot') return { sourceType: 'INTEGRATION', sourceId: BOT_APP };
  if (by.kind === 'requester') return { sourceType: 'CONVERSATIONS' };
  const userId = userOf(portal, by.id);
  return { sourceType: 'CRM_UI', sourceId: `userId:${userId}`, userId };
}

/** The id an actor has in conversations. */
export function actorId(portal: Portal, by: DeskActor, contactId: string): string {
  if (by.kind === 'automation') return 'S-hubspot';
  if (by.kind === 'bot') return `B-${BOT_APP}`;
  return by.kind === 'requester' ? `V-${contactId}` : `A-${userOf(portal, by.id)}`;
}

function userOf(portal: Portal, ownerId: string): number {
  const owner = portal.owners.get(ownerId);
  if (!owner) throw new Error(`the simulated HubSpot has no owner ${ownerId}`);
  return owner.userId;
}

/** A ticket as it stands, read past the API. */
export function readTicket(portal: Portal, ticket: CrmObject): DeskTicket {
  const mergedInto = portal.merged.get(ticket.id) ?? null;
  const stage = currentValue(ticket, 'hs_pipeline_stage') ?? '';
  return {
    id: ticket.id,
    status: mergedInto ? 'closed' : (STATUS[stage] ?? 'open'),
    priority: PRIORITIES[currentValue(ticket, 'hs_ticket_priority') ?? ''] ?? 'P3',
    group: currentValue(ticket, GROUP_PROPERTY) ?? '',
    assigneeId: currentValue(ticket, 'hubspot_owner_id'),
    tags: splitValues(currentValue(ticket, TAGS_PROPERTY) ?? ''),
    tier: currentValue(ticket, TIER_PROPERTY),
    messages: messagesOf(portal, ticket),
    mergedInto,
    createdAt: ticket.createdAt,
    updatedAt: ticket.modified.at(-1) ?? ticket.createdAt,
  };
}

/** Messages and comments of the conversations, and notes on the record, by time. */
function messagesOf(portal: Portal, ticket: CrmObject): DeskMessage[] {
  const said = portal.threadsOf(ticket.id).flatMap(({ messages }) =>
    messages.map((message) => ({
      id: message.id,
      at: message.at,
      public: message.type === 'MESSAGE',
      body: message.text,
      author: authorOf(portal, message.createdBy),
    })),
  );
  const notes = portal.associated(ticket, 'notes').map((note) => ({
    id: note.id,
    at: note.createdAt,
    public: false,
    body: currentValue(note, 'hs_note_body') ?? '',
    author: { kind: 'agent', id: String(APP_ID) } as const,
  }));
  return [...said, ...notes].sort((a, b) => a.at - b.at);
}

function authorOf(portal: Portal, createdBy: string): DeskActor {
  const id = createdBy.slice(2);
  if (createdBy.startsWith('V-')) return { kind: 'requester' };
  if (createdBy.startsWith('S-')) return { kind: 'automation' };
  if (createdBy.startsWith('B-')) return { kind: 'bot' };
  return { kind: 'agent', id: portal.ownerByUser(Number(id))?.id ?? id };
}
