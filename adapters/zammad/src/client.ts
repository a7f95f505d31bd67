import type { LanePriority } from '@stellwerk/adapter-kit';
import { NotFound, ScopeMissing } from '@stellwerk/ports';
import { z } from 'zod';
import type { ZammadHttp } from './http.ts';
import { Article, ChangedTicket, History, Me, Priority, State, Tags, Ticket, User } from './schema.ts';

/** The calls of Zammad's REST interface that we make, each answer checked. */
export interface ZammadClient {
  me(signal: AbortSignal): Promise<z.infer<typeof Me>>;
  /** Version text, and the server's clock from its `Date` header, epoch ms. */
  version(signal: AbortSignal): Promise<{ readonly version: string | null; readonly serverNow: number | null }>;
  ticket(id: string, signal: AbortSignal): Promise<Ticket>;
  history(id: string, signal: AbortSignal): Promise<History>;
  articles(id: string, signal: AbortSignal): Promise<readonly Article[]>;
  tags(id: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Null when the account is gone or hidden. */
  user(id: string, signal: AbortSignal): Promise<User | null>;
  states(signal: AbortSignal): Promise<readonly State[]>;
  priorities(signal: AbortSignal): Promise<readonly string[]>;
  changed(
    since: string,
    page: number,
    signal: AbortSignal,
  ): Promise<readonly { readonly id: string; readonly updated_at: string }[]>;
  update(id: string, fields: Readonly<Record<string, unknown>>, call: WriteCall): Promise<Ticket>;
  createArticle(id: string, article: Readonly<Record<string, unknown>>, call: WriteCall): Promise<Article>;
  changeTag(id: string, change: 'add' | 'remove', tag: string, call: WriteCall): Promise<void>;
}

export interface WriteCall {
  readonly signal: AbortSignal;
  readonly priority?: LanePriority;
}

/** Most that a search gives at once (Zammad cuts larger wishes without a word). */
export const PAGE_SIZE = 200;

/** Binds the calls to a connection's HTTP. */
export function createZammadClient({ http, get, read }: ZammadHttp): ZammadClient {
  return {
    me: (signal) => get('/users/me', Me, signal),
    async version(signal) {
      const { data, headers } = await http.request('GET', '/version', { signal });
      const parsed = z.looseObject({ version: z.string() }).safeParse(data);
      const serverNow = Date.parse(headers.date ?? '');
      return { version: parsed.data?.version ?? null, serverNow: Number.isNaN(serverNow) ? null : serverNow };
    },
    ticket: (id, signal) => get(`/tickets/${segment(id)}?expand=true`, Ticket, signal),
    history: (id, signal) => get(`/ticket_history/${segment(id)}`, History, signal),
    articles: (id, signal) => get(`/ticket_articles/by_ticket/${segment(id)}`, z.array(Article), signal),
    tags: async (id, signal) => (await get(`/tags?object=Ticket&o_id=${segment(id)}`, Tags, signal)).tags,
    user: (id, signal) => get(`/users/${segment(id)}`, User, signal).catch(nullWhenHidden),
    states: (signal) => get('/ticket_states?expand=true', z.array(State), signal),
    async priorities(signal) {
      const rows = await get('/ticket_priorities', z.array(Priority), signal);
      return rows.filter((row) => row.active !== false).map((row) => row.name);
    },
    async changed(since, page, signal) {
      const body = { ...changedQuery(since), limit: PAGE_SIZE, page, expand: true };
      const call = { signal, body, write: false, priority: 'background' } as const;
      const { data } = await http.request('POST', '/tickets/search', call);
      return read(z.array(ChangedTicket), data, { path: '/tickets/search', write: false });
    },
    async update(id, fields, call) {
      const path = `/tickets/${segment(id)}?expand=true`;
      const { data } = await http.request('PUT', path, { ...call, body: fields });
      return read(Ticket, data, { path, write: true });
    },
    async createArticle(id, article, call) {
      const body = { ticket_id: Number(id), ...article };
      const { data } = await http.request('POST', '/ticket_articles', { ...call, body });
      return read(Article, data, { path: '/ticket_articles', write: true });
    },
    async changeTag(id, change, tag, call) {
      const body = { object: 'Ticket', o_id: Number(id), item: tag };
      await http.request(change === 'add' ? 'POST' : 'DELETE', `/tags/${change}`, { ...call, body });
    },
  };
}

/** Answered by SQL with or without Elasticsearch, so it is consistent; the operator includes the instant itself. */
function changedQuery(since: string): object {
  return {
    condition: { 'ticket.updated_at': { operator: 'after (absolute)', value: since } },
    sort_by: ['updated_at', 'id'],
    order_by: ['asc', 'asc'],
  };
}

/** Ids come from webhooks: nothing but digits may reach a path. */
function segment(id: string): string {
  if (!/^\d{1,18}$/.test(id)) throw new NotFound('A Zammad id has digits only');
  return id;
}

function nullWhenHidden(error: unknown): null {
  if (error instanceof NotFound || error instanceof ScopeMissing) return null;
  throw error;
}
