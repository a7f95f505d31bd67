import type { Actor, ActorKind } from '@stellwerk/core';
import type { AdapterContext, PersonRecord } from '@stellwerk/ports';
import type { User, Via } from './schema.ts';

/** Zendesk's own author of what rules and the product do. */
const SYSTEM_ID = '-1';

// role_type of agents: 1 light agent, 3 contributor (developer.zendesk.com, "Users"); both only write internally
const LIGHT_ROLES: ReadonlySet<number | null> = new Set([1, 3]);

/** Who is who in one ticket. */
export interface People {
  actor(authorId: string | null, via: Via | null): Actor;
  /** Pseudonym, or null for nobody. */
  ref(userId: string | null): string | null;
  readonly records: readonly PersonRecord[];
}

/** Makes the reading of one ticket's people. */
export function createPeople(
  users: ReadonlyMap<string, User>,
  { selfId, requesterId }: { readonly selfId: string; readonly requesterId: string | null },
  { pseudonym }: Pick<AdapterContext, 'pseudonym'>,
): People {
  const kindOf = (id: string): ActorKind => {
    if (id === selfId) return 'self';
    if (id === requesterId) return 'requester';
    const user = users.get(id);
    if (user?.role === 'end-user') return 'end_user';
    if (user?.role === 'agent' && LIGHT_ROLES.has(user.roleType)) return 'light_agent';
    return user?.role === 'agent' || user?.role === 'admin' ? 'agent' : 'unknown';
  };
  const isNobody = (id: string | null): id is null => id === null || id === SYSTEM_ID || id === '';
  const ref = (id: string | null): string | null => (isNobody(id) ? null : pseudonym('person', id));

  return {
    ref,
    actor(id, via) {
      // triggers and automations act under the name of whoever set them off
      if (via?.channel === 'rule') return { kind: 'automation', ref: null };
      if (isNobody(id)) return { kind: 'system', ref: null };
      const kind = kindOf(id);
      const bot = kind !== 'self' && (via?.channel.startsWith('answer_bot') ?? false);
      return { kind: bot ? 'bot' : kind, ref: ref(id) };
    },
    records: [...users.values()].map((user) => ({
      pseudonym: pseudonym('person', user.id),
      name: user.name,
      email: user.email,
    })),
  };
}
