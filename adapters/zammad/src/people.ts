import type { Actor, ActorKind } from '@stellwerk/core';
import type { AdapterContext, PersonRecord } from '@stellwerk/ports';
import type { ZammadConfig } from './config.ts';
import type { User } from './schema.ts';

/** Zammad's own account, shown as `-`: it acts for the product itself. */
const SYSTEM_USER = '1';

/** Who is who in one ticket. */
export interface People {
  /** `source`: what did it for somebody, e.g. `Trigger` or `Job`. */
  actor(userId: string, source?: string | null): Actor;
  /** The same person speaking as a customer: an agent may have a ticket of his own. */
  customer(userId: string): Actor;
  /** Pseudonym, or null for nobody (user 1 stands for “not assigned”). */
  ref(userId: string | null | undefined): string | null;
  readonly records: readonly PersonRecord[];
}

export interface PeopleInput {
  readonly users: ReadonlyMap<string, User>;
  readonly selfId: string;
  readonly customerIds: ReadonlySet<string>;
  /** Users who wrote as agents here: known to be such even where their groups are hidden from us. */
  readonly agentIds: ReadonlySet<string>;
}

export function createPeople(input: PeopleInput, config: ZammadConfig, context: AdapterContext): People {
  const bots = new Set(config.bots);

  const kindOf = (userId: string): ActorKind => {
    if (userId === input.selfId) return 'self';
    if (userId === SYSTEM_USER) return 'system';
    const user = input.users.get(userId);
    if (user && bots.has(user.login)) return 'bot';
    // before the customer: many a ticket by phone has its agent as customer until somebody corrects it
    if (input.agentIds.has(userId) || Object.keys(user?.group_ids ?? {}).length > 0) return 'agent';
    if (input.customerIds.has(userId)) return 'requester';
    return user ? 'end_user' : 'unknown';
  };
  const ref = (userId: string | null | undefined): string | null =>
    !userId || userId === SYSTEM_USER ? null : context.pseudonym('person', userId);

  return {
    actor: (userId, source) =>
      // a macro is a person's own click, a trigger or job is not
      source === 'Trigger' || source === 'Job'
        ? { kind: 'automation', ref: null }
        : { kind: kindOf(userId), ref: ref(userId) },
    customer(userId) {
      const kind = kindOf(userId);
      if (kind === 'self' || kind === 'bot') return { kind, ref: ref(userId) };
      return { kind: input.customerIds.has(userId) ? 'requester' : 'end_user', ref: ref(userId) };
    },
    ref,
    records: [...input.users.values()].flatMap((user) => recordOf(user, context)),
  };
}

function recordOf(user: User, context: AdapterContext): PersonRecord[] {
  if (user.id === SYSTEM_USER) return [];
  const name = [user.firstname, user.lastname].filter(Boolean).join(' ');
  return [{ pseudonym: context.pseudonym('person', user.id), name: name || null, email: user.email || null }];
}
