import { RateLimited } from '@stellwerk/ports';

const HOUR = 3_600_000;

/** Counts what we create within an hour. */
export interface WriteBudget {
  /** Takes one; throws RateLimited with the seconds until the next is free. */
  take(now: number): void;
}

/**
 * GitHub allows about 500 new issues and comments an hour. A wait that long must not be spent inside a call: the effect's
 * lease would run out and it would be looked up while its request still waits. So it is refused and comes again.
 */
export function createWriteBudget(connection: string, perHour: number): WriteBudget {
  const taken: number[] = [];
  return {
    take(now) {
      while (taken.length > 0 && taken[0]! <= now - HOUR) taken.shift();
      if (taken.length >= perHour) throw new RateLimited(connection, Math.ceil((taken[0]! + HOUR - now) / 1000));
      taken.push(now);
    },
  };
}
