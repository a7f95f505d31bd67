import type { Actor, ActorKind } from '@stellwerk/core';
import type { AdapterContext, PersonRecord } from '@stellwerk/ports';
import type { CrmObject, Message, Owner, PropertyValue } from './schema.ts';

/** Who is who. Owners, users and contacts are numbered apart, so their kind stands before the id. */
export interface People {
  /** Who set a property value. */
  setter(value: PropertyValue | undefined): Actor;
  /** Who wrote a message of a conversation. */
  speaker(message: Message): Actor;
  owner(ownerId: string | null): string | null;
  requester(): string | null;
  readonly records: readonly PersonRecord[];
}

export interface PeopleInput {
  readonly owners: readonly Owner[];
  readonly contact: CrmObject | null;
  /** Id of our app, where known. */
  readonly appId: string | null;
}

const AUTOMATION = new Set(['AUTOMATION_PLATFORM', 'WORKFLOWS', 'WORKFLOW', 'BEHAVIORAL_EVENTS']);
const CUSTOMER = new Set(['CONVERSATIONS', 'FORM', 'EMAIL', 'CHATSPOT', 'CUSTOMER_PORTAL']);
const SYSTEM = new Set([
  'CALCULATED',
  'MERGE_OBJECTS',
  'IMPORT',
  'MIGRATION',
  'BACKFILL',
  'SLA',
  'INTERNAL_PROCESSING',
]);
const NOBODY = { kind: 'unknown', ref: null } as const;

export function createPeople({ owners, contact, appId }: PeopleInput, context: AdapterContext): People {
  const ownerOfUser = new Map<string, string>();
  for (const { id, userId, userIdIncludingInactive } of owners) {
    const user = userId ?? userIdIncludingInactive;
    if (user) ownerOfUser.set(user, id);
  }
  // a portal has hundreds of owners: only those of this ticket are told
  const named = new Set<string>();
  const owner = (id: string | null): string | null => {
    if (!id) return null;
    named.add(id);
    return context.pseudonym('person', `owner:${id}`);
  };
  const contactRef = (id: string): string => context.pseudonym('person', `contact:${id}`);
  const requester = (): string | null => (contact ? contactRef(contact.id) : null);
  const agent = (userId: string): Actor => {
    const id = ownerOfUser.get(userId);
    return { kind: 'agent', ref: id ? owner(id) : context.pseudonym('person', `user:${userId}`) };
  };
  const app = (id: string | null | undefined): Actor => ({ kind: id && id === appId ? 'self' : 'bot', ref: null });

  return {
    setter(value) {
      if (!value) return NOBODY;
      const userId = value.updatedByUserId ?? /^userId:(\d+)$/.exec(value.sourceId ?? '')?.[1];
      if (AUTOMATION.has(value.sourceType)) return { kind: 'automation', ref: null };
      if (value.sourceType === 'INTEGRATION' || value.sourceType === 'API') return app(value.sourceId);
      if (userId) return agent(userId);
      if (CUSTOMER.has(value.sourceType)) return { kind: 'requester', ref: requester() };
      return SYSTEM.has(value.sourceType) ? { kind: 'system', ref: null } : NOBODY;
    },
    speaker({ createdBy }) {
      const [prefix, id = ''] = [createdBy.slice(0, 2), createdBy.slice(2)];
      if (prefix === 'A-') return agent(id);
      if (prefix === 'I-') return app(id);
      if (prefix === 'V-') return { kind: id === contact?.id ? 'requester' : 'end_user', ref: contactRef(id) };
      return { kind: KIND_OF_PREFIX[prefix] ?? 'unknown', ref: null };
    },
    owner,
    requester,
    get records() {
      const there = owners.filter(({ id }) => named.has(id));
      return [
        ...(contact ? [contactRecord(contact, contactRef(contact.id))] : []),
        ...there.map((each) => ownerRecord(each, owner(each.id))),
      ];
    },
  };
}

const KIND_OF_PREFIX: Readonly<Record<string, ActorKind>> = {
  'B-': 'bot',
  'L-': 'bot',
  'S-': 'system',
  // somebody known by an address alone
  'E-': 'end_user',
};

function contactRecord({ properties }: CrmObject, pseudonym: string): PersonRecord {
  const name = [properties.firstname, properties.lastname].filter(Boolean).join(' ');
  return { pseudonym, name: name || null, email: properties.email || null };
}

function ownerRecord({ firstName, lastName, email }: Owner, pseudonym: string | null): PersonRecord {
  const name = [firstName, lastName].filter(Boolean).join(' ');
  return { pseudonym: pseudonym ?? '', name: name || null, email: email || null };
}
