import type { Clock, Store } from '@stellwerk/ports';

/** How long each kind of row is kept. Days, whole or not. */
export interface RetentionDays {
  readonly events: number;
  readonly attempts: number;
  readonly audit: number;
  readonly bodies: number;
}

const DAY_MS = 86_400_000;

/** Deletes what is older than the policy says; returns rows per table. */
export function retain(
  { store, clock }: { readonly store: Store; readonly clock: Pick<Clock, 'now'> },
  { events, attempts, audit, bodies }: RetentionDays,
): Promise<Readonly<Record<string, number>>> {
  const limits = {
    events: events * DAY_MS,
    attempts: attempts * DAY_MS,
    audit: audit * DAY_MS,
    bodies: bodies * DAY_MS,
  };
  return store.admin.purge(limits, clock.now());
}
