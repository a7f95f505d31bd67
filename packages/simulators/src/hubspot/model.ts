/** A JSON object as sent or received. */
export type Json = Record<string, unknown>;

/** The CRM objects the simulator knows, by the name in the path. */
export const OBJECT_TYPES = {
  tickets: { typeId: '0-5', singular: 'ticket', firstId: 31_001 },
  contacts: { typeId: '0-1', singular: 'contact', firstId: 70_401 },
  companies: { typeId: '0-2', singular: 'company', firstId: 80_201 },
  notes: { typeId: '0-46', singular: 'note', firstId: 90_001 },
  feedback_submissions: { typeId: '0-19', singular: 'feedback_submission', firstId: 95_001 },
} as const;

export type ObjectType = keyof typeof OBJECT_TYPES;

/** Finds an object type by path name, singular name or type id. */
export function objectType(name: string): ObjectType | undefined {
  const found = Object.entries(OBJECT_TYPES).find(
    ([plural, { typeId, singular }]) => plural === name || typeId === name || singular === name,
  );
  return found?.[0] as ObjectType | undefined;
}

/** Where a value came from, as `propertiesWithHistory` and webhooks tell it. */
export interface Source {
  readonly sourceType: string;
  readonly sourceId?: string;
  readonly userId?: number;
}

/** One value a property has had. An emptied property has the value ''. */
export interface PropertyValue {
  readonly value: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly source: Source;
}

/** A CRM record. Times are epoch milliseconds. */
export interface CrmObject {
  readonly id: string;
  readonly type: ObjectType;
  /** Values by property, newest first. */
  readonly values: Map<string, PropertyValue[]>;
  readonly createdAt: number;
  /** Every moment the record was modified, oldest first; the last is `hs_lastmodifieddate`. */
  readonly modified: number[];
  archivedAt: number | null;
}

export interface PropertyOption {
  readonly label: string;
  readonly value: string;
  readonly displayOrder: number;
  readonly hidden: boolean;
}

/** A property's definition. */
export interface PropertyDefinition {
  readonly name: string;
  label: string;
  readonly type: 'string' | 'number' | 'datetime' | 'enumeration' | 'bool';
  fieldType: string;
  description: string;
  groupName: string;
  options: readonly PropertyOption[];
  readonly calculated: boolean;
  readonly hubspotDefined: boolean;
  readonly createdAt: number;
  updatedAt: number;
}

/** A heading under which properties stand together. */
export interface PropertyGroup {
  readonly name: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly archived: boolean;
}

export interface Owner {
  readonly id: string;
  readonly userId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly teams: readonly string[];
  readonly createdAt: number;
}

export interface Stage {
  readonly id: string;
  readonly label: string;
  readonly closed: boolean;
}

/** A conversation, one per ticket. */
export interface Thread {
  readonly id: string;
  ticketId: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly createdAt: number;
  readonly messages: ThreadMessage[];
}

export interface ThreadMessage {
  readonly id: string;
  readonly type: 'MESSAGE' | 'COMMENT';
  readonly at: number;
  /** With its prefix: `A-` agent, `V-` visitor, `B-` bot, `S-` system. */
  readonly createdBy: string;
  readonly text: string;
  readonly direction?: 'INCOMING' | 'OUTGOING';
}
