import { defineHelpdeskAdapter, remembered } from '@stellwerk/adapter-kit';
import type { HelpdeskWrite } from '@stellwerk/core';
import type { AdapterContext, HelpdeskAdapter, Sendable } from '@stellwerk/ports';
import { changedTickets } from './changes.ts';
import { createZammadClient } from './client.ts';
import { ZammadConfig } from './config.ts';
import { applyEffect, findEffect } from './effects/apply.ts';
import type { EffectContext } from './effects/effect-context.ts';
import { createZammadHttp } from './http.ts';
import { zammadManifest } from './manifest.ts';
import { toTicketHistory } from './normalise.ts';
import { readOpening } from './opening.ts';
import { probeZammad } from './probe.ts';
import { readTicket, statesOrNone } from './read-ticket.ts';
import { zammadDiscovery } from './setup/discovery.ts';
import { zammadProvisioning } from './setup/provisioning.ts';
import { createSetupParts } from './setup/setup-parts.ts';
import { normaliseZammad, verifyZammad } from './webhook.ts';

/** Makes adapters for Zammad (6.x). */
export const zammadAdapter = defineHelpdeskAdapter(
  { manifest: zammadManifest, config: ZammadConfig, secretFields: ['token', 'webhookSecret'] },
  createAdapter,
);

const TEN_MINUTES = 600_000;

function createAdapter(config: ZammadConfig, context: AdapterContext): HelpdeskAdapter {
  const http = createZammadHttp(config, context);
  const client = createZammadClient(http);
  const setup = createSetupParts(config, context, http);
  const selfId = remembered(async (signal) => (await client.me(signal)).id);
  const states = remembered((signal) => statesOrNone(client, signal), { now: context.clock.now, keepMs: TEN_MINUTES });

  const effectContext = (sendable: Sendable<HelpdeskWrite>, signal: AbortSignal): EffectContext => {
    const urgent = sendable.effect.writeClass === 'notifications' || sendable.effect.writeClass === 'assignment';
    const call = { signal, priority: urgent ? 'escalation' : 'normal' } as const;
    return { client, config, sendable, call, now: context.clock.now() };
  };

  return {
    manifest: zammadManifest,
    probe: (signal) => probeZammad(client, setup, signal),
    verify: (raw, now) => verifyZammad(raw, now, context),
    normalise: normaliseZammad,
    async ticket(ticketId, signal) {
      const reading = await readTicket(client, ticketId, await selfId(signal), await states(signal), signal);
      return toTicketHistory(reading, config, context);
    },
    changedSince: (cursor, signal) => changedTickets(client, cursor, context.clock.now, signal),
    opening: (ticketId, signal) => readOpening(client, ticketId, signal),
    apply: (sendable, signal) => applyEffect(effectContext(sendable, signal)),
    find: (sendable, signal) => findEffect(effectContext(sendable, signal)),
    discovery: zammadDiscovery(setup),
    provisioning: zammadProvisioning(setup),
  };
}
