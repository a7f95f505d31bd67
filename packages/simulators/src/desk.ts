/** What people do at a support desk, in words that every simulated helpdesk understands. The workload generator and the
 * tests speak these; each simulator turns them into its own records, history rows and signed webhooks. */

export type DeskPriority = 'P1' | 'P2' | 'P3' | 'P4';

/** Status classes; each simulator maps them to its own states. `waiting_third_party` may be a custom status. */
export type DeskStatus = 'new' | 'open' | 'waiting_requester' | 'waiting_third_party' | 'solved' | 'closed';

export type DeskChannel = 'email' | 'web' | 'phone' | 'chat';

/** Who acts. `agent` with the id of a created agent, `requester` is the ticket's own, `automation` the helpdesk itself. */
export type DeskActor =
  | { readonly kind: 'requester' }
  | { readonly kind: 'agent'; readonly id: string }
  | { readonly kind: 'bot' }
  | { readonly kind: 'automation' };

export interface DeskOrganisation {
  readonly id: string;
  readonly name: string;
  /** The customer's class, in the organisation's field `plan`: Enterprise, Professional or Basic. */
  readonly plan: string;
}

export interface DeskPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly organisationId?: string;
}

export interface NewTicket {
  readonly requesterId: string;
  readonly subject: string;
  readonly body: string;
  readonly priority: DeskPriority;
  readonly channel: DeskChannel;
  readonly group: string;
  readonly category?: string;
  readonly tags?: readonly string[];
  /** Set when an agent opened the ticket for the requester. */
  readonly openedBy?: DeskActor;
}

/** One message as the desk stores it, for reading back. */
export interface DeskMessage {
  readonly id: string;
  readonly at: number;
  readonly public: boolean;
  readonly body: string;
  readonly author: DeskActor;
}

/** A ticket as it stands in the helpdesk now, read past the HTTP interface (tests count here, not in our own tables). */
export interface DeskTicket {
  readonly id: string;
  readonly status: DeskStatus;
  readonly priority: DeskPriority;
  readonly group: string;
  readonly assigneeId: string | null;
  readonly tags: readonly string[];
  /** The value of the tier field or property, or the tier tag where there is no field. */
  readonly tier: string | null;
  readonly messages: readonly DeskMessage[];
  readonly mergedInto: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A simulated helpdesk, driven as people would drive it. Every call happens at the injected clock's now. */
export interface SimulatedDesk {
  readonly product: 'zendesk' | 'zammad' | 'hubspot';
  addOrganisation(input: { readonly name: string; readonly plan: string }): DeskOrganisation;
  addCustomer(input: { readonly name: string; readonly email: string; readonly organisationId?: string }): DeskPerson;
  addAgent(input: { readonly name: string; readonly email: string; readonly groups: readonly string[] }): DeskPerson;

  createTicket(input: NewTicket): string;
  message(ticketId: string, by: DeskActor, body: string, options?: { readonly public?: boolean }): string;
  assign(ticketId: string, by: DeskActor, to: { readonly group?: string; readonly agentId?: string | null }): void;
  setStatus(ticketId: string, by: DeskActor, status: DeskStatus): void;
  setPriority(ticketId: string, by: DeskActor, priority: DeskPriority): void;
  setTier(ticketId: string, by: DeskActor, tier: string): void;
  addTag(ticketId: string, by: DeskActor, tag: string): void;
  removeTag(ticketId: string, by: DeskActor, tag: string): void;
  /** The source ends as merged into the target. HubSpot makes a new ticket, as the real one does. */
  merge(sourceId: string, by: DeskActor, targetId: string): void;
  rate(ticketId: string, score: 'good' | 'bad'): void;

  ticket(ticketId: string): DeskTicket | undefined;
  tickets(): readonly DeskTicket[];
}

/** What a simulator does wrong on purpose, once per entry, to the next request that matches. */
export interface Fault {
  /** Matches `METHOD path`, e.g. /^PUT \/api\/v1\/tickets\//. */
  readonly on: RegExp;
  readonly kind:
    | 'status'
    | 'timeout'
    | 'reset'
    | 'truncated'
    | 'html'
    | 'empty'
    | 'error_in_200'
    /** The answer as plain text. */
    | 'wrong_type'
    /** The answer, blown up beyond 10 MiB. */
    | 'huge'
    /** The answer's head at once, its body byte by byte and never to its end. */
    | 'drip';
  /** For `status`: the code, e.g. 429, 502. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the request takes effect before it fails. Default `before`: nothing is written. */
  readonly commit?: 'before' | 'after';
  /** How often; default 1. */
  readonly times?: number;
  /** So many matching requests go well first. Default 0. */
  readonly skip?: number;
  /** For `timeout` and `drip`: how long the connection is held, real milliseconds. Default 60 000. */
  readonly holdMs?: number;
}

/** What happens to outgoing webhooks; each is a share from 0 to 1 drawn from the simulator's seeded random numbers. */
export interface WebhookChaos {
  readonly drop?: number;
  readonly double?: number;
  readonly reorder?: number;
}

export interface Simulator {
  /** Base URL on loopback, without a trailing slash, once `listen` has resolved. */
  readonly url: string;
  listen(port?: number): Promise<string>;
  stop(): Promise<void>;
  inject(fault: Fault): void;
  clearFaults(): void;
  setWebhookChaos(chaos: WebhookChaos): void;
  /** Points the simulated product's webhook at us, signed with `secret`; null takes it away. */
  setWebhook(target: { readonly url: string; readonly secret: string } | null): void;
  /** Resolves when no webhook is on its way or waiting for a retry. */
  webhooksSettled(): Promise<void>;
  /** Requests answered so far, newest last (bounded): for tests that count writes. */
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly at: number;
  }[];
}

export interface SimulatorOptions {
  /** Epoch milliseconds; injected so that history can be made in the past and the demo can run fast. */
  readonly now: () => number;
  readonly seed?: number;
  /** The token our adapter signs in with; any other is refused as the real product refuses it. */
  readonly token: string;
  /** Requests per minute before 429; `null` switches the limit off. Default: the product's own. */
  readonly ratePerMinute?: number | null;
}
