import { canonical } from '@stellwerk/core';
import type { Change, ProviderChange } from '@stellwerk/ports';
import { type PlanDeps, provisioningOf, setupSignal } from './plan.ts';
import type { UndoVerdict } from './undo.ts';

/** What undoing the making of an object comes to. */
export interface ObjectUndo {
  readonly change: Change;
  readonly verdict: UndoVerdict;
  readonly removal: ProviderChange | null;
}

/** Whether an object still stands at its provider as this change made it: then it may be taken away. Reads only. */
export async function planObjectUndo(deps: PlanDeps, change: Change): Promise<ObjectUndo> {
  const { connection, key, action, after, undoneBy } = change;
  if (undoneBy !== null) return { change, verdict: 'undone', removal: null };
  const provisioning = provisioningOf(deps, connection);
  // what was changed or taken away was not made by this change: it cannot make that again
  if (action !== 'create' || provisioning === null) return { change, verdict: 'cannot_be_undone', removal: null };
  const removal = (await provisioning.leftovers(setupSignal(deps))).find((each) => each.key === key) ?? null;
  if (removal === null || canonical(removal.before) !== canonical(after))
    return { change, verdict: 'edited_since', removal: null };
  return { change, verdict: 'undo', removal };
}

/** Takes the object away, and notes it in the ledger. Throws Conflict where it was changed meanwhile. */
export async function undoObject(deps: PlanDeps, { change, removal }: ObjectUndo): Promise<void> {
  const { connection, id: undoOf } = change;
  const provisioning = provisioningOf(deps, connection);
  if (removal === null || provisioning === null) return;
  const made = await provisioning.apply(removal, deps.setup(connection), setupSignal(deps));
  const { key, action, before } = removal;
  const line = { connection, key, action, before, after: null, remoteRef: made.remoteId, plan: null, undoOf };
  await deps.store.changes.recordObject({ ...line, secret: null }, deps.clock.now());
}
