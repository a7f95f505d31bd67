import { type Clock, RateLimited } from '@stellwerk/ports';

/** Remembers until when Zendesk wants no call. */
export interface Gate {
  /** Throws RateLimited while the time is not over. */
  check(): void;
  closeFor(seconds: number): void;
}

// account and export limits are counted per minute; a longer wait is about one ticket (30 updates in 10 minutes)
const LONGEST_SECONDS = 60;

/**
 * Refuses instead of waiting: an effect that waits inside a call would outlive its lease, be looked up and be sent twice.
 */
export function createGate(connection: string, clock: Clock): Gate {
  let closedUntil = 0;
  return {
    check() {
      const waitMs = closedUntil - clock.now();
      if (waitMs > 0) throw new RateLimited(connection, Math.ceil(waitMs / 1000));
    },
    closeFor(seconds) {
      if (seconds <= LONGEST_SECONDS) closedUntil = Math.max(closedUntil, clock.now() + seconds * 1000);
    },
  };
}
