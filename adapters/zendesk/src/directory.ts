import { readAll } from '@stellwerk/adapter-kit';
import { AuthExpired } from '@stellwerk/ports';
import type { z } from 'zod';
import type { ZendeskClient } from './client.ts';
import {
  CustomStatusList,
  GroupPage,
  Me,
  type Organization,
  OrganizationList,
  TicketField,
  type User,
  UserList,
} from './schema.ts';
import type { CustomStatus } from './vocabulary.ts';

/** What the account knows beside tickets, read when needed and kept for a while. */
export interface Directory {
  /** Id of the account we act as. Throws AuthExpired when nobody is signed in. */
  selfId(signal: AbortSignal): Promise<string>;
  /** Those of the ids that exist. */
  users(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, User>>;
  organizations(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Organization>>;
  /** Group names by id; read anew when `mustHave` is not among them. */
  groups(signal: AbortSignal, mustHave?: readonly string[]): Promise<ReadonlyMap<string, string>>;
  customStatuses(signal: AbortSignal): Promise<ReadonlyMap<string, CustomStatus>>;
  /** A ticket field's type and options. */
  field(id: string, signal: AbortSignal): Promise<z.output<typeof TicketField>['ticket_field']>;
  /** Keeps what came along with another answer. */
  learn(users: readonly User[], organizations: readonly Organization[]): void;
}

// names and roles change rarely; an hour bounds how long a change stays unseen
const KEPT_MS = 3_600_000;
const MOST_KEPT = 20_000;
const PER_CALL = 100;

/** Makes the directory of one connection. */
export function createDirectory(client: ZendeskClient, connection: string, now: () => number): Directory {
  const users = createCache<User>(now);
  const organizations = createCache<Organization>(now);
  let self: string | undefined;
  let groups: Kept<ReadonlyMap<string, string>> | undefined;
  let statuses: Kept<ReadonlyMap<string, CustomStatus>> | undefined;
  const fields = new Map<string, z.output<typeof TicketField>['ticket_field']>();

  return {
    async selfId(signal) {
      self ??= (await client.read(['users', 'me'], {}, Me, signal)).data.user.id ?? undefined;
      if (self === undefined) throw new AuthExpired(connection);
      return self;
    },
    users: (ids, signal) =>
      users.get(ids, async (part) => {
        const query = { ids: part.join(',') };
        return (await client.read(['users', 'show_many'], query, UserList, signal)).data.users;
      }),
    organizations: (ids, signal) =>
      organizations.get(ids, async (part) => {
        const query = { ids: part.join(',') };
        return (await client.read(['organizations', 'show_many'], query, OrganizationList, signal)).data.organizations;
      }),
    async groups(signal, mustHave = []) {
      const complete = groups !== undefined && mustHave.every((id) => groups?.value.has(id));
      if (!isFresh(groups, now()) || !complete) groups = { value: await readGroups(client, signal), at: now() };
      return groups!.value;
    },
    async customStatuses(signal) {
      if (!isFresh(statuses, now())) statuses = { value: await readStatuses(client, signal), at: now() };
      return statuses!.value;
    },
    async field(id, signal) {
      const known =
        fields.get(id) ?? (await client.read(['ticket_fields', id], {}, TicketField, signal)).data.ticket_field;
      fields.set(id, known);
      return known;
    },
    learn(people, companies) {
      users.put(people);
      organizations.put(companies);
    },
  };
}

interface Kept<T> {
  readonly value: T;
  readonly at: number;
}

function isFresh(kept: Kept<unknown> | undefined, now: number): boolean {
  return kept !== undefined && now - kept.at < KEPT_MS;
}

interface Cache<T> {
  get(ids: readonly string[], read: (ids: readonly string[]) => Promise<readonly T[]>): Promise<ReadonlyMap<string, T>>;
  put(items: readonly T[]): void;
}

/** Keeps items by id; those that do not exist are asked for again, since they are few. */
function createCache<T extends { readonly id: string }>(now: () => number): Cache<T> {
  const kept = new Map<string, Kept<T>>();
  const put = (items: readonly T[]): void => {
    if (kept.size > MOST_KEPT) kept.clear();
    for (const item of items) kept.set(item.id, { value: item, at: now() });
  };

  return {
    put,
    async get(ids, read) {
      const wanted = [...new Set(ids)];
      const missing = wanted.filter((id) => !isFresh(kept.get(id), now()));
      for (let at = 0; at < missing.length; at += PER_CALL) put(await read(missing.slice(at, at + PER_CALL)));
      return new Map(
        wanted.flatMap((id) => {
          const found = kept.get(id);
          return found ? [[id, found.value] as const] : [];
        }),
      );
    },
  };
}

async function readGroups(client: ZendeskClient, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const groups = await readAll('', async (cursor: string) => {
    const { data } = await client.read(['groups'], pageQuery(cursor), GroupPage, signal);
    return { items: data.groups, next: data.meta?.has_more ? data.meta.after_cursor : null };
  });
  return new Map(groups.map(({ id, name }) => [id, name]));
}

async function readStatuses(client: ZendeskClient, signal: AbortSignal): Promise<ReadonlyMap<string, CustomStatus>> {
  const { data } = await client.read(['custom_statuses'], {}, CustomStatusList, signal);
  return new Map(
    data.custom_statuses.map((status) => [
      status.id,
      { category: status.status_category, label: status.default ? null : status.agent_label },
    ]),
  );
}

/** One page by cursor. `has_more` tells the end: the link to the next page is filled on the last one too. */
export function pageQuery(cursor: string): Record<string, string | number> {
  return { 'page[size]': 100, ...(cursor === '' ? {} : { 'page[after]': cursor }) };
}
