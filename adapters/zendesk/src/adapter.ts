import { defineHelpdeskAdapter, withMarker } from '@stellwerk/adapter-kit';
import type { HelpdeskWrite } from '@stellwerk/core';
import type { AdapterContext, Applied, Found, HelpdeskAdapter, Sendable } from '@stellwerk/ports';
import { changedTickets } from './changed-tickets.ts';
import { createZendeskClient } from './client.ts';
import { ZendeskConfig } from './config.ts';
import { createDirectory } from './directory.ts';
import { findComment } from './find-comment.ts';
import { zendeskManifest } from './manifest.ts';
import { normaliseDelivery } from './normalise.ts';
import { readOpening } from './opening.ts';
import { probeAccount } from './probe.ts';
import { type ReadParts, readTicket } from './read-ticket.ts';
import { zendeskDiscovery } from './setup/discovery.ts';
import { zendeskProvisioning } from './setup/provisioning.ts';
import { addComment, showTicket, updateStanding } from './update-ticket.ts';
import { type StandingWrite, wantedOf } from './wanted.ts';
import { verifyDelivery } from './webhook.ts';

/** Zendesk Support as a helpdesk. */
export const zendeskAdapter = defineHelpdeskAdapter(
  { manifest: zendeskManifest, config: ZendeskConfig, secretFields: ['auth.token', 'webhookSecret'] },
  createZendeskHelpdesk,
);

function createZendeskHelpdesk(config: ZendeskConfig, context: AdapterContext): HelpdeskAdapter {
  const client = createZendeskClient(config, context);
  const directory = createDirectory(client, context.connection, context.clock.now);
  const parts: ReadParts = { config, context, client, directory };

  return {
    manifest: zendeskManifest,
    probe: (signal) => probeAccount(parts, signal),
    verify: (raw, now) => verifyDelivery(raw, context.webhookSecrets(), now),
    normalise: normaliseDelivery,
    ticket: (ticketId, signal) => readTicket(parts, ticketId, signal),
    changedSince: (cursor, signal) => changedTickets(client, context.clock, cursor, signal),
    opening: (ticketId, signal) => readOpening(client, ticketId, signal),
    apply: (sendable, signal) => apply(parts, sendable, signal),
    find: (sendable, signal) => find(parts, sendable, signal),
    discovery: zendeskDiscovery(parts),
    provisioning: zendeskProvisioning(parts),
  };
}

async function apply(parts: ReadParts, sendable: Sendable<HelpdeskWrite>, signal: AbortSignal): Promise<Applied> {
  const { client } = parts;
  const { effect, ticketId, marker } = sendable;
  const { write } = effect;
  if (isMessage(write)) {
    // a second call with the same effect finds the first one's comment
    const there = await findComment(client, ticketId, sendable, signal);
    if (there.kind === 'present') return { ...there, outcome: 'unchanged' };
    const comment = { body: withMarker(write.text, marker), public: write.kind === 'public_notice' };
    return addComment(client, ticketId, comment, signal);
  }
  const { clock } = parts.context;
  return updateStanding({ client, clock }, ticketId, await wantedOf(parts, write, signal), signal);
}

async function find(parts: ReadParts, sendable: Sendable<HelpdeskWrite>, signal: AbortSignal): Promise<Found> {
  const { client } = parts;
  const { effect, ticketId } = sendable;
  const { write } = effect;
  if (isMessage(write)) return findComment(client, ticketId, sendable, signal);

  const missing = (await wantedOf(parts, write, signal))(await showTicket(client, ticketId, signal));
  return missing === null ? { kind: 'present', remoteRef: ticketId, ownWrites: [] } : { kind: 'absent' };
}

function isMessage(write: HelpdeskWrite): write is Exclude<HelpdeskWrite, StandingWrite> {
  return write.kind === 'add_note' || write.kind === 'public_notice';
}
