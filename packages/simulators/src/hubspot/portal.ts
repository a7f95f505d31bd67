import {
  type CrmObject,
  OBJECT_TYPES,
  type ObjectType,
  type Owner,
  type PropertyDefinition,
  type PropertyGroup,
  type Stage,
  type Thread,
} from './model.ts';

/** The app our token belongs to: writes with it have `sourceType` INTEGRATION and this id. */
export const APP_ID = 1_160_452;
export const PORTAL_ID = 62_515;

/** Everything a HubSpot account holds. */
export class Portal {
  readonly now: () => number;
  readonly objects: Readonly<Record<ObjectType, Map<string, CrmObject>>> = {
    tickets: new Map(),
    contacts: new Map(),
    companies: new Map(),
    notes: new Map(),
    feedback_submissions: new Map(),
  };
  readonly properties: Readonly<Record<ObjectType, Map<string, PropertyDefinition>>> = {
    tickets: new Map(),
    contacts: new Map(),
    companies: new Map(),
    notes: new Map(),
    feedback_submissions: new Map(),
  };
  readonly groups: Readonly<Record<ObjectType, Map<string, PropertyGroup>>> = {
    tickets: standardGroup('ticketinformation', 'Ticket information'),
    contacts: standardGroup('contactinformation', 'Contact information'),
    companies: standardGroup('companyinformation', 'Company information'),
    notes: standardGroup('notes', 'Notes'),
    feedback_submissions: standardGroup('feedback', 'Feedback'),
  };
  readonly owners = new Map<string, Owner>();
  readonly stages: Stage[] = [];
  readonly threads = new Map<string, Thread>();
  /** Merged-away ticket to the ticket that took its place. */
  readonly merged = new Map<string, string>();
  /** `type:id` to the `type:id`s associated with it. */
  readonly #associations = new Map<string, Set<string>>();
  readonly #threadsByTicket = new Map<string, readonly Thread[]>();
  readonly #counters = new Map<string, number>();

  constructor(now: () => number) {
    this.now = now;
  }

  /** Counts up within a kind, from `first`. */
  nextNumber(kind: string, first: number): number {
    const next = this.#counters.get(kind) ?? first;
    this.#counters.set(kind, next + 1);
    return next;
  }

  nextId(type: ObjectType): string {
    return String(this.nextNumber(type, OBJECT_TYPES[type].firstId));
  }

  /** A record by id; a ticket merged away answers as the one that took its place. */
  find(type: ObjectType, id: string): CrmObject | undefined {
    return this.objects[type].get(type === 'tickets' ? this.resolve(id) : id);
  }

  /** A record that is known to be there. */
  need(type: ObjectType, id: string): CrmObject {
    const object = this.find(type, id);
    if (!object) throw new Error(`the simulated HubSpot has no ${type} ${id}`);
    return object;
  }

  /** Follows merges. */
  resolve(ticketId: string): string {
    const next = this.merged.get(ticketId);
    return next === undefined ? ticketId : this.resolve(next);
  }

  associate(a: CrmObject, b: CrmObject): void {
    this.#side(a).add(keyOf(b));
    this.#side(b).add(keyOf(a));
  }

  dissociate(a: CrmObject, b: CrmObject): void {
    this.#side(a).delete(keyOf(b));
    this.#side(b).delete(keyOf(a));
  }

  /** Records of a type associated with a record, archived ones left out. */
  associated(object: CrmObject, type: ObjectType): CrmObject[] {
    const ids = [...this.#side(object)]
      .filter((key) => key.startsWith(`${type}:`))
      .map((key) => key.slice(type.length + 1));
    return ids.flatMap((id) => {
      const other = this.objects[type].get(id);
      return other && other.archivedAt === null ? [other] : [];
    });
  }

  /** The ticket's conversations: one, or several after a merge. */
  threadsOf(ticketId: string): readonly Thread[] {
    return this.#threadsByTicket.get(ticketId) ?? [];
  }

  addThread(thread: Thread): void {
    this.threads.set(thread.id, thread);
    this.#threadsByTicket.set(thread.ticketId, [...this.threadsOf(thread.ticketId), thread]);
  }

  /** Moves all conversations of one ticket to another. */
  moveThreads(fromTicketId: string, toTicketId: string): void {
    const moved = this.threadsOf(fromTicketId);
    for (const thread of moved) thread.ticketId = toTicketId;
    this.#threadsByTicket.set(toTicketId, [...this.threadsOf(toTicketId), ...moved]);
    this.#threadsByTicket.delete(fromTicketId);
  }

  ownerByUser(userId: number): Owner | undefined {
    for (const owner of this.owners.values()) if (owner.userId === userId) return owner;
    return undefined;
  }

  #side(object: CrmObject): Set<string> {
    const known = this.#associations.get(keyOf(object));
    if (known) return known;
    const made = new Set<string>();
    this.#associations.set(keyOf(object), made);
    return made;
  }
}

function standardGroup(name: string, label: string): Map<string, PropertyGroup> {
  return new Map([[name, { name, label, displayOrder: 0, archived: false }]]);
}

const keyOf = ({ type, id }: CrmObject): string => `${type}:${id}`;
