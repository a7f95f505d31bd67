import type { HelpdeskWrite } from '@stellwerk/core';
import { type Applied, type Sendable, ValidationRefused } from '@stellwerk/ports';
import type { HubspotClient, WriteCall } from '../client.ts';
import type { HubspotConfig } from '../config.ts';
import type { CrmObject, Pipelines } from '../schema.ts';
import { valuesOf } from '../story.ts';

/** What carrying out an effect needs. */
export interface EffectContext {
  readonly client: HubspotClient;
  readonly config: HubspotConfig;
  readonly pipelines: Pipelines;
  readonly sendable: Sendable<HelpdeskWrite>;
  readonly call: WriteCall;
  /** Epoch ms. */
  readonly now: number;
  /** Tells under which app id a write of ours was recorded. */
  readonly learnAppId: (appId: string) => void;
}

/** It stood so before. */
export const UNCHANGED: Applied = { outcome: 'unchanged', remoteRef: null, ownWrites: [] };

/** Reads the ticket with the history of some properties; a merged one takes no more writes. */
export async function needTicket(
  { client, sendable: { ticketId }, call }: EffectContext,
  properties: readonly string[],
): Promise<CrmObject> {
  const ticket = await client.ticket(ticketId, properties, call.signal);
  if (ticket.id !== ticketId) throw new ValidationRefused(`The ticket was merged into ${ticket.id}`);
  return ticket;
}

/** Sets one property to a value, unless it stands there. The history names the write, so that its echo is known. */
export async function ensureProperty(effect: EffectContext, property: string, value: string): Promise<Applied> {
  const ticket = await needTicket(effect, [property]);
  if (!(property in ticket.properties)) {
    throw new ValidationRefused(`Tickets have no property “${property}”: create it in HubSpot`);
  }
  if ((ticket.properties[property] ?? '') === value) return UNCHANGED;
  await effect.client.update(ticket.id, { [property]: value }, effect.call);
  return recordedWrite(effect, property);
}

/** Reads back how HubSpot recorded the write that was just made. */
export async function recordedWrite(effect: EffectContext, property: string): Promise<Applied> {
  const ticket = await needTicket(effect, [property]);
  const newest = valuesOf(ticket, property).at(-1);
  if (newest?.sourceType !== 'INTEGRATION') return { outcome: 'done', remoteRef: null, ownWrites: [] };
  if (newest.sourceId) effect.learnAppId(newest.sourceId);
  return { outcome: 'done', remoteRef: null, ownWrites: [`${ticket.id}:${property}:${newest.timestamp}`] };
}
