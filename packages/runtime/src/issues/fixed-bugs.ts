import { type FixedNotTold, fixedNotTold } from '@stellwerk/core';
import type { LaneRef, Store } from '@stellwerk/ports';
import { everyRow } from '../every-row.ts';
import { readState } from './impact.ts';

/** A ticket whose bug is fixed and whose customer does not know it. */
export interface FixedBug extends FixedNotTold {
  readonly lane: LaneRef;
  /** The number people see. */
  readonly number: string;
  readonly plan: string;
}

/** The queue “fixed, customer not told”: those that wait longest first. */
export async function fixedBugs(store: Store): Promise<readonly FixedBug[]> {
  const found: FixedBug[] = [];
  const linked = everyRow<LaneRef>((limit, last) => store.lanes.linked({ limit, after: last?.id ?? 0 }));
  for await (const lane of linked) {
    const state = readState(await store.lanes.state(lane.key));
    if (!state) continue;
    const { number, plan } = state.facts;
    found.push(...fixedNotTold(state).map((bug) => ({ ...bug, lane, number, plan })));
  }
  return found.sort((a, b) => since(a) - since(b));
}

function since({ fixedAt, releasedAt }: FixedNotTold): number {
  return Math.min(fixedAt ?? Number.POSITIVE_INFINITY, releasedAt ?? Number.POSITIVE_INFINITY);
}
