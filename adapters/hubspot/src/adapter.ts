import { defineHelpdeskAdapter, oneAtATime, remembered } from '@stellwerk/adapter-kit';
import type { HelpdeskWrite } from '@stellwerk/core';
import type { AdapterContext, HelpdeskAdapter, Sendable } from '@stellwerk/ports';
import { changedTickets } from './changed-tickets.ts';
import { createHubspotClient } from './client.ts';
import { HubspotConfig } from './config.ts';
import { applyEffect, findEffect } from './effects/apply.ts';
import type { EffectContext } from './effects/effect-context.ts';
import { hubspotManifest } from './manifest.ts';
import { toTicketHistory } from './normalise.ts';
import { readOpening } from './opening.ts';
import { probeHubspot } from './probe.ts';
import { readTicket } from './read-ticket.ts';
import { hubspotDiscovery } from './setup/discovery.ts';
import { hubspotProvisioning } from './setup/provisioning.ts';
import { normaliseHubspot, verifyHubspot } from './webhook.ts';

/** Makes adapters for HubSpot Service Hub. */
export const hubspotAdapter = defineHelpdeskAdapter(
  { manifest: hubspotManifest, config: HubspotConfig, secretFields: ['token', 'webhookSecret'] },
  createAdapter,
);

const TEN_MINUTES = 600_000;

function createAdapter(config: HubspotConfig, context: AdapterContext): HelpdeskAdapter {
  const client = createHubspotClient(config, context);
  const expiry = { now: context.clock.now, keepMs: TEN_MINUTES };
  const owners = remembered((signal) => client.owners(signal), expiry);
  const pipelines = remembered((signal) => client.pipelines(signal), expiry);
  let appId = config.appId ?? null;
  // HubSpot knows no conditional write: two of our own must not cross
  const inTurn = oneAtATime();

  const effectContext = async (sendable: Sendable<HelpdeskWrite>, signal: AbortSignal): Promise<EffectContext> => {
    const urgent = sendable.effect.writeClass === 'notifications' || sendable.effect.writeClass === 'assignment';
    return {
      client,
      config,
      sendable,
      pipelines: await pipelines(signal),
      call: { signal, priority: urgent ? 'escalation' : 'normal' },
      now: context.clock.now(),
      learnAppId: (id) => {
        appId ??= id;
      },
    };
  };

  return {
    manifest: hubspotManifest,
    probe: (signal) => probeHubspot(client, config, context, appId, signal),
    verify: (raw, now) => verifyHubspot(raw, now, context),
    normalise: normaliseHubspot,
    async ticket(ticketId, signal) {
      const surroundings = { owners: await owners(signal), pipelines: await pipelines(signal), appId };
      return toTicketHistory(await readTicket(client, config, ticketId, surroundings, signal), config, context);
    },
    changedSince: (cursor, signal) => changedTickets(client, cursor, context.clock.now, signal),
    opening: (ticketId, signal) => readOpening(client, ticketId, signal),
    apply: (sendable, signal) => inTurn(async () => applyEffect(await effectContext(sendable, signal))),
    find: async (sendable, signal) => findEffect(await effectContext(sendable, signal)),
    discovery: hubspotDiscovery({ client, config, context }),
    provisioning: hubspotProvisioning({ client, config, context }),
  };
}
