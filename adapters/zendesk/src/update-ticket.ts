import { pause } from '@stellwerk/adapter-kit';
import { type Applied, type Clock, Conflict, ValidationRefused } from '@stellwerk/ports';
import type { ZendeskClient } from './client.ts';
import { isComment } from './created.ts';
import { type Ticket, TicketShow, TicketUpdate } from './schema.ts';
import { eventKey } from './story.ts';

/** What an update writes, in Zendesk's words; null when nothing is to be done. */
export type Wanted = Readonly<Record<string, unknown>> | null;

const MOST_TRIES = 4;

/**
 * Reads the ticket, works out what is missing and writes only that, unless the ticket moved on meanwhile: then once more,
 * up to three times. So foreign tags are never lost. Throws Conflict, ValidationRefused for a closed ticket.
 */
export async function updateStanding(
  { client, clock }: { readonly client: ZendeskClient; readonly clock: Clock },
  ticketId: string,
  wantedOf: (ticket: Ticket) => Wanted,
  signal: AbortSignal,
): Promise<Applied> {
  for (let attempt = 1; ; attempt++) {
    const ticket = await settledTicket(client, clock, ticketId, signal);
    const wanted = wantedOf(ticket);
    if (wanted === null) return { outcome: 'unchanged', remoteRef: null, ownWrites: [] };
    refuseClosed(ticket);
    try {
      // safe_update counts by being there; the stamp goes back as it came
      const guarded = { ...wanted, safe_update: true, updated_stamp: ticket.updatedStamp };
      return appliedOf(await putTicket(client, ticketId, guarded, signal));
    } catch (error) {
      if (!(error instanceof Conflict) || attempt >= MOST_TRIES) throw error;
    }
  }
}

const SECOND_MS = 1_000;

/**
 * The ticket with a stamp that no other state of it will have. Stamps are whole seconds: of two changes within one, the second
 * would pass for the first, and what it wrote would be lost. So a second in which the ticket changed is waited out.
 */
async function settledTicket(
  client: ZendeskClient,
  clock: Clock,
  ticketId: string,
  signal: AbortSignal,
): Promise<Ticket> {
  const { data, serverTime } = await client.read(['tickets', ticketId], {}, TicketShow, signal);
  const changedAt = Date.parse(data.ticket.updatedStamp ?? '');
  if (serverTime === null || !(serverTime - changedAt < SECOND_MS)) return data.ticket;
  await pause(clock, SECOND_MS, signal);
  return showTicket(client, ticketId, signal);
}

/** Adds a comment. Its id is what the answer's audit says. */
export async function addComment(
  client: ZendeskClient,
  ticketId: string,
  comment: { readonly body: string; readonly public: boolean },
  signal: AbortSignal,
): Promise<Applied> {
  const applied = appliedOf(await putTicket(client, ticketId, { comment }, signal));
  return { ...applied, outcome: 'done' };
}

/** The ticket as it stands. */
export async function showTicket(client: ZendeskClient, ticketId: string, signal: AbortSignal): Promise<Ticket> {
  return (await client.read(['tickets', ticketId], {}, TicketShow, signal)).data.ticket;
}

function putTicket(
  client: ZendeskClient,
  ticketId: string,
  ticket: object,
  signal: AbortSignal,
): Promise<TicketUpdate> {
  return client.put(['tickets', ticketId], { ticket }, TicketUpdate, signal);
}

function refuseClosed(ticket: Ticket): void {
  if (ticket.status !== 'closed') return;
  throw new ValidationRefused(`Ticket ${ticket.id} is closed: Zendesk takes no update of it`);
}

/** An audit without events changed nothing; some answers leave out its id. */
function appliedOf({ audit }: TicketUpdate): Applied {
  if (!audit || audit.events.length === 0) return { outcome: 'unchanged', remoteRef: audit?.id ?? null, ownWrites: [] };
  const comment = audit.events.find(isComment);
  if (audit.id === null) return { outcome: 'done', remoteRef: comment?.id ?? null, ownWrites: [] };
  return { outcome: 'done', remoteRef: comment?.id ?? audit.id, ownWrites: ownWriteKeys(audit.id, audit.events) };
}

/** Keys that an audit of ours will have in the history: not what triggers did because of it. */
export function ownWriteKeys(
  auditId: string,
  events: readonly { readonly via: { readonly channel: string } | null; readonly field: string | null }[],
): readonly string[] {
  const keys: string[] = [];
  for (const [index, event] of events.entries()) {
    if (event.via?.channel === 'rule') continue;
    keys.push(eventKey(auditId, String(index)));
    if (event.field === 'tags') keys.push(eventKey(auditId, `${index}:tier`));
  }
  return keys;
}
