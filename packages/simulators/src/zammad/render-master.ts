import type { Json, ZammadGroup, ZammadOrganization, ZammadPriority, ZammadState, ZammadUser } from './model.ts';
import { STATE_TYPES } from './model.ts';
import type { ZammadStore } from './state.ts';

const ROLE_NAMES: Readonly<Record<number, string>> = { 1: 'Admin', 2: 'Agent', 3: 'Customer' };

/** Attributes of a user that are the same in every rendering. */
function userCore(user: ZammadUser): Json {
  // the system user's address fields are empty text where others have null, as recorded
  const blank = user.id === 1 ? '' : null;
  return {
    id: user.id,
    organization_id: user.organization_id,
    login: user.login,
    firstname: user.firstname,
    lastname: user.lastname,
    email: user.email,
    image: null,
    image_source: null,
    web: '',
    phone: '',
    fax: '',
    mobile: '',
    department: blank,
    street: '',
    zip: '',
    city: '',
    country: '',
    address: blank,
    vip: false,
    verified: false,
    active: user.active,
    note: '',
    source: null,
    out_of_office: false,
    out_of_office_start_at: null,
    out_of_office_end_at: null,
    out_of_office_replacement_id: null,
    updated_by_id: user.updated_by_id,
    created_by_id: user.created_by_id,
    created_at: user.created_at,
    updated_at: user.updated_at,
    role_ids: [...user.role_ids],
    two_factor_preference_ids: [],
    organization_ids: [],
    overview_sorting_ids: [],
  };
}

/** A user with ids. */
export function renderUser(user: ZammadUser): Json {
  return {
    ...userCore(user),
    last_login: null,
    login_failed: 0,
    preferences: {},
    authorization_ids: [],
    group_ids: Object.fromEntries([...user.groups].map((id) => [id, ['full']])),
  };
}

function userNames(store: ZammadStore, user: ZammadUser): Json {
  const organization = user.organization_id === null ? undefined : store.organizations.get(user.organization_id);
  return {
    ...(organization ? { organization: organization.name } : {}),
    roles: user.role_ids.map((id) => ROLE_NAMES[id] ?? 'Customer'),
    two_factor_preferences: [],
    organizations: [],
    overview_sortings: [],
    created_by: store.users.need(user.created_by_id).login,
    updated_by: store.users.need(user.updated_by_id).login,
  };
}

/** A user with names (`expand=true`). */
export function renderUserExpanded(store: ZammadStore, user: ZammadUser): Json {
  const groups = [...user.groups].map((id) => [store.groups.need(id).name, ['full']]);
  return { ...renderUser(user), ...userNames(store, user), authorizations: [], groups: Object.fromEntries(groups) };
}

/** A user inside a webhook: without login times, preferences, groups and anything secret. */
export const renderUserForWebhook = (store: ZammadStore, user: ZammadUser): Json => ({
  ...userCore(user),
  ...userNames(store, user),
});

/** An organisation with the ids of its members. */
export function renderOrganization(store: ZammadStore, organization: ZammadOrganization): Json {
  const members = store.users.all().filter((user) => user.organization_id === organization.id);
  return {
    id: organization.id,
    name: organization.name,
    shared: true,
    domain: organization.domain,
    domain_assignment: false,
    active: true,
    vip: false,
    note: '',
    ...stampOf(organization),
    ...organization.custom,
    member_ids: members.map(({ id }) => id),
    secondary_member_ids: [],
  };
}

/** An organisation with names; webhooks carry all members' logins. */
export function renderOrganizationExpanded(store: ZammadStore, organization: ZammadOrganization): Json {
  const members = store.users.all().filter((user) => user.organization_id === organization.id);
  return {
    ...renderOrganization(store, organization),
    members: members.map(({ login }) => login),
    ...stampNames(store, organization),
  };
}

/** A group with the ids of its agents, newest first as recorded. */
export function renderGroup(store: ZammadStore, group: ZammadGroup): Json {
  const first = group.id === 1;
  return {
    id: group.id,
    signature_id: first ? 1 : null,
    email_address_id: 1,
    name: group.name,
    name_last: group.name.split('::').at(-1),
    parent_id: null,
    assignment_timeout: null,
    follow_up_possible: 'yes',
    reopen_time_in_days: null,
    follow_up_assignment: true,
    active: true,
    shared_drafts: true,
    note: first ? 'Standard Group/Pool for Tickets.' : null,
    ...stampOf(group),
    user_ids: agents(store, group).map(({ id }) => id),
  };
}

/** A group with names; webhooks carry all agents' logins. */
export function renderGroupExpanded(store: ZammadStore, group: ZammadGroup): Json {
  return {
    ...renderGroup(store, group),
    ...stampNames(store, group),
    email_address: 'Support',
    ...(group.id === 1 ? { signature: 'default' } : {}),
    users: agents(store, group).map(({ login }) => login),
  };
}

const agents = (store: ZammadStore, group: ZammadGroup): ZammadUser[] => store.agentsOf(group.id).reverse();

export function renderState(store: ZammadStore, state: ZammadState, expand: boolean): Json {
  const { id, state_type_id, name, next_state_id, ignore_escalation, default_create, default_follow_up } = state;
  const bare = {
    ...{ id, state_type_id, name, next_state_id, ignore_escalation, default_create, default_follow_up },
    note: null,
    active: true,
    ...stampOf(state),
  };
  if (!expand) return bare;
  const next = next_state_id === null ? {} : { next_state: store.states.need(next_state_id).name };
  return { ...bare, ...stampNames(store, state), state_type: STATE_TYPES[state_type_id], ...next };
}

export function renderPriority(store: ZammadStore, priority: ZammadPriority, expand: boolean): Json {
  const { id, name, default_create, ui_icon, ui_color } = priority;
  const bare = { id, name, default_create, ui_icon, ui_color, note: null, active: true, ...stampOf(priority) };
  return expand ? { ...bare, ...stampNames(store, priority) } : bare;
}

interface Stamps {
  readonly updated_by_id: number;
  readonly created_by_id: number;
  readonly created_at: string;
  readonly updated_at: string;
}

const stampOf = ({ updated_by_id, created_by_id, created_at, updated_at }: Stamps): Json => ({
  updated_by_id,
  created_by_id,
  created_at,
  updated_at,
});

const stampNames = (store: ZammadStore, row: Stamps): Json => ({
  created_by: store.users.need(row.created_by_id).login,
  updated_by: store.users.need(row.updated_by_id).login,
});
