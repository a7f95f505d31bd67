import type { Effect, WriteClass } from '@stellwerk/core';
import type { LaneRef } from '@stellwerk/ports';
import { askEngine } from '../decide-lane.ts';
import type { RuntimeDeps } from '../deps.ts';
import { standingNow } from '../disposition.ts';
import { everyLane } from '../every-lane.ts';
import { changeOf, isDifference } from './change-of.ts';
import type { PlannedSwitch, PlannedWrite, PlanRequest } from './plan.ts';
import { shownInEvents } from './shown.ts';

/** What the helpdesks do not show yet of how open tickets should stand, in classes that are live or go live. */
export async function plannedWrites(
  deps: RuntimeDeps,
  { connections }: PlanRequest,
  switches: readonly PlannedSwitch[],
): Promise<readonly PlannedWrite[]> {
  const isLive = liveOrGoing(deps, switches);
  const writes: PlannedWrite[] = [];
  for await (const lane of everyLane(deps.store)) {
    if (lane.finishedAt !== null) continue;
    for (const each of await standingWrites(deps, lane)) {
      if (connections.includes(each.connection) && (await isLive(each))) writes.push({ ...each, number: lane.number });
    }
  }
  return writes;
}

function liveOrGoing({ store }: RuntimeDeps, switches: readonly PlannedSwitch[]) {
  const known = new Map(switches.map(({ connection, writeClass }) => [`${connection} ${writeClass}`, true]));
  return async ({ connection, writeClass }: { connection: string; writeClass: WriteClass }): Promise<boolean> => {
    const key = `${connection} ${writeClass}`;
    const live = known.get(key) ?? (await store.connections.liveSince(connection, writeClass)) !== null;
    known.set(key, live);
    return live;
  };
}

/** Ends that one ticket should show and does not, of rules that need nobody's word. */
async function standingWrites(deps: RuntimeDeps, lane: LaneRef): Promise<readonly Omit<PlannedWrite, 'number'>[]> {
  const { store, clock } = deps;
  const now = clock.now();
  const history = await store.lanes.events(lane.key);
  const stored = await store.effects.list({ lane: lane.key, limit: 1_000 });
  const work = { lane, fresh: [], history: async () => history };
  const { effects } = await askEngine(deps, work, null, now);
  const shown = shownInEvents(history);
  return standingNow(stored, effects, now).flatMap((effect) => {
    if (effect.mode !== 'auto' || effect.coalesceKey === null) return [];
    const facts = changeOf(effect.write, shown);
    return isDifference(facts) ? [{ ...plannedWrite(effect, effect.coalesceKey), lane: lane.key, ...facts }] : [];
  });
}

function plannedWrite({ connection, writeClass, write, rule, reason }: Effect, coalesceKey: string) {
  return { connection, writeClass, write, coalesceKey, rule, reason };
}
