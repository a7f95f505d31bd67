import type { Store } from '@stellwerk/ports';
import type { Breaker } from './breaker.ts';
import { createBreaker } from './breaker.ts';
import type { HourlyLimit } from './hourly-limit.ts';
import { createHourlyLimit } from './hourly-limit.ts';
import type { RetryBudget } from './retry-budget.ts';
import { createRetryBudget } from './retry-budget.ts';

/** How old what we know of a pause may be, ms: another process or the command line may have set it. */
const STATUS_AGE_MS = 5_000;

/** What this process knows of how its connections fare. */
export interface ConnectionHealth {
  /** Null when the connection may be called now, else when to come again: it is paused, asked us to wait, or mostly fails. */
  blockedUntil(connection: string, now: number): Promise<number | null>;
  /** The provider asked us to wait. */
  waitUntil(connection: string, instant: number): void;
  /** Reports a call for the breaker. */
  record(connection: string, now: number, ok: boolean): void;
  budget(connection: string): RetryBudget;
  /** How many writes an hour the policy allows. */
  writes(connection: string): HourlyLimit;
  /** False while the same pause is being set already: several lanes may hear of refused credentials at once. */
  beginPause(connection: string): boolean;
  endPause(connection: string): void;
  /** Forgets what is known of pauses, after one was set or lifted here. */
  refresh(): void;
}

interface State {
  readonly breaker: Breaker;
  readonly budget: RetryBudget;
  readonly writes: HourlyLimit;
  waitUntil: number;
}

/** Makes the health of all connections, with nothing known yet. */
export function createConnectionHealth(store: Store, maxWritesPerHour: number | null): ConnectionHealth {
  const states = new Map<string, State>();
  const of = (connection: string): State => {
    const known = states.get(connection);
    if (known) return known;
    const fresh = {
      breaker: createBreaker(),
      budget: createRetryBudget(),
      writes: createHourlyLimit(maxWritesPerHour),
      waitUntil: 0,
    };
    states.set(connection, fresh);
    return fresh;
  };
  const pauses = createPauseReader(store);
  const pausing = new Set<string>();

  return {
    async blockedUntil(connection, now) {
      if ((await pauses.read(now)).has(connection)) return now + STATUS_AGE_MS;
      const { waitUntil, breaker } = of(connection);
      return waitUntil > now ? waitUntil : breaker.blockedUntil(now);
    },
    waitUntil(connection, instant) {
      const state = of(connection);
      state.waitUntil = Math.max(state.waitUntil, instant);
    },
    record: (connection, now, ok) => of(connection).breaker.record(now, ok),
    budget: (connection) => of(connection).budget,
    writes: (connection) => of(connection).writes,
    beginPause: (connection) => !pausing.has(connection) && pausing.add(connection).has(connection),
    endPause: (connection) => void pausing.delete(connection),
    refresh: pauses.forget,
  };
}

function createPauseReader(store: Store) {
  let readAt: number | null = null;
  let paused: ReadonlySet<string> = new Set();
  return {
    async read(now: number): Promise<ReadonlySet<string>> {
      // a clock that went back must not keep an old answer alive
      if (readAt !== null && Math.abs(now - readAt) < STATUS_AGE_MS) return paused;
      const rows = await store.connections.list();
      paused = new Set(rows.filter((row) => row.status === 'paused').map((row) => row.name));
      readAt = now;
      return paused;
    },
    forget() {
      readAt = null;
    },
  };
}
