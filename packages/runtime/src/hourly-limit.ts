const HOUR_MS = 3_600_000;

/** Keeps writes to a number per hour, so that a rule gone wild cannot fill a helpdesk before somebody looks. */
export interface HourlyLimit {
  /** Null when a write may go out now, else the instant at which the oldest of the last hour is an hour ago. */
  blockedUntil(now: number): number | null;
  wrote(now: number): void;
}

/** Makes a limit of `max` writes in any 60 minutes; null limits nothing. */
export function createHourlyLimit(max: number | null): HourlyLimit {
  let writes: number[] = [];
  return {
    blockedUntil(now) {
      if (max === null) return null;
      writes = writes.filter((at) => at > now - HOUR_MS);
      const oldest = writes[writes.length - max];
      return oldest === undefined ? null : oldest + HOUR_MS;
    },
    wrote(now) {
      if (max !== null) writes.push(now);
    },
  };
}
