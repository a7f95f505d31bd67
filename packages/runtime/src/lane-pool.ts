import type { RuntimeDeps } from './deps.ts';
import { errorText } from './error-text.ts';
import { processNextLane } from './process.ts';

/** What work on lanes came to. */
export interface LanesDrained {
  readonly worked: number;
  /** More may be waiting: the call has had its share, so that the caller lets others have a turn first. */
  readonly more: boolean;
}

/** Slots that work on lanes, each on one at a time. */
export interface LanePool {
  /**
   * Puts free slots to work. Resolves as soon as one of them finds nothing more to take or has had its share; a lane whose
   * source hangs goes on by itself and holds up nobody.
   */
  fill(): Promise<LanesDrained>;
  /** Resolves when no slot is at work; throws what made one of them end. */
  rest(): Promise<void>;
}

/** Makes a pool with `laneWidth` free slots. `endedLate` hears of a slot that had work and ended after its call had returned. */
export function createLanePool(deps: RuntimeDeps, stopping: () => boolean, endedLate: () => void = () => {}): LanePool {
  const { laneWidth, drainLimit } = deps.settings;
  const working = new Set<Promise<void>>();

  async function slot(drained: { worked: number; more: boolean }): Promise<boolean> {
    let had = false;
    while (!stopping()) {
      if (drained.worked >= drainLimit) break;
      if ((await processNextLane(deps)) === 'idle') return had;
      drained.worked += 1;
      had = true;
    }
    drained.more = true;
    return had;
  }

  /** Once the call has returned, an error of a slot has nobody else to be told to. */
  async function watched(work: Promise<boolean>, isLate: () => boolean): Promise<void> {
    try {
      if ((await work) && isLate()) endedLate();
    } catch (error) {
      if (!isLate()) throw error;
      deps.logger.warn('work on lanes ended early', { error: errorText(error) });
    }
  }

  return {
    async fill() {
      const drained = { worked: 0, more: false };
      let late = false;
      const started = Array.from({ length: laneWidth - working.size }, () => {
        const work: Promise<void> = watched(slot(drained), () => late).finally(() => working.delete(work));
        work.catch(() => {}); // it is told by the race below, or by `rest`
        working.add(work);
        return work;
      });
      if (started.length > 0) await Promise.race(started).finally(() => (late = true));
      return drained;
    },
    async rest() {
      while (working.size > 0) await Promise.all(working);
    },
  };
}

/** Works on ready lanes, several at a time, until none is left or this call has had its share. */
export async function drainLanes(deps: RuntimeDeps, stopping: () => boolean = () => false): Promise<LanesDrained> {
  const pool = createLanePool(deps, stopping);
  const drained = await pool.fill();
  await pool.rest();
  return drained;
}
