import {
  changedByTime,
  createHttp,
  createRateLane,
  defineHelpdeskAdapter,
  hasMarker,
  hmac,
  NetworkConfig,
  parseJson,
  remembered,
  signedTimeWithin,
  verifyHmac,
  withMarker,
} from '@stellwerk/adapter-kit';
import {
  type Actor,
  type EventBody,
  type HelpdeskWrite,
  isTier,
  type Priority,
  type StatusClass,
} from '@stellwerk/core';
import {
  type AdapterContext,
  type Applied,
  type Found,
  type HelpdeskAdapter,
  type Manifest,
  type Normalised,
  NotFound,
  type RawDelivery,
  type Sendable,
  type TicketHistory,
  Transient,
  type VerifiedDelivery,
  WebhookRejected,
} from '@stellwerk/ports';
import { z } from 'zod';

// 1. What the adapter says about itself ------------------------------------------------------------------------------

const manifest: Manifest = {
  id: 'plaindesk',
  kind: 'helpdesk',
  name: 'Plain Desk',
  capabilities: {
    webhooks: { value: true },
    completePayload: { value: false, note: 'A delivery says which ticket changed, not what.' },
    tierField: { value: true },
    tags: { value: true },
    internalNotes: { value: true },
    publicNotices: { value: true },
    rating: { value: false },
    signedTime: { value: true },
  },
  permissions: [
    {
      scope: 'api',
      for: 'read',
      reason: { de: 'Liest Tickets mit ihrem Verlauf.', en: 'Reads tickets with their log.' },
    },
  ],
  apiVersions: [{ version: 'v1' }],
  quarantineMs: 20_000,
};

const Config = z.strictObject({
  kind: z.literal('plaindesk'),
  url: z.url({ protocol: /^https?$/ }),
  token: z.string().min(1),
  webhookSecret: z.string().min(1).optional(),
  network: NetworkConfig.optional(),
});
type Config = z.output<typeof Config>;

// 2. What we read of its answers -------------------------------------------------------------------------------------

const Author = z.object({ id: z.string().nullable(), role: z.string() });
const Snapshot = z.object({
  status: z.string(),
  priority: z.string(),
  group: z.string(),
  tags: z.array(z.string()),
  channel: z.enum(['email', 'web', 'phone', 'chat']),
  text: z.string(),
});
const Entry = z.object({
  id: z.number(),
  at: z.iso.datetime(),
  by: Author,
  kind: z.string(),
  field: z.string().optional(),
  from: z.string().nullable().optional(),
  to: z.string().nullable().optional(),
  text: z.string().optional(),
  public: z.boolean().optional(),
  snapshot: Snapshot.optional(),
});
type Entry = z.output<typeof Entry>;
const Ticket = z.object({
  id: z.string(),
  status: z.string(),
  priority: z.string(),
  group: z.string(),
  tier: z.string().nullable(),
  tags: z.array(z.string()),
  requester: z.string(),
  organisation: z.object({ id: z.string(), plan: z.string() }).nullable(),
  people: z.array(z.object({ id: z.string(), name: z.string(), email: z.string() })),
  log: z.array(Entry),
});
type Ticket = z.output<typeof Ticket>;
const Me = z.object({ id: z.string(), name: z.string() });
const Changed = z.object({ tickets: z.array(z.object({ id: z.string(), changed_at: z.string() })) });
const Made = z.object({ entries: z.array(z.number()) });
const Hook = z.object({ ticket: z.string().regex(/^\d{1,15}$/) });

// 3. Its words and ours ----------------------------------------------------------------------------------------------

const STATUS: Readonly<Record<string, StatusClass>> = {
  new: 'new',
  open: 'open',
  'waiting for customer': 'waiting_requester',
  'waiting for vendor': 'waiting_third_party',
  solved: 'solved',
  closed: 'closed',
};
const PRIORITY: Readonly<Record<string, Priority>> = { urgent: 'P1', high: 'P2', normal: 'P3', low: 'P4' };
const theirs = (words: Readonly<Record<string, string>>, ours: string): string | undefined =>
  Object.keys(words).find((word) => words[word] === ours);

// 4. The adapter -----------------------------------------------------------------------------------------------------

/** Adapter for a helpdesk with a plain REST interface, as a developer would write it for one of their own. */
export const plainDeskAdapter = defineHelpdeskAdapter(
  { manifest, config: Config, secretFields: ['token', 'webhookSecret'] },
  createAdapter,
);

const PAGE = 100;

function createAdapter(config: Config, context: AdapterContext): HelpdeskAdapter {
  const client = createClient(config, context);
  const me = remembered((signal) => client.read(Me, '/me', signal));
  return {
    manifest,
    async probe(signal) {
      const { id, name } = await client.read(Me, '/me', signal);
      const facts = { grantedScopes: null, missingScopes: [], clockSkewMs: null, timeZone: null, version: 'v1' };
      return { identity: name, selfId: id, ...facts, warnings: [] };
    },
    verify: (raw, now) => verify(raw, now, context),
    normalise,
    async ticket(ticketId, signal) {
      const { id } = await me(signal);
      return historyOf(await client.read(Ticket, pathOf(ticketId), signal), id, context);
    },
    changedSince: (cursor, signal) =>
      changedByTime(
        {
          pageSize: PAGE,
          overlapMs: 0,
          now: context.clock.now,
          async read(since, page) {
            const query = new URLSearchParams({ changed_since: since, page: String(page) });
            const { tickets } = await client.read(Changed, `/tickets?${query}`, signal);
            return tickets.map(({ id, changed_at }) => ({ id, changedAt: changed_at }));
          },
        },
        cursor,
      ),
    apply: (sendable, signal) => apply(client, sendable, signal),
    find: (sendable, signal) => find(client, sendable, signal),
  };
}

/** Ids come from webhooks too: nothing but digits may reach a path. */
function pathOf(ticketId: string): string {
  if (!/^\d{1,15}$/.test(ticketId)) throw new NotFound('A ticket id has digits only');
  return `/tickets/${ticketId}`;
}

type Client = ReturnType<typeof createClient>;

/** The kit's HTTP client does the rest: rate limit, time-outs, guarded addresses, failures as errors with a code. */
function createClient({ url, token }: Config, { connection, network, clock }: AdapterContext) {
  const lane = createRateLane({ clock, calls: 600 });
  const auth = () => ({ authorization: `Bearer ${token}` });
  const http = createHttp({ connection, baseUrl: `${url}/api`, auth, network, lane, clock });
  const checked = <S extends z.ZodType>(shape: S, data: unknown, ambiguous: boolean): z.output<S> => {
    const result = shape.safeParse(data);
    if (result.success) return result.data;
    throw new Transient(`${connection} answered in a shape we do not know`, { ambiguous });
  };
  return {
    read: async <S extends z.ZodType>(shape: S, path: string, signal: AbortSignal): Promise<z.output<S>> =>
      checked(shape, (await http.request('GET', path, { signal })).data, false),
    write: async (method: 'PATCH' | 'POST', path: string, body: object, signal: AbortSignal) =>
      checked(Made, (await http.request(method, path, { signal, body })).data, true),
  };
}

// 5. Webhooks: genuine or refused; then only the ticket's id is taken from them ------------------------------------------

/** Standard Webhooks: id, time and body are signed together, so neither can be changed for a replay. */
function verify(raw: RawDelivery, now: number, context: AdapterContext): VerifiedDelivery {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': given } = raw.headers;
  if (!id || !time) throw new WebhookRejected('header_missing');
  const signed = [`${id}.${time}.`, raw.body];
  const shape = { algorithm: 'sha256', encoding: 'base64', prefix: 'v1,' } as const;
  const secret = verifyHmac({ ...shape, signed, given, secrets: context.webhookSecrets(), now });
  const sourceAt = signedTimeWithin(Number(time) * 1000, now);
  return { key: id, sourceAt, secret, headers: raw.headers, body: raw.body };
}

/** How the desk signs; for the simulator and the tests. */
export function signDelivery(id: string, atMs: number, body: Uint8Array, secret: string): Record<string, string> {
  const time = String(Math.floor(atMs / 1000));
  const signature = `v1,${hmac('sha256', secret, [`${id}.${time}.`, body], 'base64')}`;
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
}

function normalise(delivery: VerifiedDelivery): Normalised {
  let body: unknown;
  try {
    body = parseJson(delivery.body);
  } catch {
    return { state: 'unparsable', subjects: [] };
  }
  const hook = Hook.safeParse(body);
  if (!hook.success) return { state: 'ignored', subjects: [] };
  return { state: 'accepted', subjects: [{ kind: 'ticket', id: hook.data.ticket }] };
}

// 6. A ticket's story in our events ------------------------------------------------------------------------------------

function historyOf(ticket: Ticket, selfId: string, context: AdapterContext): TicketHistory {
  const unknown = new Set<string>();
  const events = ticket.log.flatMap((entry) => {
    const body = bodyOf(entry, ticket, context, unknown);
    if (!body) return [];
    const meta = {
      key: `log:${entry.id}`, // the desk's own number: the same however often and whichever way we hear of it
      at: Date.parse(entry.at),
      seq: entry.id,
      observedAt: context.clock.now(),
      actor: actorOf(entry, ticket, selfId, context),
      channel: entry.snapshot?.channel ?? ('unknown' as const),
      provenance: context.provenance(),
    };
    return [{ ...meta, ...body }];
  });
  const persons = ticket.people.map(({ id, name, email }) => ({
    pseudonym: context.pseudonym('person', id),
    name,
    email,
  }));
  return { ticketId: ticket.id, events, persons, unknownValues: [...unknown].sort() };
}

function actorOf({ by }: Entry, ticket: Ticket, selfId: string, context: AdapterContext): Actor {
  if (by.id === null) return { kind: 'automation', ref: null };
  const ref = context.pseudonym('person', by.id);
  if (by.id === selfId) return { kind: 'self', ref };
  if (by.role === 'bot' || by.role === 'agent') return { kind: by.role, ref };
  return { kind: by.id === ticket.requester ? 'requester' : 'end_user', ref };
}

/** One entry of the log as an event; entries of a kind we do not need are left out. Never throws. */
function bodyOf(entry: Entry, ticket: Ticket, context: AdapterContext, unknown: Set<string>): EventBody | null {
  const person = (id: string | null | undefined) => (id ? context.pseudonym('person', id) : null);
  const from = entry.from ?? null;
  const to = entry.to ?? null;
  switch (entry.kind) {
    case 'opened':
      return entry.snapshot ? born(entry.snapshot, ticket, context, unknown) : null;
    case 'message': {
      const visibility = entry.public ? 'public' : 'internal';
      const features = context.features(entry.text ?? ''); // the text itself is dropped here
      return { type: 'message', messageId: String(entry.id), visibility, autoReply: false, features };
    }
    case 'tagged':
      return { type: 'tags_changed', added: to ? [to] : [], removed: [] };
    case 'untagged':
      return { type: 'tags_changed', added: [], removed: from ? [from] : [] };
    case 'merged':
      return { type: 'merged', into: to ?? '' };
    case 'absorbed':
      return { type: 'absorbed', source: from ?? '' };
  }
  switch (entry.field) {
    case 'status':
      return { type: 'status_changed', from: statusOf(from ?? '', unknown), to: statusOf(to ?? '', unknown) };
    case 'priority':
      return { type: 'priority_changed', from: priorityOf(from, unknown), to: priorityOf(to, unknown) };
    case 'group':
      return { type: 'group_changed', from, to };
    case 'assignee':
      return { type: 'assignee_changed', from: person(from), to: person(to) };
    case 'tier':
      return { type: 'tier_changed', to: isTier(to) ? to : null, raw: to };
    default:
      return null;
  }
}

function born(
  snapshot: z.output<typeof Snapshot>,
  ticket: Ticket,
  context: AdapterContext,
  unknown: Set<string>,
): EventBody {
  const { organisation } = ticket;
  return {
    type: 'created',
    status: statusOf(snapshot.status, unknown),
    priority: priorityOf(snapshot.priority, unknown),
    group: snapshot.group,
    assignee: null,
    requester: context.pseudonym('person', ticket.requester),
    organisation: organisation && {
      ref: context.pseudonym('organisation', organisation.id),
      fields: { plan: organisation.plan },
    },
    tags: snapshot.tags,
    fields: {},
    tier: null,
    brand: null,
    features: context.features(snapshot.text),
    number: ticket.id,
    url: null,
  };
}

function statusOf(raw: string, unknown: Set<string>) {
  const known = STATUS[raw];
  if (known === undefined) unknown.add(`status:${raw}`);
  return { class: known ?? ('unknown' as const), raw };
}

function priorityOf(raw: string | null, unknown: Set<string>) {
  const known = raw === null ? undefined : PRIORITY[raw];
  if (raw !== null && known === undefined) unknown.add(`priority:${raw}`);
  return { value: known ?? ('unknown' as const), raw };
}

// 7. Writes: read, compare, write only what differs ------------------------------------------------------------------------

async function apply(client: Client, sendable: Sendable<HelpdeskWrite>, signal: AbortSignal): Promise<Applied> {
  const { write } = sendable.effect;
  const path = pathOf(sendable.ticketId);
  if (write.kind === 'add_note' || write.kind === 'public_notice') {
    const there = await find(client, sendable, signal);
    if (there.kind === 'present') return { ...there, outcome: 'unchanged' };
    const body = { text: withMarker(write.text, sendable.marker), public: write.kind === 'public_notice' };
    return written(await client.write('POST', `${path}/messages`, body, signal));
  }
  const change = changeFor(write, await client.read(Ticket, path, signal));
  if (change === null) return { outcome: 'unchanged', remoteRef: null, ownWrites: [] };
  return written(await client.write('PATCH', path, change, signal));
}

function written({ entries }: z.output<typeof Made>): Applied {
  const keys = entries.map((id) => `log:${id}`);
  return { outcome: 'done', remoteRef: keys.at(-1) ?? null, ownWrites: keys };
}

/** What must change so that the wanted end stands, or null when it stands already. */
function changeFor(
  write: Exclude<HelpdeskWrite, { kind: 'add_note' | 'public_notice' }>,
  ticket: Ticket,
): object | null {
  switch (write.kind) {
    case 'set_tier':
      return ticket.tier === write.tier ? null : { tier: write.tier };
    case 'clear_tier':
      return ticket.tier === null ? null : { tier: null };
    case 'assign_group':
      return ticket.group === write.group ? null : { group: write.group };
    case 'set_priority':
      return PRIORITY[ticket.priority] === write.priority ? null : { priority: theirs(PRIORITY, write.priority) };
    case 'set_status':
      return STATUS[ticket.status] === write.status ? null : { status: theirs(STATUS, write.status) };
    case 'ensure_tags': {
      // single tags, never the whole list: those that others set meanwhile stay
      const add_tags = write.add.filter((tag) => !ticket.tags.includes(tag));
      const remove_tags = write.remove.filter((tag) => ticket.tags.includes(tag));
      return add_tags.length + remove_tags.length === 0 ? null : { add_tags, remove_tags };
    }
  }
}

/** After an unclear answer: is our note there? The log is consistent, a search index would not be. */
async function find(client: Client, sendable: Sendable<HelpdeskWrite>, signal: AbortSignal): Promise<Found> {
  const { log } = await client.read(Ticket, pathOf(sendable.ticketId), signal);
  const ours = log.find((entry) => entry.kind === 'message' && hasMarker(entry.text ?? '', sendable.marker));
  if (!ours) return { kind: 'absent' };
  return { kind: 'present', remoteRef: `log:${ours.id}`, ownWrites: [`log:${ours.id}`] };
}
