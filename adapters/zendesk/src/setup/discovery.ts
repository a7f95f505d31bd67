import { createPartReader, hasSetupMark, needsRight, type PartReader } from '@stellwerk/adapter-kit';
import type { Discovered, Discovery, NamedThing, NativeAutomation } from '@stellwerk/ports';
import type { z } from 'zod';
import type { Path } from '../client.ts';
import { Holidays, Named, Schedules, SlaPolicies, Statuses, Tag } from './discovery-schema.ts';
import { listAll } from './lists.ts';
import { nativeCalendar, nativeSla } from './native-rules.ts';
import type { SetupParts } from './own-objects.ts';
import { page } from './schema.ts';

/** Reads what an account is made of. Rules and service levels are for admins, and depend on the plan. */
export function zendeskDiscovery(parts: SetupParts): Discovery {
  return { discover: (signal) => discover(parts, createPartReader(), signal) };
}

const PLAN = {
  de: 'dem Konto fehlt das Recht dazu (Admin), oder der Tarif enthält es nicht',
  en: 'the account lacks the right (admin), or the plan does not have it',
};
const PRIORITIES = ['low', 'normal', 'high', 'urgent'];

async function discover(parts: SetupParts, { read, hidden }: PartReader, signal: AbortSignal): Promise<Discovered> {
  const { client } = parts;
  const named = (path: Path) => () => listAll(client, path, Named, signal);
  const one = async <S extends z.ZodType>(path: Path, shape: S) => (await client.read(path, {}, shape, signal)).data;

  const statuses = await read('statuses', () => one(['custom_statuses'], Statuses), PLAN);
  const schedules = await read('calendars', () => calendarsOf(parts, signal), PLAN);
  const slas = await read('slas', () => one(['slas', 'policies'], SlaPolicies), PLAN);
  const tags = await read('tags', () => mostUsedTags(parts, signal), needsRight('tickets:read'));
  return {
    groups: await read('groups', named(['groups']), needsRight('users:read')),
    brands: await read('brands', named(['brands']), PLAN),
    forms: await read('forms', named(['ticket_forms']), PLAN),
    statuses: statuses?.custom_statuses.map(statusOf) ?? null,
    // fixed by Zendesk
    priorities: PRIORITIES.map((name) => ({ id: name, name, isActive: true, category: null })),
    ticketFields: await read('ticketFields', named(['ticket_fields']), needsRight('tickets:read')),
    organisationFields: await read(
      'organisationFields',
      named(['organization_fields']),
      needsRight('organizations:read'),
    ),
    tags,
    calendars: schedules,
    slas: slas?.sla_policies.map(nativeSla) ?? null,
    automations: await automationsOf(parts, read, signal),
    pipelines: [],
    hidden,
  };
}

function statusOf(row: z.output<typeof Statuses>['custom_statuses'][number]): NamedThing {
  return { id: row.id, name: row.agent_label, isActive: row.active, category: row.status_category };
}

/** The hundred most used: an account keeps up to 20,000, which would take the calls of a whole minute. */
async function mostUsedTags({ client }: SetupParts, signal: AbortSignal): Promise<NonNullable<Discovered['tags']>> {
  const { data } = await client.read(['tags'], { 'page[size]': 100 }, page('tags', Tag), signal);
  return data.items.map(({ name, count }) => ({ name, count: count ?? null }));
}

async function calendarsOf({ client }: SetupParts, signal: AbortSignal): Promise<NonNullable<Discovered['calendars']>> {
  const { data } = await client.read(['business_hours', 'schedules'], {}, Schedules, signal);
  const calendars: NonNullable<Discovered['calendars']>[number][] = [];
  for (const schedule of data.schedules) {
    const path = ['business_hours', 'schedules', schedule.id, 'holidays'];
    const { holidays } = (await client.read(path, {}, Holidays, signal)).data;
    calendars.push(nativeCalendar(schedule, holidays));
  }
  return calendars;
}

async function automationsOf(
  { client, context }: SetupParts,
  read: PartReader['read'],
  signal: AbortSignal,
): Promise<readonly NativeAutomation[] | null> {
  const found: NativeAutomation[] = [];
  const kinds = { webhooks: 'webhook', triggers: 'trigger', automations: 'automation' } as const;
  let seen = false;
  for (const [path, kind] of Object.entries(kinds) as [keyof typeof kinds, NativeAutomation['kind']][]) {
    const right = path === 'automations' ? PLAN : needsRight(`${path}:read`);
    const rows = await read('automations', () => listAll(client, [path], Named, signal), right);
    seen = seen || rows !== null;
    for (const row of rows ?? []) {
      found.push({ ...row, category: null, kind, isOurs: hasSetupMark(row.name, context.connection) });
    }
  }
  return seen ? found : null;
}
