import { Hono } from 'hono';
import { type JsonObject, type ZendeskContext, type ZendeskEnv, ZendeskError } from '../http.ts';
import { metricSetJson } from '../metrics.ts';
import type { ZendeskTicket } from '../model.ts';
import { addressWith } from '../paging.ts';
import { ticketEventJson } from '../shapes/audit.ts';
import { groupJson, organizationJson, userJson } from '../shapes/people.ts';
import { ticketJson } from '../shapes/ticket.ts';
import type { ZendeskState } from '../state.ts';

const PAGE = 1000;
/** The newest minute is never exported. */
const HELD_BACK_MS = 60_000;

/** Incremental exports (developer.zendesk.com, "Incremental Exports"). Instants in requests are unix seconds. */
export function incrementalRoutes(state: ZendeskState): Hono<ZendeskEnv> {
  const app = new Hono<ZendeskEnv>();

  app.get('/tickets/cursor', (c) => {
    const position = startPosition(state, c);
    const size = Math.min(PAGE, Number(c.req.query('per_page')) || PAGE);
    const newer = exported(state).filter((ticket) => isAfter(ticket, position));
    const page = newer.slice(0, size);
    const last = page.at(-1);
    const rows = page.length > 0 ? [...repeated(state, position), ...page] : [];
    const after = last ? encode(positionOf(last)) : encode(position);
    return c.json({
      tickets: rows.map((ticket) => withMetrics(state, c, ticket)),
      ...sideLoads(state, c, rows),
      after_cursor: after,
      after_url: addressWith(c, { cursor: after }, ['start_time']),
      before_cursor: null,
      before_url: null,
      end_of_stream: newer.length <= size,
    });
  });

  app.get('/tickets', (c) => {
    const from = startSeconds(state, c);
    const rows = exported(state).filter((ticket) => seconds(ticket.generatedAt) >= from);
    const page = rows.slice(0, PAGE);
    const end = page.length > 0 ? seconds(page.at(-1)?.generatedAt ?? 0) : from;
    return c.json({
      ...timePage(
        c,
        'tickets',
        page.map((ticket) => withMetrics(state, c, ticket)),
        end,
        rows.length <= PAGE,
      ),
      ...sideLoads(state, c, page),
    });
  });

  app.get('/ticket_events', (c) => {
    const from = startSeconds(state, c);
    const until = state.now() - HELD_BACK_MS;
    const rows = state.audits.filter((audit) => seconds(audit.at) >= from && audit.at < until);
    const page = rows.slice(0, PAGE);
    const withComments = (c.req.query('include') ?? '').split(',').includes('comment_events');
    const json = page.map((audit) => ticketEventJson(audit, withComments));
    const end = seconds(page.at(-1)?.at ?? from * 1000);
    return c.json(timePage(c, 'ticket_events', json, end, rows.length <= PAGE));
  });

  app.get('/organizations', (c) => {
    const from = startSeconds(state, c);
    const rows = [...state.organizations.values()].filter((each) => seconds(each.createdAt) >= from);
    const json = rows.map((each) => organizationJson(each, c.get('base')));
    return c.json(timePage(c, 'organizations', json, seconds(rows.at(-1)?.createdAt ?? from * 1000), true));
  });

  app.get('/users', (c) => {
    const from = startSeconds(state, c);
    const rows = [...state.users.values()].filter((each) => seconds(each.createdAt) >= from);
    const json = rows.map((each) => userJson(each, c.get('base')));
    return c.json(timePage(c, 'users', json, seconds(rows.at(-1)?.createdAt ?? from * 1000), true));
  });

  return app;
}

/** Time-based page. `next_page` is never null: only `end_of_stream` tells the end. */
function timePage(c: ZendeskContext, key: string, rows: readonly JsonObject[], end: number, done: boolean): JsonObject {
  const next = addressWith(c, { start_time: String(end) });
  return { [key]: rows, count: rows.length, end_of_stream: done, end_time: end, next_page: next };
}

const seconds = (at: number): number => Math.floor(at / 1000);

function startSeconds(state: ZendeskState, c: ZendeskContext): number {
  const value = Number(c.req.query('start_time') ?? Number.NaN);
  if (!Number.isFinite(value))
    throw new ZendeskError(400, { error: 'InvalidValue', description: 'Missing start_time' });
  if (value > seconds(state.now() - HELD_BACK_MS)) {
    const description = 'Too recent start_time. Use a start_time older than 60 seconds';
    throw new ZendeskError(422, { error: 'StartTimeTooRecent', description });
  }
  return value;
}

/** A place in the order of the export: generated second, then id. */
interface Position {
  readonly at: number;
  readonly id: number;
}

const positionOf = (ticket: ZendeskTicket): Position => ({ at: seconds(ticket.generatedAt), id: ticket.id });

const encode = ({ at, id }: Position): string => Buffer.from(`${at}.0||${id}|`).toString('base64');

function startPosition(state: ZendeskState, c: ZendeskContext): Position {
  const cursor = c.req.query('cursor');
  // node-zendesk sends the word `undefined` with its first call.
  if (cursor === undefined || cursor === 'undefined') return { at: startSeconds(state, c), id: 0 };
  const match = /^(\d+)\.0\|\|(\d+)\|$/.exec(Buffer.from(cursor, 'base64').toString());
  if (!match) throw new ZendeskError(400, { error: 'InvalidCursor', description: 'The cursor is invalid' });
  return { at: Number(match[1]), id: Number(match[2]) };
}

function exported(state: ZendeskState): ZendeskTicket[] {
  const until = state.now() - HELD_BACK_MS;
  const old = [...state.tickets.values()].filter((ticket) => ticket.generatedAt < until);
  return old.sort((a, b) => seconds(a.generatedAt) - seconds(b.generatedAt) || a.id - b.id);
}

function isAfter(ticket: ZendeskTicket, position: Position): boolean {
  const { at, id } = positionOf(ticket);
  return at > position.at || (at === position.at && id > position.id);
}

/** The row at the cursor comes once more when it has not changed: the export promises each row at least once. */
function repeated(state: ZendeskState, position: Position): ZendeskTicket[] {
  const ticket = state.tickets.get(position.id);
  return ticket && positionOf(ticket).at === position.at ? [ticket] : [];
}

const wants = (c: ZendeskContext, name: string): boolean => (c.req.query('include') ?? '').split(',').includes(name);

function withMetrics(state: ZendeskState, c: ZendeskContext, ticket: ZendeskTicket): JsonObject {
  const json = ticketJson(state, ticket, c.get('base'));
  return wants(c, 'metric_sets') ? { ...json, metric_set: metricSetJson(state, ticket, c.get('base')) } : json;
}

function sideLoads(state: ZendeskState, c: ZendeskContext, tickets: readonly ZendeskTicket[]): JsonObject {
  const base = c.get('base');
  const load = <T>(from: ReadonlyMap<number, T>, ids: readonly (number | null)[], json: (item: T) => JsonObject) =>
    [...new Set(ids)].flatMap((id) => {
      const item = id === null ? undefined : from.get(id);
      return item === undefined ? [] : [json(item)];
    });
  const people = tickets.flatMap((ticket) => [ticket.requesterId, ticket.submitterId, ticket.assigneeId]);
  const groups = tickets.map((ticket) => ticket.groupId);
  const companies = tickets.map((ticket) => ticket.organizationId);
  return {
    ...(wants(c, 'users') ? { users: load(state.users, people, (each) => userJson(each, base)) } : {}),
    ...(wants(c, 'groups') ? { groups: load(state.groups, groups, (each) => groupJson(each, base)) } : {}),
    ...(wants(c, 'organizations')
      ? { organizations: load(state.organizations, companies, (each) => organizationJson(each, base)) }
      : {}),
  };
}
