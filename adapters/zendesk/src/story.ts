import type { Actor, EventBody, EventMeta, TicketEvent } from '@stellwerk/core';
import type { AdapterContext } from '@stellwerk/ports';
import { channelOf } from './channel.ts';
import type { ZendeskConfig } from './config.ts';
import type { People } from './people.ts';
import type { Audit, Organization, Ticket, Via } from './schema.ts';
import type { Vocabulary } from './vocabulary.ts';

/** All that was read of one ticket, with what helps to understand it. */
export interface Story {
  readonly config: Pick<ZendeskConfig, 'tierTagPrefix' | 'tierFieldId'> & { readonly accountUrl: string };
  readonly context: AdapterContext;
  readonly ticket: Ticket;
  /** All audits, oldest first. */
  readonly audits: readonly Audit[];
  readonly people: People;
  readonly vocabulary: Vocabulary;
  readonly organizations: ReadonlyMap<string, Organization>;
  /** Group names by id. */
  readonly groups: ReadonlyMap<string, string>;
}

/** Where an event stands: its audit, the audit's place in the story, and the event's place in the audit. */
export interface Place {
  readonly audit: Audit;
  readonly auditIndex: number;
  readonly index: number;
}

const MOST_EVENTS_PER_AUDIT = 10_000;

/** The common part of an event. `part` tells several events apart that come from one. */
export function eventMeta(
  { context, people }: Story,
  { audit, auditIndex, index }: Place,
  { authorId, via }: { readonly authorId: string | null; readonly via: Via | null },
  part?: string,
): EventMeta {
  const actor: Actor = people.actor(authorId, via);
  return {
    key: eventKey(audit.id, part === undefined ? String(index) : `${index}:${part}`),
    at: audit.at,
    seq: auditIndex * MOST_EVENTS_PER_AUDIT + index,
    observedAt: context.clock.now(),
    actor,
    channel: channelOf(audit.via?.channel ?? ''),
    provenance: context.provenance(),
  };
}

/** Joins the common part and what happened. */
export function eventOf(meta: EventMeta, body: EventBody): TicketEvent {
  return { ...meta, ...body };
}

/** `audit:12:0`: the audit's id and the event's place in it, which never changes. */
export function eventKey(auditId: string, place: string): string {
  return `audit:${auditId}:${place}`;
}

/** Name of a group, or its id where the name is not known. */
export function groupName({ groups }: Pick<Story, 'groups'>, id: unknown): string | null {
  if (id === null || id === undefined || id === '') return null;
  return groups.get(String(id)) ?? String(id);
}
