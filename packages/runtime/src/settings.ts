const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Times and limits of the work between the ports. All in ms unless named otherwise. */
export interface Settings {
  /** An effect wanted longer ago than this is the past and never sent by itself. Default 1 h. */
  readonly lateAfterMs: number;
  /** Time a single call to a provider may take, of the machine's own clock. Default 10 s. */
  readonly callTimeoutMs: number;
  /** More own effects than this on one lane within `fuseWindowMs` mean a loop. Default 20 in 10 min. */
  readonly fuseEffects: number;
  readonly fuseWindowMs: number;
  /** Writes a connection gets in any hour; what is over waits. Default null, no limit; the policy's `guards` says 200. */
  readonly maxWritesPerHour: number | null;
  /** Full-jitter backoff of effects: base 2 s, cap 15 min, given up after 24 h. */
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
  readonly giveUpAfterMs: number;
  /** Lanes worked on at a time in one process. Default 8. */
  readonly laneWidth: number;
  /** Lanes or effects one call of a handler takes at most, before others get their turn. Default 500. */
  readonly drainLimit: number;
  /** How often each connection is compared with its source, and how far back each time. Default 5 min and 10 min. */
  readonly reconcileEveryMs: number;
  readonly reconcileOverlapMs: number;
  /** How often we look for work that nobody woke. Default 15 s. */
  readonly sweepEveryMs: number;
  /** Proposals older than this expire. Default 7 days. */
  readonly proposalDays: number;
}

/** The defaults named at each field. */
export const DEFAULT_SETTINGS: Settings = {
  lateAfterMs: HOUR,
  callTimeoutMs: 10 * SECOND,
  fuseEffects: 20,
  fuseWindowMs: 10 * MINUTE,
  maxWritesPerHour: null,
  backoffBaseMs: 2 * SECOND,
  backoffCapMs: 15 * MINUTE,
  giveUpAfterMs: DAY,
  laneWidth: 8,
  drainLimit: 500,
  reconcileEveryMs: 5 * MINUTE,
  reconcileOverlapMs: 10 * MINUTE,
  sweepEveryMs: 15 * SECOND,
  proposalDays: 7,
};
