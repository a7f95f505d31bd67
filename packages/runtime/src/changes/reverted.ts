import type { Change, Store } from '@stellwerk/ports';
import { isUndoable } from './change-of.ts';
import { isForeignEdit } from './undo.ts';

const LIMIT = 1_000;

/** How many of our changes of fields and tags since an instant somebody else has changed afterwards. */
export async function revertedChanges(
  store: Store,
  since: number,
): Promise<{ readonly changes: number; readonly reverted: number }> {
  const found = (await store.changes.list({ since, limit: LIMIT })).filter(
    ({ kind, action, undoOf }) => kind === 'ticket' && undoOf === null && isUndoable(action),
  );
  let reverted = 0;
  for (const [lane, changes] of Map.groupBy(found, (change: Change) => change.lane ?? '')) {
    const events = await store.lanes.events(lane);
    reverted += changes.filter((change) => events.some((event) => isForeignEdit(event, change))).length;
  }
  return { changes: found.length, reverted };
}
