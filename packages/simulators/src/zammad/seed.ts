import { type Json, NOBODY, ROLE, type ZammadGroup, type ZammadOrganization, type ZammadUser } from './model.ts';
import type { ZammadStore } from './state.ts';

/** Login of the account our API token belongs to. */
export const SERVICE_LOGIN = 'stellwerk@example.test';

/** The custom state for waiting on somebody outside. */
export const VENDOR_STATE = 'waiting for vendor';

/** The custom priority above `3 high`. */
export const URGENT_PRIORITY = '4 urgent';

const STATES = [
  ['new', 1],
  ['open', 2],
  ['pending reminder', 3],
  ['closed', 5],
  ['merged', 6],
  ['pending close', 4],
  [VENDOR_STATE, 3],
] as const;

const PRIORITIES = [
  ['1 low', 'low-priority', 'low-priority'],
  ['2 normal', null, null],
  ['3 high', 'important', 'high-priority'],
  [URGENT_PRIORITY, 'important', 'high-priority'],
] as const;

const TIERS = { T0: 'T0 self service', T1: 'T1 front line', T2: 'T2 technical', T3: 'T3 engineering', T4: 'T4 vendor' };

/** Fills a store as a fresh installation with custom attributes already made, the tier's among them when told so. */
export function seedZammad(store: ZammadStore, withTierField: boolean): void {
  addUser(store, { login: '-', firstname: '-', lastname: '', email: '', active: false, role_ids: [] });
  for (const [at, [name, stateType]] of STATES.entries()) {
    store.states.add({
      ...store.stamped(at + 1, NOBODY),
      name,
      state_type_id: stateType,
      next_state_id: name === 'pending close' ? 4 : null,
      ignore_escalation: stateType > 2,
      default_create: name === 'new',
      default_follow_up: name === 'open',
    });
  }
  for (const [at, [name, icon, color]] of PRIORITIES.entries()) {
    const more = { name, default_create: name === '2 normal', ui_icon: icon, ui_color: color };
    store.priorities.add({ ...store.stamped(at + 1, NOBODY), ...more });
  }
  ensureGroup(store, 'Users');
  const staff = { role_ids: [ROLE.admin, ROLE.agent], groups: ['Users'] };
  store.serviceUserId = addUser(store, {
    ...staff,
    login: SERVICE_LOGIN,
    firstname: 'Stellwerk',
    lastname: 'Service',
  }).id;
  store.botUserId = addUser(store, { ...staff, login: 'bot@example.test', firstname: 'Reply', lastname: 'Bot' }).id;
  if (withTierField) {
    addAttribute(store, { object: 'Ticket', name: 'support_tier', display: 'Support tier', options: TIERS });
  }
  addAttribute(store, { object: 'Ticket', name: 'category', display: 'Category' });
  addAttribute(store, { object: 'Organization', name: 'plan', display: 'Plan' });
}

/** What a new user needs; the e-mail is the login unless given. */
export interface NewUser {
  readonly login: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly email?: string;
  readonly active?: boolean;
  readonly role_ids: readonly number[];
  readonly organizationId?: number | null;
  /** Names of groups, made when missing. */
  readonly groups?: readonly string[];
}

/** Adds a user; agents are those with groups. */
export function addUser(store: ZammadStore, input: NewUser): ZammadUser {
  const id = store.users.nextId();
  return store.users.add({
    ...store.stamped(id, NOBODY),
    organization_id: input.organizationId ?? null,
    login: input.login,
    firstname: input.firstname,
    lastname: input.lastname,
    email: input.email ?? input.login,
    active: input.active ?? true,
    role_ids: input.role_ids,
    groups: new Set((input.groups ?? []).map((name) => ensureGroup(store, name).id)),
  });
}

/** Finds a group by name or makes it; the service account and the bot work in every group. */
export function ensureGroup(store: ZammadStore, name: string): ZammadGroup {
  const known = store.groups.find((group) => group.name === name);
  if (known) return known;

  const group = store.groups.add({ ...store.stamped(store.groups.nextId(), NOBODY), name });
  for (const id of [store.serviceUserId, store.botUserId]) store.users.get(id)?.groups.add(group.id);
  return group;
}

/** Adds an organisation with its plan. */
export function addOrganization(store: ZammadStore, name: string, plan: string): ZammadOrganization {
  const id = store.organizations.nextId();
  return store.organizations.add({ ...store.stamped(id, NOBODY), name, domain: '', custom: { plan } });
}

interface NewAttribute {
  readonly object: string;
  readonly name: string;
  readonly display: string;
  readonly options?: Readonly<Record<string, string>>;
}

function addAttribute(store: ZammadStore, input: NewAttribute): void {
  const options: Json = input.options
    ? { options: input.options, default: '', nulloption: true, maxlength: 255, null: true, relation: '' }
    : { type: 'text', maxlength: 255, null: true, default: '', options: {}, relation: '' };
  store.attributes.add({
    ...store.stamped(store.attributes.nextId(), NOBODY),
    object_lookup_id: input.object === 'Ticket' ? 1 : 2,
    name: input.name,
    display: input.display,
    data_type: input.options ? 'select' : 'input',
    data_option: options,
    data_option_new: {},
    editable: true,
    active: true,
    screens: {},
    to_create: false,
    to_migrate: false,
    to_delete: false,
    to_config: false,
    position: 900,
  });
}

/** Names of an object's custom attributes that a migration has made real. */
export function customAttributes(store: ZammadStore, object: 'Ticket' | 'Organization'): Map<string, unknown> {
  const lookup = object === 'Ticket' ? 1 : 2;
  const made = store.attributes.all().filter((row) => row.object_lookup_id === lookup && row.to_create === false);
  return new Map(made.map((row) => [String(row.name), (row.data_option as Json).default ?? null]));
}
