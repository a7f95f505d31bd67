import type { Effect, Write } from '@stellwerk/core';

/** An effect on its way out. */
export interface Sendable<W extends Write = Write> {
  readonly effect: Effect & { readonly write: W };
  /** The provider's id of the ticket that the effect is about. */
  readonly ticketId: string;
  /** Short keyed text by which a note, notice, comment or issue of ours is found again: 26 characters, A–Z and 2–7. */
  readonly marker: string;
  /** When this effect was first marked `sending`, epoch ms: a look-up need not go back further than a little before it. */
  readonly sendingSince: number;
}

/** What a write came to. */
export interface Applied {
  readonly outcome: 'done' | 'unchanged';
  /** The provider's reference of what was made: note id, issue reference such as `acme/product#12`, audit id. */
  readonly remoteRef: string | null;
  /** Keys under which our own write will appear in the ticket's history (`audit:7`, `article:9`), so that its echo is known. */
  readonly ownWrites: readonly string[];
}

/** What a look-up after an unclear outcome found. */
export type Found =
  | { readonly kind: 'present'; readonly remoteRef: string; readonly ownWrites: readonly string[] }
  | { readonly kind: 'absent' };

/** Where effects go: a helpdesk, a tracker or a notifier. */
export interface EffectTarget<W extends Write = Write> {
  /** Carries out a wanted end. Calling it twice with the same effect leaves the provider as after one call, or `find` finds it. */
  apply(sendable: Sendable<W>, signal: AbortSignal): Promise<Applied>;
  /** Looks for what `apply` may have made, by a read that is consistent, never by a search index. */
  find(sendable: Sendable<W>, signal: AbortSignal): Promise<Found>;
}
