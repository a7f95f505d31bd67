import { createPartReader, hasSetupMark, needsRight, type PartReader } from '@stellwerk/adapter-kit';
import {
  type Discovered,
  type Discovery,
  type NamedThing,
  type NativeAutomation,
  ScopeMissing,
} from '@stellwerk/ports';
import { z } from 'zod';
import { CalendarRow, MyGroups, NamedRow, SlaRow, TagRow } from './discovery-schema.ts';
import { nativeCalendar, nativeSla } from './native-rules.ts';
import type { AttributeRow } from './schema.ts';
import type { SetupParts } from './setup-parts.ts';

const EVERYTHING = 'page=1&per_page=1000';

/** Reads what a Zammad is made of. Most of it needs rights of an admin; an agent's token sees groups, states and priorities. */
export function zammadDiscovery(parts: SetupParts): Discovery {
  return { discover: (signal) => discover(parts, createPartReader(), signal) };
}

async function discover(parts: SetupParts, { read, hidden }: PartReader, signal: AbortSignal): Promise<Discovered> {
  const { get } = parts.http;
  const named = (path: string) => async () => (await get(path, z.array(NamedRow), signal)).map(namedThing);
  const rows = <S extends z.ZodType>(path: string, row: S) => get(`${path}?${EVERYTHING}`, z.array(row), signal);

  const priorities = await read('priorities', named('/ticket_priorities'), needsRight('ticket.agent'));
  const kinds = ['ticketFields', 'organisationFields'] as const;
  const fields = await read(kinds, () => parts.attributes.list(signal), needsRight('admin.object'));
  const calendars = await read('calendars', () => rows('/calendars', CalendarRow), needsRight('admin.calendar'));
  const slas = await read('slas', () => rows('/slas', SlaRow), needsRight('admin.sla'));
  const tags = await read('tags', () => rows('/tag_list', TagRow), needsRight('admin.tag'));

  return {
    groups: await read('groups', () => groupsOf(parts, signal), needsRight('ticket.agent')),
    statuses: await read('statuses', named('/ticket_states?expand=true'), needsRight('ticket.agent')),
    priorities,
    ticketFields: fieldsOf(fields, 'Ticket'),
    organisationFields: fieldsOf(fields, 'Organization'),
    tags: tags?.map(({ name, count }) => ({ name, count: count ?? null })) ?? null,
    calendars: calendars?.map(nativeCalendar) ?? null,
    slas: slas?.map((row) => nativeSla(row, priorities ?? [])) ?? null,
    automations: await automationsOf(parts, read, signal),
    // Zammad has none of these
    brands: [],
    forms: [],
    pipelines: [],
    hidden,
  };
}

function namedThing({ id, name, active, state_type }: z.infer<typeof NamedRow>): NamedThing {
  return { id, name, isActive: active, category: state_type ?? null };
}

/** All groups for an admin, else those that the account has rights in: it sees tickets of no others. */
async function groupsOf({ http: { get } }: SetupParts, signal: AbortSignal): Promise<readonly NamedThing[]> {
  try {
    return (await get(`/groups?${EVERYTHING}`, z.array(NamedRow), signal)).map(namedThing);
  } catch (error) {
    if (!(error instanceof ScopeMissing)) throw error;
    const { groups } = await get('/users/me?expand=true', MyGroups, signal);
    return Object.keys(groups).map((name) => ({ id: name, name, isActive: true, category: null }));
  }
}

/** Attributes that an admin made: those that Zammad brings cannot be edited. */
function fieldsOf(rows: readonly AttributeRow[] | null, object: string): readonly NamedThing[] | null {
  if (rows === null) return null;
  return rows
    .filter((row) => row.object === object && row.editable !== false)
    .map(({ id, name, active, data_type }) => ({ id, name, isActive: active !== false, category: data_type }));
}

async function automationsOf(
  parts: SetupParts,
  read: PartReader['read'],
  signal: AbortSignal,
): Promise<readonly NativeAutomation[] | null> {
  const { get } = parts.http;
  const ours = (note: string | null | undefined): boolean => hasSetupMark(note, parts.context.connection);
  const webhooks = await read('automations', () => parts.webhooks.list(signal), needsRight('admin.webhook'));
  const triggers = await read('automations', () => parts.triggers.list(signal), needsRight('admin.trigger'));
  const jobs = await read(
    'automations',
    () => get(`/jobs?${EVERYTHING}`, z.array(NamedRow), signal),
    needsRight('admin.scheduler'),
  );
  if (webhooks === null && triggers === null && jobs === null) return null;

  const active = (flag: boolean | null | undefined): boolean => flag !== false;
  const common = (row: { id: string; name: string; active?: boolean | null | undefined }) => ({
    id: row.id,
    name: row.name,
    isActive: active(row.active),
    category: null,
  });
  return [
    ...(webhooks ?? []).map((row) => ({ ...common(row), kind: 'webhook' as const, isOurs: ours(row.note) })),
    ...(triggers ?? []).map((row) => ({ ...common(row), kind: 'trigger' as const, isOurs: ours(row.note) })),
    ...(jobs ?? []).map((row) => ({ ...common(row), kind: 'automation' as const, isOurs: false })),
  ];
}
