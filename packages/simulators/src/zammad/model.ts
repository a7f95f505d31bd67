/** Records as Zammad keeps them, under Zammad's own attribute names: what is stored here goes on the wire as it is.
 * Times are ISO-8601 UTC with milliseconds, ids whole numbers. */

/** A JSON object as sent or received. */
export type Json = Record<string, unknown>;

/** What every record carries. */
export interface Stamped {
  readonly id: number;
  updated_by_id: number;
  created_by_id: number;
  readonly created_at: string;
  updated_at: string;
}

export interface ZammadTicket extends Stamped {
  group_id: number;
  priority_id: number;
  state_id: number;
  organization_id: number | null;
  readonly number: string;
  title: string;
  /** 1 is nobody. */
  owner_id: number;
  customer_id: number;
  first_response_at: string | null;
  close_at: string | null;
  last_close_at: string | null;
  last_contact_at: string | null;
  last_contact_agent_at: string | null;
  last_contact_customer_at: string | null;
  last_owner_update_at: string | null;
  create_article_type_id: number | null;
  create_article_sender_id: number | null;
  article_count: number | null;
  pending_time: string | null;
  preferences: Json;
  /** Values of custom attributes by name, e.g. `support_tier`. */
  readonly custom: Json;
}

export interface ZammadArticle extends Stamped {
  ticket_id: number;
  readonly type_id: number;
  readonly sender_id: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly cc: string | null;
  readonly subject: string | null;
  readonly message_id: string | null;
  readonly content_type: string;
  readonly body: string;
  internal: boolean;
  /** The customer an agent wrote for. */
  readonly origin_by_id: number | null;
}

export interface ZammadUser extends Stamped {
  organization_id: number | null;
  readonly login: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly email: string;
  readonly active: boolean;
  readonly role_ids: readonly number[];
  /** Groups an agent works in. */
  readonly groups: Set<number>;
}

export interface ZammadGroup extends Stamped {
  readonly name: string;
}

export interface ZammadOrganization extends Stamped {
  readonly name: string;
  readonly domain: string;
  /** Values of custom attributes by name, e.g. `plan`. */
  readonly custom: Json;
}

export interface ZammadState extends Stamped {
  readonly name: string;
  readonly state_type_id: number;
  readonly next_state_id: number | null;
  readonly ignore_escalation: boolean;
  readonly default_create: boolean;
  readonly default_follow_up: boolean;
}

export interface ZammadPriority extends Stamped {
  readonly name: string;
  readonly default_create: boolean;
  readonly ui_icon: string | null;
  readonly ui_color: string | null;
}

/** A record kept as it came through the admin API: webhooks, triggers, object attributes. */
export type AdminRecord = Stamped & Json;

/** A link between tickets; `parent` is what a merge leaves behind (from the target to the source). */
export interface ZammadLink {
  readonly id: number;
  readonly kind: 'normal' | 'parent' | 'child';
  readonly from: number;
  readonly to: number;
}

/** Who acts: a user, and what in Zammad made it act, if it was not a person. */
export interface Actor {
  readonly userId: number;
  readonly source?: { readonly type: string; readonly id: number; readonly name: string };
}

/** The system user `-`; as owner it means nobody. */
export const NOBODY = 1;

export const ROLE = { admin: 1, agent: 2, customer: 3 } as const;

export const STATE_TYPES: Readonly<Record<number, string>> = {
  1: 'new',
  2: 'open',
  3: 'pending reminder',
  4: 'pending action',
  5: 'closed',
  6: 'merged',
};

export const SENDERS = ['Agent', 'Customer', 'System'] as const;
export type SenderName = (typeof SENDERS)[number];

/** Article types by id, counted from 1. */
export const ARTICLE_TYPES = [
  'email',
  'sms',
  'chat',
  'fax',
  'phone',
  'twitter status',
  'twitter direct-message',
  'facebook feed post',
  'facebook feed comment',
  'note',
  'web',
] as const;

/** All types but `note` count as talking to somebody. */
export const isCommunication = (typeId: number): boolean => ARTICLE_TYPES[typeId - 1] !== 'note';
