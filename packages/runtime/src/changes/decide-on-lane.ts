import type { LaneOutcome, LaneRef, LaneWork } from '@stellwerk/ports';
import { Transient } from '@stellwerk/ports';
import type { RuntimeDeps } from '../deps.ts';

const TRIES = 20;
const BETWEEN_MS = 100;

/** Decides on a lane from outside the worker, waiting where the worker has it just now. Throws Transient when it never lets go. */
export async function decideOnLane(
  { store, clock }: RuntimeDeps,
  lane: LaneRef,
  decide: (work: LaneWork, now: number) => Promise<LaneOutcome>,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const now = clock.now();
    if ((await store.lanes.decide(lane, now, (work) => decide(work, now))) === 'decided') return;
    await new Promise<void>((resolve) => clock.after(BETWEEN_MS, resolve));
  }
  throw new Transient(`${lane.key} is being worked on; try again`, { ambiguous: false });
}
