import type { DeskActor, DeskChannel, DeskPriority, DeskStatus, DeskTicket, SimulatedDesk } from '../desk.ts';
import type { TicketPatch, TicketRun } from './changes.ts';
import { PRIORITY, readTicket } from './desk-read.ts';
import { type Actor, NOBODY, ROLE, type ZammadTicket } from './model.ts';
import { addOrganization, addUser, ensureGroup, VENDOR_STATE } from './seed.ts';
import type { ZammadStore } from './state.ts';
import { addTag, createTicket, mergeTickets, removeTag, updateTicket } from './tickets.ts';
import type { FireTriggers } from './triggers.ts';

/** Zammad has one closed state, so solved and closed are the same there. */
const STATE: Readonly<Record<DeskStatus, string>> = {
  new: 'new',
  open: 'open',
  waiting_requester: 'pending reminder',
  waiting_third_party: VENDOR_STATE,
  solved: 'closed',
  closed: 'closed',
};

const ARTICLE_TYPE = { email: 'email', web: 'web', phone: 'phone', chat: 'chat' } as const satisfies Record<
  DeskChannel,
  string
>;

const REMINDER_MS = 3 * 86_400_000;

/** What the helpdesk does by itself shows as a scheduler job in the history. */
const AUTOMATION: Actor = { userId: NOBODY, source: { type: 'Job', id: 1, name: 'nightly clean-up' } };

/** Drives a simulated Zammad as people would. */
export class ZammadDesk implements SimulatedDesk {
  readonly product = 'zammad';
  readonly #store: ZammadStore;
  readonly #fire: FireTriggers;

  constructor(store: ZammadStore, fire: FireTriggers) {
    this.#store = store;
    this.#fire = fire;
  }

  addOrganisation(input: {
    readonly name: string;
    readonly plan: string;
  }): ReturnType<SimulatedDesk['addOrganisation']> {
    return { id: String(addOrganization(this.#store, input.name, input.plan).id), ...input };
  }

  addCustomer(input: Parameters<SimulatedDesk['addCustomer']>[0]): ReturnType<SimulatedDesk['addCustomer']> {
    const organizationId = input.organisationId === undefined ? null : Number(input.organisationId);
    const user = addUser(this.#store, { ...person(input), role_ids: [ROLE.customer], organizationId });
    return { id: String(user.id), ...input };
  }

  addAgent(input: Parameters<SimulatedDesk['addAgent']>[0]): ReturnType<SimulatedDesk['addAgent']> {
    const user = addUser(this.#store, { ...person(input), role_ids: [ROLE.agent], groups: input.groups });
    return { id: String(user.id), name: input.name, email: input.email };
  }

  createTicket(input: Parameters<SimulatedDesk['createTicket']>[0]): string {
    const customerId = Number(input.requesterId);
    const actor = input.openedBy ? this.#actor(input.openedBy, customerId) : this.#store.by(customerId);
    const run = createTicket(this.#store, actor, {
      title: input.subject,
      groupId: ensureGroup(this.#store, input.group).id,
      customerId,
      patch: { priority_id: this.#priorityId(input.priority), custom: { category: input.category ?? '' } },
      tags: input.tags ?? [],
      article: { body: input.body, subject: input.subject, type: ARTICLE_TYPE[input.channel], sender: 'Customer' },
    });
    this.#fire(run);
    return String(run.ticketId);
  }

  message(ticketId: string, by: DeskActor, body: string, options: { readonly public?: boolean } = {}): string {
    const open = options.public ?? true;
    const customer = by.kind === 'requester';
    // a customer's mail to a merged ticket lands in the one it was merged into
    const ticket = this.#need(customer ? this.#mergedInto(ticketId) : ticketId);
    const type = open ? this.#typeOf(ticket, customer) : 'note';
    const run = updateTicket(
      this.#store,
      this.#actor(by, ticket.customer_id),
      ticket.id,
      customer ? this.#followUp(ticket) : {},
      {
        body,
        type,
        internal: !open,
        to: customer || !open ? null : this.#store.users.need(ticket.customer_id).email,
      },
    );
    this.#fire(run);
    return String(run.articleId);
  }

  assign(ticketId: string, by: DeskActor, to: { readonly group?: string; readonly agentId?: string | null }): void {
    this.#update(ticketId, by, {
      ...(to.group === undefined ? {} : { group_id: ensureGroup(this.#store, to.group).id }),
      ...(to.agentId === undefined ? {} : { owner_id: to.agentId === null ? NOBODY : Number(to.agentId) }),
    });
  }

  setStatus(ticketId: string, by: DeskActor, status: DeskStatus): void {
    const state_id = this.#stateId(STATE[status]);
    const reminder = new Date(Math.floor((this.#store.now() + REMINDER_MS) / 60_000) * 60_000).toISOString();
    const waits = status === 'waiting_requester' || status === 'waiting_third_party';
    this.#update(ticketId, by, { state_id, ...(waits ? { pending_time: reminder } : {}) });
  }

  setPriority(ticketId: string, by: DeskActor, priority: DeskPriority): void {
    this.#update(ticketId, by, { priority_id: this.#priorityId(priority) });
  }

  setTier(ticketId: string, by: DeskActor, tier: string): void {
    this.#update(ticketId, by, { custom: { support_tier: tier } });
  }

  addTag(ticketId: string, by: DeskActor, tag: string): void {
    const ticket = this.#need(ticketId);
    addTag(this.#store, this.#actor(by, ticket.customer_id), ticket.id, tag);
  }

  removeTag(ticketId: string, by: DeskActor, tag: string): void {
    const ticket = this.#need(ticketId);
    removeTag(this.#store, this.#actor(by, ticket.customer_id), ticket.id, tag);
  }

  merge(sourceId: string, by: DeskActor, targetId: string): void {
    const source = this.#need(sourceId);
    this.#fire(mergeTickets(this.#store, this.#actor(by, source.customer_id), source.id, this.#need(targetId).id));
  }

  /** Zammad has no satisfaction survey: nothing is kept, and nothing can be read back. */
  rate(ticketId: string): void {
    this.#need(ticketId);
  }

  ticket(ticketId: string): DeskTicket | undefined {
    const ticket = this.#store.tickets.get(Number(ticketId));
    return ticket && readTicket(this.#store, ticket);
  }

  tickets(): readonly DeskTicket[] {
    return this.#store.tickets.all().map((ticket) => readTicket(this.#store, ticket));
  }

  #update(ticketId: string, by: DeskActor, patch: TicketPatch): void {
    const ticket = this.#need(ticketId);
    const run: TicketRun = updateTicket(this.#store, this.#actor(by, ticket.customer_id), ticket.id, patch);
    this.#fire(run);
  }

  /** A customer's mail reopens whatever is not new; only the API does not do that. */
  #followUp(ticket: ZammadTicket): TicketPatch {
    const state = this.#store.states.need(ticket.state_id).name;
    return state === 'new' || state === 'merged' ? {} : { state_id: this.#stateId('open') };
  }

  /** The type of a public article: as the ticket came in, but a web form is answered by mail. */
  #typeOf(ticket: ZammadTicket, customer: boolean): 'email' | 'web' | 'phone' | 'chat' {
    const types = { 3: 'chat', 5: 'phone', 11: customer ? 'web' : 'email' } as const;
    return types[ticket.create_article_type_id as keyof typeof types] ?? 'email';
  }

  #actor(by: DeskActor, customerId: number): Actor {
    if (by.kind === 'automation') return AUTOMATION;
    if (by.kind === 'bot') return this.#store.by(this.#store.botUserId);
    return this.#store.by(by.kind === 'requester' ? customerId : Number(by.id));
  }

  #mergedInto(ticketId: string): string {
    const target = this.#store.merged.get(Number(ticketId));
    return target === undefined ? ticketId : this.#mergedInto(String(target));
  }

  #need(ticketId: string): ZammadTicket {
    return this.#store.tickets.need(Number(ticketId));
  }

  #stateId(name: string): number {
    return this.#store.states.find((state) => state.name === name)?.id ?? 0;
  }

  #priorityId(priority: DeskPriority): number {
    return this.#store.priorities.find(({ name }) => name === PRIORITY[priority])?.id ?? 0;
  }
}

function person(input: { readonly name: string; readonly email: string }): {
  login: string;
  firstname: string;
  lastname: string;
} {
  const [firstname = '', ...rest] = input.name.split(' ');
  return { login: input.email.toLowerCase(), firstname, lastname: rest.join(' ') };
}
