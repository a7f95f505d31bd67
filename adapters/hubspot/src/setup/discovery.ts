import { createPartReader, needsRight, type PartReader } from '@stellwerk/adapter-kit';
import type { Discovered, Discovery, HiddenPart, NamedThing } from '@stellwerk/ports';
import type { z } from 'zod';
import { VERSION } from '../version.ts';
import { type Definition, Definitions, Pipelines, Teams } from './schema.ts';
import { type SetupParts, ticketProperties } from './setup-parts.ts';

/** Reads what a portal is made of. Business hours, service levels and workflows are not in its interface. */
export function hubspotDiscovery(parts: SetupParts): Discovery {
  return { discover: (signal) => discover(parts, createPartReader(), signal) };
}

const NOT_TOLD = {
  de: 'HubSpots Schnittstelle zeigt das nicht: bitte von Hand eintragen',
  en: "HubSpot's interface does not show it: please enter it by hand",
};
const UNTOLD: readonly HiddenPart[] = (['calendars', 'slas', 'automations'] as const).map((part) => ({
  part,
  reason: NOT_TOLD,
}));

async function discover(parts: SetupParts, { read, hidden }: PartReader, signal: AbortSignal): Promise<Discovered> {
  const { client, config } = parts;
  const get = <S extends z.ZodType>(path: string, shape: S) => client.read(path, shape, signal);
  const pipelines = await read(
    ['pipelines', 'statuses'],
    () => get(`/crm/pipelines/${VERSION}/tickets`, Pipelines),
    needsRight('tickets'),
  );
  const properties = await read(
    ['ticketFields', 'priorities', 'tags'],
    () => ticketProperties(parts, signal),
    needsRight('tickets'),
  );
  const companies = await read(
    'organisationFields',
    () => get(`/crm/properties/${VERSION}/companies`, Definitions),
    needsRight('crm.objects.companies.read'),
  );
  const owners = await read(
    'groups',
    () => get(`/crm/owners/${VERSION}?limit=500`, Teams),
    needsRight('crm.objects.owners.read'),
  );
  return {
    groups: owners && teamsOf(owners),
    pipelines: pipelines?.results.map(({ id, label, archived }) => thing(id, label, archived, null)) ?? null,
    statuses: pipelines && stagesOf(pipelines),
    priorities: properties && optionsOf(properties, 'hs_ticket_priority'),
    ticketFields: properties?.filter(isMadeByPeople).map(field) ?? null,
    organisationFields: companies?.results.filter(isMadeByPeople).map(field) ?? null,
    tags: properties && optionsOf(properties, config.tagsProperty).map(({ name }) => ({ name, count: null })),
    calendars: null,
    slas: null,
    automations: null,
    // tickets have neither
    brands: [],
    forms: [],
    hidden: [...hidden, ...UNTOLD],
  };
}

const field = ({ name, archived, type }: Definition): NamedThing => thing(name, name, archived, type);

const isMadeByPeople = ({ hubspotDefined, name }: Definition): boolean => !hubspotDefined && !name.startsWith('hs_');

function thing(id: string, name: string, archived: boolean | null | undefined, category: string | null): NamedThing {
  return { id, name, isActive: archived !== true, category };
}

/** Stages of all pipelines; where there are several, each with its pipeline's name. */
function stagesOf({ results }: z.output<typeof Pipelines>): readonly NamedThing[] {
  return results.flatMap((pipeline) =>
    pipeline.stages.map(({ id, label, archived, metadata }) => {
      // older pipelines have only the text `isClosed`
      const state = metadata.ticketState ?? (metadata.isClosed === 'true' ? 'CLOSED' : 'OPEN');
      const name = results.length > 1 ? `${pipeline.label}: ${label}` : label;
      return thing(id, name, archived, state);
    }),
  );
}

function teamsOf({ results }: z.output<typeof Teams>): readonly NamedThing[] {
  const teams = new Map(results.flatMap((owner) => (owner.teams ?? []).map(({ id, name }) => [id, name] as const)));
  return [...teams].map(([id, name]) => thing(id, name, false, 'team'));
}

function optionsOf(properties: readonly Definition[], name: string): readonly NamedThing[] {
  const options = properties.find((property) => property.name === name)?.options ?? [];
  return options.map(({ value, label }) => thing(value, label, false, null));
}
