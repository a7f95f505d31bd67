import type { LaneKey, LaneRef } from '@stellwerk/ports';
import { NotFound } from '@stellwerk/ports';
import { askEngine, outcomeOf } from './decide-lane.ts';
import type { RuntimeDeps } from './deps.ts';
import { everyLane } from './every-lane.ts';

/** What folding anew came to. */
export interface Rebuilt {
  readonly lanes: number;
  /** Lanes whose cache was not what their events say, byte by byte. */
  readonly differing: readonly LaneKey[];
  /** Lanes that a worker held; run again for these. */
  readonly busy: readonly LaneKey[];
}

/** Folds one lane or all anew from their events, compares with the cached state at the same instant, and keeps the new one. */
export async function rebuild(deps: RuntimeDeps, only?: LaneKey): Promise<Rebuilt> {
  const differing: LaneKey[] = [];
  const busy: LaneKey[] = [];
  let lanes = 0;
  for await (const lane of only === undefined ? everyLane(deps.store) : oneLane(deps, only)) {
    lanes += 1;
    const verdict = await rebuildLane(deps, lane);
    if (verdict === 'differs') differing.push(lane.key);
    if (verdict === 'busy') busy.push(lane.key);
  }
  return { lanes, differing, busy };
}

async function* oneLane({ store }: RuntimeDeps, key: LaneKey): AsyncGenerator<LaneRef> {
  const lane = await store.lanes.get(key);
  if (!lane) throw new NotFound(`There is no ticket ${key}`);
  yield lane;
}

async function rebuildLane(deps: RuntimeDeps, lane: LaneRef): Promise<'same' | 'differs' | 'busy'> {
  const now = deps.clock.now();
  let same = true;
  const outcome = await deps.store.lanes.decide(lane, now, async (work) => {
    const cached = work.state === null ? null : await askEngine(deps, work, work.state, now);
    const anew = await askEngine(deps, work, null, now);
    same = cached === null || cached.state === anew.state;
    return outcomeOf(deps, work, anew, { now, standing: false });
  });
  if (outcome === 'busy') return 'busy';
  return same ? 'same' : 'differs';
}
