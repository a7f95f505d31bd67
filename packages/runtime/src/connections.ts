import type { NotifierWrite, Write } from '@stellwerk/core';
import type { EffectTarget, HelpdeskAdapter, IssueTracker } from '@stellwerk/ports';

/** A configured account, by what it is to us. */
export type Connection =
  | { readonly kind: 'helpdesk'; readonly name: string; readonly adapter: HelpdeskAdapter }
  | { readonly kind: 'tracker'; readonly name: string; readonly adapter: IssueTracker }
  | { readonly kind: 'notifier'; readonly name: string; readonly target: EffectTarget<NotifierWrite> };

/** All connections by their name in `stellwerk.yaml`. */
export type Connections = ReadonlyMap<string, Connection>;

/** Where effects of this connection go. */
export function targetOf(connection: Connection): EffectTarget<Write> {
  return connection.kind === 'notifier' ? connection.target : connection.adapter;
}

/** How long after a time-out a request may still take effect there, ms. A notifier's receiver deduplicates by itself. */
export function quarantineOf(connection: Connection): number {
  return connection.kind === 'notifier' ? 0 : connection.adapter.manifest.quarantineMs;
}
