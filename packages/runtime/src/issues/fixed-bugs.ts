import { type FixedNotTold, fixedNotTold } from '@stellwerk/core';
import type { LaneRef, Store } from '@stellwerk/ports';
import { readState } from './impact.ts';

/** A ticket whose bug is fixed and whose customer does not know it. */
export interface FixedBug extends FixedNotTold {
  readonly lane: LaneRef;
  /** The number people see. */
  readonly number: string;
  readonly plan: string;
}

const PAGE = 500;

/** The queue “fixed, customer not told”: those that wait longest first. */
export async function fixedBugs(store: Store): Promise<readonly FixedBug[]> {
  const found: FixedBug[] = [];
  for await (const lane of linkedLanes(store)) {
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

async function* linkedLanes({ lanes }: Store): AsyncGenerator<LaneRef> {
  for (let after = 0; ; ) {
    const page = await lanes.linked({ limit: PAGE, after });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.id;
  }
}
