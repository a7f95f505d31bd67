import { type Policy, parsePolicy, type TicketName } from '@stellwerk/core';
import { parse } from 'yaml';
import { demoPolicy } from '../../../packages/cli/src/demo/demo-policy.ts';

/** The instant up to which the bench folds: a day after the last step of the history. */
export const BENCH_NOW = Date.UTC(2026, 8, 24);

/** The demo's policy. Its addresses are never called here. */
export function deskPolicy(): Policy {
  const nowhere = 'http://127.0.0.1:9';
  const addresses = { zendesk: nowhere, zammad: nowhere, hubspot: nowhere, github: nowhere };
  const parsed = parsePolicy(parse(demoPolicy({ ...addresses, zendeskTierField: '1', hubspotApp: '1' })), 'bench');
  if (!parsed.ok) throw new Error(`engine bench: the demo's policy: ${JSON.stringify(parsed.issues)}`);
  return parsed.policy;
}

/** The ticket's name at the connection of the demo's Zammad. */
export function benchTicket(id: number): TicketName {
  return { connection: 'zammad-int', ticketId: String(id), key: `zammad-int:ticket:${id}` };
}
