import { setupMark } from '@stellwerk/adapter-kit';
import type { AdapterContext } from '@stellwerk/ports';
import type { HubspotClient } from '../client.ts';
import type { HubspotConfig } from '../config.ts';
import { VERSION } from '../version.ts';
import { type Definition, Definitions } from './schema.ts';

/** What making and removing definitions needs. */
export interface SetupParts {
  readonly client: HubspotClient;
  readonly config: HubspotConfig;
  readonly context: AdapterContext;
}

/** Definitions of ticket properties. */
export const TICKET_PROPERTIES = `/crm/properties/${VERSION}/tickets`;
export const PROPERTY_GROUPS = `${TICKET_PROPERTIES}/groups`;

/** All definitions of ticket properties. */
export async function ticketProperties({ client }: SetupParts, signal: AbortSignal): Promise<readonly Definition[]> {
  return (await client.read(TICKET_PROPERTIES, Definitions, signal)).results;
}

/** A group has no description: its name is the mark. */
export const groupNameOf = (connection: string): string =>
  `stellwerk_${connection.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;

/** What stands in the description of a property of ours. */
export const descriptionOf = (connection: string): string => `Kept by Stellwerk [${setupMark(connection)}]`;
