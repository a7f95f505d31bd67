import type { Change } from '@stellwerk/ports';
import type { RuntimeDeps } from '../deps.ts';
import type { PlannedUndo, PlanRequest } from './plan.ts';
import { planUndo } from './undo.ts';

const PAGE = 500;

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

async function* everyChange({ store }: RuntimeDeps, connection: string): AsyncGenerator<Change> {
  let beforeId: number | undefined;
  while (true) {
    const page = await store.changes.list({ connection, limit: PAGE, ...(beforeId === undefined ? {} : { beforeId }) });
    yield* page;
    if (page.length < PAGE) return;
    beforeId = page.at(-1)?.id;
  }
}
