import { type JsonObject, stamp } from '../http.ts';
import type { ZendeskCustomStatus, ZendeskField, ZendeskGroup, ZendeskOrganization, ZendeskUser } from '../model.ts';

export function userJson(user: ZendeskUser, base: string): JsonObject {
  const staff = user.role !== 'end-user';
  return {
    id: user.id,
    url: `${base}/users/${user.id}.json`,
    name: user.name,
    email: user.email,
    created_at: stamp(user.createdAt),
    updated_at: stamp(user.createdAt),
    time_zone: 'Berlin',
    iana_time_zone: 'Europe/Berlin',
    phone: null,
    locale_id: 8,
    locale: 'de',
    organization_id: user.organizationId,
    role: user.role,
    verified: true,
    external_id: null,
    tags: [],
    alias: staff ? '' : null,
    active: true,
    shared: false,
    shared_agent: false,
    last_login_at: null,
    role_type: user.role === 'agent' ? 0 : user.role === 'admin' ? 4 : null,
    suspended: false,
    default_group_id: user.groupIds[0] ?? null,
    user_fields: {},
  };
}

export function organizationJson(organization: ZendeskOrganization, base: string): JsonObject {
  return {
    url: `${base}/organizations/${organization.id}.json`,
    id: organization.id,
    name: organization.name,
    shared_tickets: false,
    shared_comments: false,
    external_id: null,
    created_at: stamp(organization.createdAt),
    updated_at: stamp(organization.createdAt),
    domain_names: [],
    details: null,
    notes: null,
    group_id: null,
    tags: [],
    organization_fields: { plan: organization.plan },
  };
}

export function groupJson(group: ZendeskGroup, base: string): JsonObject {
  return {
    url: `${base}/groups/${group.id}.json`,
    id: group.id,
    is_public: true,
    name: group.name,
    description: '',
    default: false,
    deleted: false,
    created_at: stamp(group.createdAt),
    updated_at: stamp(group.createdAt),
  };
}

const MADE = '2025-01-10T10:00:00Z';

export function customStatusJson(status: ZendeskCustomStatus): JsonObject {
  return {
    id: status.id,
    status_category: status.category,
    agent_label: status.label,
    end_user_label: status.label,
    raw_agent_label: status.label,
    raw_end_user_label: status.label,
    description: '',
    raw_description: '',
    end_user_description: '',
    raw_end_user_description: '',
    active: true,
    default: status.isDefault,
    created_at: MADE,
    updated_at: MADE,
  };
}

export function fieldJson(field: ZendeskField, base: string): JsonObject {
  const options = field.options.map((option) => ({ ...option, raw_name: option.name, default: false }));
  return {
    url: `${base}/ticket_fields/${field.id}.json`,
    id: field.id,
    type: field.type,
    title: field.title,
    raw_title: field.title,
    description: '',
    active: true,
    required: false,
    collapsed_for_agents: false,
    regexp_for_validation: null,
    title_in_portal: field.title,
    visible_in_portal: false,
    editable_in_portal: false,
    required_in_portal: false,
    tag: null,
    created_at: MADE,
    updated_at: MADE,
    removable: true,
    ...(field.type === 'tagger' ? { custom_field_options: options } : {}),
  };
}
