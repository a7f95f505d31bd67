import type {
  ZendeskAudit,
  ZendeskCustomStatus,
  ZendeskField,
  ZendeskGroup,
  ZendeskOrganization,
  ZendeskRating,
  ZendeskStatus,
  ZendeskTicket,
  ZendeskTrigger,
  ZendeskUser,
  ZendeskWebhook,
} from './model.ts';

export interface ZendeskState {
  readonly now: () => number;
  readonly accountId: number;
  readonly users: Map<number, ZendeskUser>;
  readonly organizations: Map<number, ZendeskOrganization>;
  readonly groups: Map<number, ZendeskGroup>;
  readonly statuses: readonly ZendeskCustomStatus[];
  readonly fields: ZendeskField[];
  readonly tickets: Map<number, ZendeskTicket>;
  /** All audits of the account in the order they were made, and the same per ticket. */
  readonly audits: ZendeskAudit[];
  readonly auditsOf: Map<number, ZendeskAudit[]>;
  readonly ratings: ZendeskRating[];
  readonly webhooks: Map<string, ZendeskWebhook>;
  readonly triggers: Map<number, ZendeskTrigger>;
  /** The account behind our token. */
  readonly self: ZendeskUser;
  readonly bot: ZendeskUser;
  readonly tierField: ZendeskField;
  readonly categoryField: ZendeskField;
  nextId(): number;
  nextTicketId(): number;
  /** Set by the simulator once it can send webhooks; before that changes tell nobody. */
  emit: (ticket: ZendeskTicket, audit: ZendeskAudit) => void;
}

/** Author of what rules of the helpdesk do. */
export const SYSTEM_ID = -1;

export const BRAND_ID = 480_001;
export const FORM_ID = 470_001;

const STATUSES: readonly ZendeskCustomStatus[] = [
  { id: 460_001, category: 'new', label: 'New', isDefault: true },
  { id: 460_002, category: 'open', label: 'Open', isDefault: true },
  { id: 460_003, category: 'pending', label: 'Pending', isDefault: true },
  { id: 460_004, category: 'hold', label: 'On-hold', isDefault: true },
  { id: 460_005, category: 'solved', label: 'Solved', isDefault: true },
  { id: 460_006, category: 'hold', label: 'Waiting for vendor', isDefault: false },
];

/** The custom status that stands for waiting for a third party. */
export const VENDOR_STATUS_ID = 460_006;

const TIERS = ['T0', 'T1', 'T2', 'T3', 'T4'] as const;

const CATEGORY_FIELD: ZendeskField = { id: 450_001, type: 'text', title: 'Category', options: [] };

const TIER_FIELD: ZendeskField = {
  id: 450_003,
  type: 'tagger',
  title: 'support_tier',
  options: TIERS.map((name, at) => ({ id: 450_300 + at, name, value: `tier_${name.toLowerCase()}` })),
};

export interface ZendeskStateOptions {
  readonly now: () => number;
  readonly selfEmail: string;
  readonly selfRole: 'admin' | 'agent';
}

export function createZendeskState({ now, selfEmail, selfRole }: ZendeskStateOptions): ZendeskState {
  // Above 32 bits, as in real accounts.
  let id = 21_474_836_480;
  let ticketId = 35_000;
  const nextId = (): number => ++id;
  const users = new Map<number, ZendeskUser>();
  const add = (name: string, email: string, role: ZendeskUser['role']): ZendeskUser => {
    const user = { id: nextId(), name, email, role, organizationId: null, groupIds: [], createdAt: now() };
    users.set(user.id, user);
    return user;
  };

  // its choices can be changed by the API
  const tierField: ZendeskField = { ...TIER_FIELD };

  return {
    now,
    accountId: 22_129_999,
    users,
    self: add('Stellwerk', selfEmail, selfRole),
    bot: add('Support Bot', 'bot@support.example', 'agent'),
    organizations: new Map(),
    groups: new Map(),
    statuses: STATUSES,
    fields: [CATEGORY_FIELD, tierField],
    tierField,
    categoryField: CATEGORY_FIELD,
    tickets: new Map(),
    audits: [],
    auditsOf: new Map(),
    ratings: [],
    webhooks: new Map(),
    triggers: new Map(),
    nextId,
    nextTicketId: () => ++ticketId,
    emit: () => {},
  };
}

export function defaultStatus(state: ZendeskState, category: ZendeskStatus): ZendeskCustomStatus {
  // A closed ticket keeps the custom status of solved: there is none for closed.
  const wanted = category === 'closed' ? 'solved' : category;
  const found = state.statuses.find((status) => status.category === wanted && status.isDefault);
  if (!found) throw new RangeError(`no default status for ${category}`);
  return found;
}

/** The group of that name, made when it is new. */
export function ensureGroup(state: ZendeskState, name: string): ZendeskGroup {
  for (const group of state.groups.values()) if (group.name === name) return group;

  const group = { id: state.nextId(), name, createdAt: state.now() };
  state.groups.set(group.id, group);
  return group;
}

export const isStaff = (state: ZendeskState, userId: number): boolean => {
  const role = state.users.get(userId)?.role;
  return role === 'agent' || role === 'admin';
};
