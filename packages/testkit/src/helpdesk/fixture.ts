import type { ActorKind, Channel, StatusClass } from '@stellwerk/core';
import type { RawDelivery } from '@stellwerk/ports';
import type { ConformanceDesk, DeskStatus } from './desk.ts';

/** How the suite gets at one provider. What a provider cannot do is a fact here, never a silently left-out case. */
export interface HelpdeskFixture {
  /** Makes a simulator on the given clock; the suite lets it listen and stops it. */
  readonly makeDesk: (options: { readonly now: () => number }) => ConformanceDesk;
  /** The connection's config against a listening simulator, as it would stand in `stellwerk.yaml` with secrets filled in. */
  readonly config: (desk: ConformanceDesk) => Readonly<Record<string, unknown>>;
  /** The config field that holds the API credential, to try a wrong one. */
  readonly credentialField: string;
  /** A delivery about the ticket as the provider would sign it. `at` is the signed time, where there is one. */
  readonly signedDelivery: (input: SignedDeliveryInput) => RawDelivery;
  /** Headers without which a delivery must be refused. */
  readonly signatureHeaders: readonly string[];
  /** Whether the provider signs the time of sending. */
  readonly signedTime: boolean;
  /** Whether the simulator itself sends signed webhooks. */
  readonly sendsWebhooks: boolean;
  /** `METHOD /path` of the request that writes a note: where the suite injects faults. */
  readonly noteRequest: RegExp;
  /** `METHOD /path` of reading one ticket. */
  readonly ticketRequest: RegExp;
  /** Whether a request changed something. Default: every method but GET. */
  readonly isWrite?: (request: { readonly method: string; readonly path: string }) => boolean;
  /** An id of the right form that no ticket has. Default `999999`. */
  readonly missingTicketId?: string;
  readonly facts?: HelpdeskFacts;
  /** Cases that cannot be run, by id (`C6.5`), each with its reason. They show as skipped. */
  readonly notApplicable?: Readonly<Record<string, string>>;
}

export interface SignedDeliveryInput {
  readonly ticketId: string;
  readonly secret: string;
  /** Epoch ms. */
  readonly at: number;
  /** Different numbers are different deliveries. */
  readonly n: number;
}

/** Where providers differ lawfully. */
export interface HelpdeskFacts {
  /** Class that each status of the desk arrives as, where it is not the same word. */
  readonly statusClass?: Partial<Record<DeskStatus, StatusClass>>;
  /** Kinds that the desk's bot and automation may arrive as. Default `['bot']` and `['automation', 'system']`. */
  readonly botKinds?: readonly ActorKind[];
  readonly automationKinds?: readonly ActorKind[];
  /** Channel of a ticket that was opened by e-mail. Default `email`. */
  readonly emailChannel?: Channel;
  /** Coarsest step of the provider's times, ms. Default 1000. */
  readonly timePrecisionMs?: number;
  /** Status that the desk shows after a set_status of `solved`. Default `solved` or `closed`. */
  readonly solvedShowsAs?: readonly DeskStatus[];
  /** Group names of the desk. Default `1st Level` and `2nd Level`. */
  readonly groups?: readonly [string, string];
  /** A group name that no group has; null where any text is taken. Default `No Such Group`. */
  readonly unknownGroup?: string | null;
  /** The id under which a person is pseudonymised, where it is not the desk's bare id. */
  readonly personId?: { readonly customer: (id: string) => string; readonly agent: (id: string) => string };
  /** Tickets for the backfill: enough for several pages. Default 250. */
  readonly backfillTickets?: number;
}
