import type { Change } from '@stellwerk/ports';
import type { RuntimeDeps } from '../deps.ts';
import { everyRow } from '../every-row.ts';
import type { PlannedUndo, PlanRequest } from './plan.ts';
import { planUndo } from './undo.ts';

/** Tags and tiers of ours that still stand on tickets and that nobody has edited since. */
export async function plannedUndos(deps: RuntimeDeps, { connections }: PlanRequest): Promise<readonly PlannedUndo[]> {
  const undos: PlannedUndo[] = [];
  for (const connection of connections) {
    const changes: Change[] = [];
    for await (const change of everyChange(deps, connection)) {
      if (change.writeClass === 'tags' && change.undoneBy === null && change.undoOf === null) changes.push(change);
    }
    for (const { change, verdict } of await planUndo(deps, changes)) {
      if (verdict !== 'undo' || change.lane === null) continue;
      // what stands now gives way to what stood before
      undos.push({ connection, lane: change.lane, change: change.id, before: change.after, after: change.before });
    }
  }
  return undos;
}

function everyChange({ store }: RuntimeDeps, connection: string): AsyncGenerator<Change> {
  return everyRow((limit, last) =>
    store.changes.list({ connection, limit, ...(last === null ? {} : { beforeId: last.id }) }),
  );
}
