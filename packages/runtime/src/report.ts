import type { Store } from '@stellwerk/ports';
import { everyLane } from './every-lane.ts';

type Counts = Readonly<Record<string, number>>;

/** Plain counts over all tickets. */
export interface Report {
  readonly tickets: number;
  readonly open: number;
  readonly finished: number;
  readonly breaches: number;
  readonly ticketsWithBreach: number;
  /** By T0–T4; `none` where no rule chose one. */
  readonly byTier: Counts;
  readonly byPriority: Counts;
  readonly byStatus: Counts;
  readonly effects: Counts;
  readonly rows: Counts;
}

/** Counts tickets by how they stand, and effects by state. */
export async function report(store: Store, connection?: string): Promise<Report> {
  const totals = { tickets: 0, finished: 0, breaches: 0, ticketsWithBreach: 0 };
  const byTier: Record<string, number> = {};
  const byPriority: Record<string, number> = {};
  const byStatus: Record<string, number> = {};
  for await (const row of everyLane(store, connection)) {
    totals.tickets += 1;
    if (row.finishedAt !== null) totals.finished += 1;
    totals.breaches += row.breaches;
    if (row.breaches > 0) totals.ticketsWithBreach += 1;
    count(byTier, row.tier ?? 'none');
    count(byPriority, row.priority ?? 'none');
    count(byStatus, row.status);
  }
  const open = totals.tickets - totals.finished;
  const effects = await store.effects.counts();
  const rows = await store.admin.counts();
  return { ...totals, open, byTier, byPriority, byStatus, effects, rows };
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
