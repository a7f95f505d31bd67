import { backoffMs } from './backoff.ts';

const FLOOR_MS = 2_000;

/** How long each lane whose source fails waits for its next try: longer each time, from 2 s to about 15 min. */
export interface Patience {
  /** One more try was in vain; the wait before the next, ms. */
  missed(laneId: number): number;
  /** The source answered. */
  answered(laneId: number): void;
}

/** Starts with every lane fresh. Kept in memory: after a restart each lane may try at once. */
export function createPatience(
  random: () => number,
  limits: { readonly backoffBaseMs: number; readonly backoffCapMs: number },
): Patience {
  const misses = new Map<number, number>();
  return {
    missed(laneId) {
      const count = (misses.get(laneId) ?? 0) + 1;
      misses.set(laneId, count);
      return FLOOR_MS + backoffMs(count, random, limits);
    },
    answered: (laneId) => void misses.delete(laneId),
  };
}
