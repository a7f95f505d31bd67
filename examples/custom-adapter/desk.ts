import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signDelivery } from './adapter.ts';

export type DeskActor =
  | { readonly kind: 'requester' | 'bot' | 'automation' }
  | { readonly kind: 'agent'; readonly id: string };
export type DeskPriority = 'P1' | 'P2' | 'P3' | 'P4';
export type DeskStatus = 'new' | 'open' | 'waiting_requester' | 'waiting_third_party' | 'solved' | 'closed';
interface Fault {
  readonly on: RegExp;
  readonly kind: 'status' | 'timeout' | 'reset' | 'truncated' | 'html' | 'empty' | 'error_in_200';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly commit?: 'before' | 'after';
  readonly times?: number;
}
interface Author {
  readonly id: string | null;
  readonly role: 'customer' | 'agent' | 'bot' | 'api' | 'rule';
}
interface Entry {
  readonly id: number;
  readonly at: string;
  readonly by: Author;
  readonly kind: string;
  readonly [detail: string]: unknown;
}
interface Ticket {
  readonly id: string;
  readonly requester: string;
  readonly organisation: { readonly id: string; readonly plan: string } | null;
  fields: Record<'status' | 'priority' | 'group', string> & Record<'assignee' | 'tier', string | null>;
  tags: readonly string[];
  changedAt: number;
  log: readonly Entry[];
}
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const SELF = { id: 'api-1', role: 'api' } as const;
const FIELDS = ['status', 'priority', 'group', 'assignee', 'tier'] as const;
const PAGE = 100;
const STATUS = {
  new: 'new',
  open: 'open',
  waiting_requester: 'waiting for customer',
  waiting_third_party: 'waiting for vendor',
  solved: 'solved',
  closed: 'closed',
} as const;
const PRIORITY = { P1: 'urgent', P2: 'high', P3: 'normal', P4: 'low' } as const;
const oursOf = <T extends string>(words: Readonly<Record<T, string>>, theirs: string): T =>
  (Object.keys(words) as T[]).find((ours) => words[ours] === theirs) as T;

/** A helpdesk with a plain REST interface, in memory: tickets, their log, webhooks. Faults can be injected. */
export class PlainDesk {
  readonly requests: { method: string; path: string; status: number; at: number }[] = [];
  url = '';
  readonly #now: () => number;
  readonly #token: string;
  readonly #tickets = new Map<string, Ticket>();
  readonly #people = new Map<string, { id: string; name: string; email: string; organisationId?: string }>();
  readonly #organisations = new Map<string, { id: string; plan: string }>();
  readonly #groups = new Set<string>();
  #faults: { fault: Fault; left: number }[] = [];
  #webhook: { readonly url: string; readonly secret: string } | null = null;
  #server: Server | null = null;
  #lastId = 0;

  constructor(options: { readonly now: () => number; readonly token: string }) {
    this.#now = options.now;
    this.#token = options.token;
  }

  async listen(): Promise<string> {
    const server = createServer((request, response) => void this.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return this.url;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  inject(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  clearFaults(): void {
    this.#faults = [];
  }

  setWebhook(target: { readonly url: string; readonly secret: string } | null): void {
    this.#webhook = target;
  }

  // People at work ------------------------------------------------------------------------------------------------------

  addOrganisation({ plan }: { readonly name: string; readonly plan: string }): { readonly id: string } {
    const organisation = { id: this.#nextId(), plan };
    this.#organisations.set(organisation.id, organisation);
    return organisation;
  }

  addCustomer(input: { readonly name: string; readonly email: string; readonly organisationId?: string }): {
    id: string;
  } {
    const person = { ...input, id: this.#nextId() };
    this.#people.set(person.id, person);
    return person;
  }

  addAgent({
    groups,
    ...input
  }: {
    readonly name: string;
    readonly email: string;
    readonly groups: readonly string[];
  }) {
    for (const group of groups) this.#groups.add(group);
    return this.addCustomer(input);
  }

  createTicket(input: {
    readonly requesterId: string;
    readonly subject: string;
    readonly body: string;
    readonly priority: DeskPriority;
    readonly channel: 'email' | 'web' | 'phone' | 'chat';
    readonly group: string;
    readonly tags?: readonly string[];
  }): string {
    const { requesterId, channel, group, tags = [] } = input;
    const organisation = this.#organisations.get(this.#people.get(requesterId)?.organisationId ?? '') ?? null;
    const fields = { status: 'new', priority: PRIORITY[input.priority], group, assignee: null, tier: null };
    const ticket: Ticket = {
      id: this.#nextId(),
      requester: requesterId,
      organisation,
      fields,
      tags,
      changedAt: 0,
      log: [],
    };
    this.#tickets.set(ticket.id, ticket);
    const text = `${input.subject}\n${input.body}`;
    const by = { id: requesterId, role: 'customer' } as const;
    const { status, priority } = fields;
    this.#add(ticket, by, { kind: 'opened', snapshot: { status, priority, group, tags, channel, text } });
    this.#add(ticket, by, { kind: 'message', text, public: true });
    this.#notify(ticket);
    return ticket.id;
  }

  message(
    id: string,
    by: DeskActor,
    text: string,
    { public: open = true }: { readonly public?: boolean } = {},
  ): string {
    const ticket = this.#need(id);
    const entry = this.#add(ticket, this.#author(by, ticket), { kind: 'message', text, public: open });
    this.#notify(ticket);
    return String(entry.id);
  }

  assign(id: string, by: DeskActor, to: { readonly group?: string; readonly agentId?: string | null }): void {
    if (to.group !== undefined) this.#change(id, by, 'group', to.group);
    if (to.agentId !== undefined) this.#change(id, by, 'assignee', to.agentId);
  }

  setStatus(id: string, by: DeskActor, status: DeskStatus): void {
    this.#change(id, by, 'status', STATUS[status]);
  }

  setPriority(id: string, by: DeskActor, priority: DeskPriority): void {
    this.#change(id, by, 'priority', PRIORITY[priority]);
  }

  setTier(id: string, by: DeskActor, tier: string): void {
    this.#change(id, by, 'tier', tier);
  }

  addTag(id: string, by: DeskActor, tag: string): void {
    const ticket = this.#need(id);
    this.#patch(ticket, this.#author(by, ticket), { add_tags: [tag] });
  }

  removeTag(id: string, by: DeskActor, tag: string): void {
    const ticket = this.#need(id);
    this.#patch(ticket, this.#author(by, ticket), { remove_tags: [tag] });
  }

  merge(sourceId: string, by: DeskActor, targetId: string): void {
    const [source, target] = [this.#need(sourceId), this.#need(targetId)];
    this.#add(source, this.#author(by, source), { kind: 'merged', to: target.id });
    this.#add(target, this.#author(by, target), { kind: 'absorbed', from: source.id });
    this.#patch(source, this.#author(by, source), { status: STATUS.closed });
    this.#notify(target);
  }

  /** A ticket as it stands, in the words of the suite. */
  ticket(id: string) {
    const ticket = this.#tickets.get(id);
    if (!ticket) return undefined;
    const { status, priority, group, assignee, tier } = ticket.fields;
    const messages = ticket.log
      .filter((entry) => entry.kind === 'message')
      .map((entry) => ({ id: String(entry.id), public: entry.public === true, body: String(entry.text) }));
    const words = { status: oursOf<DeskStatus>(STATUS, status), priority: oursOf<DeskPriority>(PRIORITY, priority) };
    return { id, ...words, group, assigneeId: assignee, tags: ticket.tags, tier, messages };
  }

  // Its REST interface ---------------------------------------------------------------------------------------------------

  #route(method: string, url: URL, body: Record<string, unknown>): Answer {
    const [, , resource, id, part] = url.pathname.split('/');
    if (resource === 'me') return { status: 200, body: { id: SELF.id, name: 'Stellwerk' } };
    if (resource === 'tickets' && id === undefined) return { status: 200, body: this.#changedSince(url.searchParams) };
    const ticket = this.#tickets.get(id ?? '');
    if (resource !== 'tickets' || !ticket) return { status: 404, body: { error: 'not found' } };
    if (method === 'GET') return { status: 200, body: this.#render(ticket) };
    if (method === 'POST' && part === 'messages') {
      const entry = this.#add(ticket, SELF, { kind: 'message', text: body.text, public: body.public === true });
      this.#notify(ticket);
      return { status: 201, body: { entries: [entry.id] } };
    }
    if (typeof body.group === 'string' && !this.#groups.has(body.group))
      return { status: 422, body: { error: 'no such group' } };
    return { status: 200, body: { entries: this.#patch(ticket, SELF, body) } };
  }

  #changedSince(query: URLSearchParams) {
    const since = Date.parse(query.get('changed_since') ?? '');
    const from = (Number(query.get('page') ?? 1) - 1) * PAGE;
    const all = [...this.#tickets.values()].filter(({ changedAt }) => changedAt >= since);
    all.sort((a, b) => a.changedAt - b.changedAt || Number(a.id) - Number(b.id));
    const tickets = all.slice(from, from + PAGE);
    return { tickets: tickets.map(({ id, changedAt }) => ({ id, changed_at: new Date(changedAt).toISOString() })) };
  }

  #render({ id, fields, tags, requester, organisation, log }: Ticket) {
    const ids = new Set([requester, ...log.map(({ by }) => by.id)]);
    const people = [...this.#people.values()].filter((person) => ids.has(person.id));
    return { id, ...fields, tags, requester, organisation, people, log };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', this.url);
    const fault = this.#takeFault(`${method} ${url.pathname}`);
    const text = Buffer.concat(chunks).toString('utf8');
    const allowed = request.headers.authorization === `Bearer ${this.#token}`;
    const answer = (): Answer =>
      allowed
        ? this.#route(method, url, text === '' ? {} : JSON.parse(text))
        : { status: 401, body: { error: 'wrong token' } };

    const real = !fault || fault.commit === 'after' ? answer() : { status: 200, body: {} };
    const status = fault?.kind === 'status' ? (fault.status ?? 500) : real.status;
    this.requests.push({ method, path: url.pathname, status, at: this.#now() });
    if (fault) return spoil(fault, real, response);
    response.writeHead(real.status, { 'content-type': 'application/json' }).end(JSON.stringify(real.body));
  }

  #takeFault(call: string): Fault | undefined {
    const found = this.#faults.find(({ fault, left }) => left > 0 && fault.on.test(call));
    if (found) found.left -= 1;
    return found?.fault;
  }

  // Inside -----------------------------------------------------------------------------------------------------------------

  #change(id: string, by: DeskActor, field: (typeof FIELDS)[number], to: string | null): void {
    const ticket = this.#need(id);
    this.#patch(ticket, this.#author(by, ticket), { [field]: to });
  }

  /** Sets what differs, each with an entry in the log; returns the entries' ids. */
  #patch(ticket: Ticket, by: Author, body: Readonly<Record<string, unknown>>): readonly number[] {
    const made: Entry[] = [];
    for (const field of FIELDS) {
      const to = body[field];
      const from = ticket.fields[field];
      if (to === undefined || to === from) continue;
      Object.assign(ticket.fields, { [field]: to });
      made.push(this.#add(ticket, by, { kind: 'changed', field, from, to }));
    }
    for (const tag of (body.add_tags as string[] | undefined) ?? []) {
      if (ticket.tags.includes(tag)) continue;
      ticket.tags = [...ticket.tags, tag];
      made.push(this.#add(ticket, by, { kind: 'tagged', to: tag }));
    }
    for (const tag of (body.remove_tags as string[] | undefined) ?? []) {
      if (!ticket.tags.includes(tag)) continue;
      ticket.tags = ticket.tags.filter((other) => other !== tag);
      made.push(this.#add(ticket, by, { kind: 'untagged', from: tag }));
    }
    if (made.length > 0) this.#notify(ticket);
    return made.map(({ id }) => id);
  }

  #add(ticket: Ticket, by: Author, detail: { readonly kind: string; readonly [name: string]: unknown }): Entry {
    const entry = { id: Number(this.#nextId()), at: new Date(this.#now()).toISOString(), by, ...detail };
    ticket.log = [...ticket.log, entry];
    ticket.changedAt = this.#now();
    return entry;
  }

  /** One try and no more: what is lost, the comparison with `changed_since` finds. */
  #notify({ id }: Ticket): void {
    if (!this.#webhook) return;
    const { url, secret } = this.#webhook;
    const body = new TextEncoder().encode(JSON.stringify({ ticket: id }));
    const headers = {
      'content-type': 'application/json',
      ...signDelivery(crypto.randomUUID(), this.#now(), body, secret),
    };
    void fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
  }

  #author(by: DeskActor, ticket: Ticket): Author {
    if (by.kind === 'requester') return { id: ticket.requester, role: 'customer' };
    if (by.kind === 'agent') return { id: by.id, role: 'agent' };
    return by.kind === 'bot' ? { id: 'bot-1', role: 'bot' } : { id: null, role: 'rule' };
  }

  #need(id: string): Ticket {
    const ticket = this.#tickets.get(id);
    if (!ticket) throw new RangeError(`the desk has no ticket ${id}`);
    return ticket;
  }

  #nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }
}

function spoil(fault: Fault, real: Answer, response: ServerResponse): void {
  const json = { 'content-type': 'application/json', ...fault.headers };
  const text = JSON.stringify(real.body);
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status ?? 500, json).end('{"error":"injected"}');
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'truncated':
      response.writeHead(200, { ...json, 'content-length': text.length + 100 });
      response.write(text, () => response.socket?.destroy());
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>');
      return;
    case 'error_in_200':
      response.writeHead(200, json).end('{"error":"injected"}');
      return;
    case 'empty':
      response.writeHead(200, json).end();
      return;
    case 'timeout':
      return; // never answered
  }
}
