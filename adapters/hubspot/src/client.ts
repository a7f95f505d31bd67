import { createHttp, createRateLane, type Http, type LanePriority, readAll } from '@stellwerk/adapter-kit';
import { type AdapterContext, NotFound, Transient } from '@stellwerk/ports';
import { z } from 'zod';
import type { HubspotConfig } from './config.ts';
import { hubspotError } from './errors.ts';
import * as shape from './schema.ts';
import { VERSION } from './version.ts';

const TICKETS = `/crm/objects/${VERSION}/tickets`;
const NOTES = `/crm/objects/${VERSION}/notes`;
const THREADS = `/conversations/conversations/${VERSION}/threads`;
const TICKET_PROPERTIES = `/crm/properties/${VERSION}/tickets`;

/** Most results of one search. */
export const SEARCH_PAGE = 200;

export interface WriteCall {
  readonly signal: AbortSignal;
  readonly priority?: LanePriority;
}

type Values = Readonly<Record<string, string>>;

/** The calls that we make, each answer checked. */
export interface HubspotClient {
  account(signal: AbortSignal): Promise<AccountDetails>;
  /** Definitions and settings by their path. */
  read<S extends z.ZodType>(path: string, expected: S, signal: AbortSignal): Promise<z.output<S>>;
  /** A write to a definition. Its answer is not looked at: what stands afterwards is read. */
  set(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: object | null, signal: AbortSignal): Promise<void>;
  /** With the history of every property asked for. A merged ticket answers as the one that took its place. */
  ticket(id: string, properties: readonly string[], signal: AbortSignal): Promise<shape.CrmObject>;
  contact(id: string, signal: AbortSignal): Promise<shape.CrmObject | null>;
  company(id: string, properties: readonly string[], signal: AbortSignal): Promise<shape.CrmObject | null>;
  owners(signal: AbortSignal): Promise<readonly shape.Owner[]>;
  pipelines(signal: AbortSignal): Promise<shape.Pipelines>;
  propertyNames(signal: AbortSignal): Promise<ReadonlySet<string>>;
  property(name: string, signal: AbortSignal): Promise<shape.Property>;
  threads(ticketId: string, signal: AbortSignal): Promise<readonly shape.Thread[]>;
  /** Conversations with a message after the instant (ISO), for the poll. */
  threadsSince(since: string, signal: AbortSignal): Promise<readonly shape.Thread[]>;
  messages(threadId: string, signal: AbortSignal): Promise<readonly shape.Message[]>;
  /** Notes on a ticket, read through associations: the search would lag. */
  notes(ticketId: string, signal: AbortSignal): Promise<readonly shape.CrmObject[]>;
  changed(since: string, page: number, signal: AbortSignal): Promise<readonly ChangedTicket[]>;
  update(id: string, properties: Values, call: WriteCall): Promise<shape.CrmObject>;
  createNote(ticketId: string, html: string, at: number, call: WriteCall): Promise<string>;
  sendMessage(threadId: string, message: Readonly<Record<string, unknown>>, call: WriteCall): Promise<string>;
  setOptions(name: string, options: readonly object[], call: WriteCall): Promise<void>;
}

/** The portal, its clock, and what it allows the app. */
export interface AccountDetails {
  readonly portalId: string;
  readonly timeZone: string | null;
  readonly serverNow: number | null;
  readonly rate: { readonly limit: number; readonly remaining: number | null; readonly perSeconds: number } | null;
}

/** A ticket as the search shows it. */
export interface ChangedTicket {
  readonly id: string;
  /** ISO 8601. */
  readonly changedAt: string;
  /** Tickets that were merged into it: no list and no search names them any more. */
  readonly mergedIds: readonly string[];
}

export function createHubspotClient(config: HubspotConfig, context: AdapterContext): HubspotClient {
  const { connection, network, clock } = context;
  const auth = () => ({ authorization: `Bearer ${config.token}` });
  const common = { connection, baseUrl: config.url, auth, network, clock, refine: hubspotError };
  const http = createHttp({
    ...common,
    lane: createRateLane({ clock, calls: config.requestsPer10Seconds, perMs: 10_000 }),
  });
  // searches have a limit of their own, and answers say nothing of it
  const search = createHttp({ ...common, lane: createRateLane({ clock, calls: 5, perMs: 1000 }) });

  const get = async <S extends z.ZodType>(path: string, expected: S, signal: AbortSignal, query: Query = {}) => {
    const { data } = await http.request('GET', path, { signal, query });
    return checked(expected, data, connection, false);
  };
  const post = async <S extends z.ZodType>(via: Http, path: string, body: object, expected: S, signal: AbortSignal) => {
    const { data } = await via.request('POST', path, { signal, body, write: false });
    return checked(expected, data, connection, false);
  };
  const listThreads = (query: Query, signal: AbortSignal): Promise<readonly shape.Thread[]> =>
    readAll<shape.Thread, string>('', async (after) => {
      const page = await get(THREADS, shape.Threads, signal, { limit: 100, after: after || undefined, ...query });
      return { items: page.results, next: shape.nextAfter(page) };
    });

  return {
    async account(signal) {
      const { data, headers } = await http.request('GET', `/account-info/${VERSION}/details`, { signal });
      const { portalId, timeZone = null } = checked(shape.Account, data, connection, false);
      const serverNow = Date.parse(headers.date ?? '');
      return { portalId, timeZone, serverNow: Number.isNaN(serverNow) ? null : serverNow, rate: rateOf(headers) };
    },
    read: get,
    async set(method, path, body, signal) {
      await http.request(method, path, { signal, ...(body === null ? {} : { body }) });
    },
    ticket: (id, properties, signal) =>
      get(`${TICKETS}/${segment(id)}`, shape.CrmObject, signal, {
        properties: properties.join(','),
        propertiesWithHistory: properties.join(','),
        associations: 'contacts,companies',
      }),
    contact: (id, signal) =>
      get(`/crm/objects/${VERSION}/contacts/${segment(id)}`, shape.CrmObject, signal, {
        properties: 'firstname,lastname,email',
      }).catch(nullWhenGone),
    company: (id, properties, signal) =>
      get(`/crm/objects/${VERSION}/companies/${segment(id)}`, shape.CrmObject, signal, {
        properties: properties.join(','),
      }).catch(nullWhenGone),
    async owners(signal) {
      const lists = ['false', 'true'].map((archived) =>
        readAll<shape.Owner, string>('', async (after) => {
          const page = await get(`/crm/owners/${VERSION}`, shape.Owners, signal, {
            limit: 100,
            archived,
            after: after || undefined,
          });
          return { items: page.results, next: shape.nextAfter(page) };
        }),
      );
      return (await Promise.all(lists)).flat();
    },
    pipelines: async (signal) => (await get(`/crm/pipelines/${VERSION}/tickets`, shape.Pipelines, signal)).results,
    async propertyNames(signal) {
      const { results } = await get(TICKET_PROPERTIES, shape.Properties, signal);
      return new Set(results.map(({ name }) => name));
    },
    property: (name, signal) => get(`${TICKET_PROPERTIES}/${name}`, shape.Property, signal),
    threads: (ticketId, signal) => listThreads({ associatedTicketId: segment(ticketId) }, signal),
    threadsSince: (since, signal) =>
      listThreads(
        { latestMessageTimestampAfter: since, sort: 'latestMessageTimestamp', association: 'TICKET' },
        signal,
      ),
    messages: (threadId, signal) =>
      readAll<shape.Message, string>('', async (after) => {
        const path = `${THREADS}/${encodeURIComponent(threadId)}/messages`;
        const page = await get(path, shape.Messages, signal, { limit: 100, after: after || undefined });
        return { items: page.results, next: shape.nextAfter(page) };
      }),
    async notes(ticketId, signal) {
      const path = `${TICKETS}/${segment(ticketId)}/associations/notes`;
      const ids = await readAll<string, string>('', async (after) => {
        const page = await get(path, shape.Associations, signal, { limit: 500, after: after || undefined });
        return { items: page.results.map(({ toObjectId }) => toObjectId), next: shape.nextAfter(page) };
      });
      const notes: shape.CrmObject[] = [];
      // fifty at most when history is asked for
      for (let at = 0; at < ids.length; at += 50) {
        const inputs = ids.slice(at, at + 50).map((id) => ({ id }));
        const body = { inputs, properties: ['hs_note_body', 'hs_timestamp'], propertiesWithHistory: ['hs_note_body'] };
        notes.push(...(await post(http, `${NOTES}/batch/read`, body, shape.Objects, signal)).results);
      }
      return notes;
    },
    async changed(since, page, signal) {
      const { results } = await post(search, `${TICKETS}/search`, changedQuery(since, page), shape.SearchPage, signal);
      return results.map(({ id, properties }) => ({
        id,
        changedAt: properties.hs_lastmodifieddate ?? since,
        mergedIds: (properties.hs_merged_object_ids ?? '').split(';').filter((merged) => merged !== ''),
      }));
    },
    async update(id, properties, call) {
      const { data } = await http.request('PATCH', `${TICKETS}/${segment(id)}`, { ...call, body: { properties } });
      return checked(shape.CrmObject, data, connection, true);
    },
    async createNote(ticketId, html, at, call) {
      const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: NOTE_TO_TICKET }];
      const body = {
        properties: { hs_note_body: html, hs_timestamp: new Date(at).toISOString() },
        associations: [{ to: { id: segment(ticketId) }, types }],
      };
      const { data } = await http.request('POST', NOTES, { ...call, body });
      return checked(shape.CrmObject, data, connection, true).id;
    },
    async sendMessage(threadId, message, call) {
      const path = `${THREADS}/${encodeURIComponent(threadId)}/messages`;
      const { data } = await http.request('POST', path, { ...call, body: message });
      return checked(z.looseObject({ id: z.string() }), data, connection, true).id;
    },
    async setOptions(name, options, call) {
      const { data } = await http.request('PATCH', `${TICKET_PROPERTIES}/${name}`, { ...call, body: { options } });
      // an empty answer says nothing: the tag would then be refused as no option
      checked(shape.Property, data, connection, true);
    },
  };
}

type Query = Readonly<Record<string, string | number | undefined>>;

/** HubSpot's type id of the association from a note to a ticket. */
const NOTE_TO_TICKET = 228;

function changedQuery(since: string, page: number): object {
  const filter = { propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(Date.parse(since)) };
  return {
    filterGroups: [{ filters: [filter] }],
    sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
    properties: ['hs_lastmodifieddate', 'hs_merged_object_ids'],
    limit: SEARCH_PAGE,
    ...(page > 1 ? { after: String((page - 1) * SEARCH_PAGE) } : {}),
  };
}

/** The app's limit, as every answer but those of searches tells it. */
function rateOf(headers: Readonly<Record<string, string>>): AccountDetails['rate'] {
  const [limit, remaining, perMs] = ['max', 'remaining', 'interval-milliseconds'].map((name) => {
    const value = Number(headers[`x-hubspot-ratelimit-${name}`] ?? Number.NaN);
    return Number.isFinite(value) ? value : null;
  });
  if (typeof limit !== 'number' || typeof perMs !== 'number') return null;
  return { limit, remaining: remaining ?? null, perSeconds: perMs / 1000 };
}

/** Ids come from webhooks: nothing but digits may reach a path. */
function segment(id: string): string {
  if (!/^\d{1,18}$/.test(id)) throw new NotFound('A HubSpot id has digits only');
  return id;
}

function checked<S extends z.ZodType>(expected: S, data: unknown, connection: string, write: boolean): z.output<S> {
  const result = expected.safeParse(data);
  if (result.success) return result.data;
  const at = result.error.issues[0]?.path.join('.') ?? '';
  throw new Transient(`${connection} answered in a shape we do not know (at ${at})`, { ambiguous: write });
}

function nullWhenGone(error: unknown): null {
  if (error instanceof NotFound) return null;
  throw error;
}
