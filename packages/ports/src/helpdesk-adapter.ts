import type { HelpdeskWrite, TicketEvent } from '@stellwerk/core';
import type { Normalised, RawDelivery, VerifiedDelivery } from './delivery.ts';
import type { Discovery } from './discovery.ts';
import type { EffectTarget } from './effect-target.ts';
import type { Manifest } from './manifest.ts';
import type { Probe } from './probe.ts';
import type { Provisioning } from './provisioning.ts';

/** A person as the provider knows them, for the encrypted `person` table. Events name only the pseudonym. */
export interface PersonRecord {
  readonly pseudonym: string;
  readonly name: string | null;
  readonly email: string | null;
}

/** A ticket's whole story under the source's own keys. */
export interface TicketHistory {
  readonly ticketId: string;
  readonly events: readonly TicketEvent[];
  readonly persons: readonly PersonRecord[];
  /** Provider values nobody has mapped, e.g. `status:waiting for vendor`; shown by `check`. */
  readonly unknownValues: readonly string[];
}

/** What the customer wrote first, for an issue on its way out. Public words only, never an internal note, and never stored. */
export interface TicketOpening {
  readonly subject: string | null;
  /** The customer's first public message, without markup. */
  readonly message: string | null;
}

/** One page of tickets that changed. */
export interface ChangedPage {
  readonly ticketIds: readonly string[];
  /** Where to go on after this page. Opaque, to be stored as it is. */
  readonly cursor: string;
  /** Share of the way, 0…1, where the source lets us tell; for the progress bar. */
  readonly progress: number | null;
}

/** A helpdesk. Made by `defineHelpdeskAdapter` from its config; holds no state outside its object. */
export interface HelpdeskAdapter extends EffectTarget<HelpdeskWrite> {
  readonly manifest: Manifest;
  /** Looks at the account: identity, rights, clock, limits. Throws AuthExpired for wrong credentials. */
  probe(signal: AbortSignal): Promise<Probe>;
  /** Checks signature and age over the raw bytes. Throws WebhookRejected. Without a secret it refuses everything. */
  verify(raw: RawDelivery, now: number): VerifiedDelivery;
  /** Total: whatever stands in the body, it returns. */
  normalise(delivery: VerifiedDelivery): Normalised;
  /** The ticket's story, complete, oldest first. Throws NotFound when the ticket is gone without a trace. */
  ticket(ticketId: string, signal: AbortSignal): Promise<TicketHistory>;
  /** Tickets changed since the cursor, oldest change first; ends when there is no more. Backfill starts at `since:<ISO>`. */
  changedSince(cursor: string, signal: AbortSignal): AsyncIterable<ChangedPage>;
  /** What the customer wrote first. Where it is missing, issues hold none of it. */
  opening?(ticketId: string, signal: AbortSignal): Promise<TicketOpening>;
  /** Where the provider can be asked what the account is made of. */
  readonly discovery?: Discovery;
  /** Where webhooks, fields and labels can be made by its API. */
  readonly provisioning?: Provisioning;
}
