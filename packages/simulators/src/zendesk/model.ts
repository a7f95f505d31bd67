/** Records of the simulated Zendesk account. Instants are epoch milliseconds; ids are numbers as in the REST API. */

export type ZendeskStatus = 'new' | 'open' | 'pending' | 'hold' | 'solved' | 'closed';
export type ZendeskPriority = 'low' | 'normal' | 'high' | 'urgent';
export type ZendeskType = 'problem' | 'incident' | 'question' | 'task';
export type ZendeskScore = 'unoffered' | 'offered' | 'good' | 'bad';

export interface ZendeskUser {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: 'end-user' | 'agent' | 'admin';
  readonly organizationId: number | null;
  readonly groupIds: readonly number[];
  readonly createdAt: number;
}

export interface ZendeskOrganization {
  readonly id: number;
  readonly name: string;
  readonly plan: string;
  readonly createdAt: number;
}

export interface ZendeskGroup {
  readonly id: number;
  readonly name: string;
  readonly createdAt: number;
}

export interface ZendeskCustomStatus {
  readonly id: number;
  readonly category: Exclude<ZendeskStatus, 'closed'>;
  readonly label: string;
  readonly isDefault: boolean;
}

/** A custom field. A `tagger` is a drop-down whose option values are tags of the ticket as well. */
export interface ZendeskField {
  readonly id: number;
  readonly type: 'tagger' | 'text';
  readonly title: string;
  options: readonly { readonly id: number; readonly name: string; readonly value: string }[];
}

/** How something came in: by mail, the agents' page, the API, or a rule of the helpdesk. */
export interface ZendeskVia {
  readonly channel: string;
  readonly source: {
    readonly from: Readonly<Record<string, unknown>>;
    readonly to: Readonly<Record<string, unknown>>;
    readonly rel: string | null;
  };
}

export interface ZendeskTicket {
  readonly id: number;
  readonly createdAt: number;
  readonly requesterId: number;
  readonly submitterId: number;
  readonly organizationId: number | null;
  readonly via: ZendeskVia;
  readonly description: string;
  subject: string;
  externalId: string | null;
  status: ZendeskStatus;
  customStatusId: number;
  priority: ZendeskPriority | null;
  type: ZendeskType | null;
  assigneeId: number | null;
  groupId: number | null;
  tags: string[];
  fields: Map<number, string | null>;
  score: ZendeskScore;
  mergedInto: number | null;
  isPublic: boolean;
  updatedAt: number;
  /** Moves on every change, those of the system too; what the incremental export compares. */
  generatedAt: number;
}

export type ZendeskAuditEvent =
  | {
      readonly id: number;
      readonly type: 'Create' | 'Change';
      readonly field: string;
      readonly value: unknown;
      readonly previous: unknown;
    }
  | {
      readonly id: number;
      readonly type: 'Comment';
      readonly body: string;
      readonly public: boolean;
      readonly authorId: number;
    };

export type ZendeskCommentEvent = Extract<ZendeskAuditEvent, { type: 'Comment' }>;

export interface ZendeskAudit {
  readonly id: number;
  readonly ticketId: number;
  readonly authorId: number;
  readonly at: number;
  readonly via: ZendeskVia;
  readonly events: readonly ZendeskAuditEvent[];
}

export interface ZendeskRating {
  readonly id: number;
  readonly ticketId: number;
  readonly score: 'good' | 'bad';
  readonly at: number;
}

export interface ZendeskWebhook {
  readonly id: string;
  readonly createdAt: number;
  name: string;
  status: 'active' | 'inactive';
  endpoint: string;
  subscriptions: readonly string[];
  secret: string;
}

export interface ZendeskCondition {
  readonly field: string;
  readonly operator: string;
  readonly value: unknown;
}

export interface ZendeskTrigger {
  readonly id: number;
  readonly createdAt: number;
  title: string;
  description: string | null;
  active: boolean;
  conditions: { readonly all: readonly ZendeskCondition[]; readonly any: readonly ZendeskCondition[] };
  actions: readonly { readonly field: string; readonly value: unknown }[];
}

/** Who acts and how; every change of a ticket is written under one. */
export interface ZendeskActing {
  readonly userId: number;
  readonly via: ZendeskVia;
}
