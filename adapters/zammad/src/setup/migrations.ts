import { pause } from '@stellwerk/adapter-kit';
import { Transient } from '@stellwerk/ports';
import type { SetupParts } from './setup-parts.ts';

/** Zammad 6.5 ends its processes within about 5 s after a migration; what answers long after that does not restart (5.2). */
const UNTIL_IT_STAYS_MS = 15_000;
/** A migration whose answer got lost may still be running for this long. */
const UNCLEAR_MS = 60_000;
const BETWEEN_LOOKS_MS = 2_000;
const LONGEST_MS = 180_000;

/**
 * Carries out the waiting changes of attributes, and waits until Zammad is back and shows them. Where a database column comes or
 * goes it restarts itself: it refuses connections or answers 502 for 10 to 60 s.
 */
export async function runMigrations(
  parts: SetupParts,
  restarts: boolean,
  isDone: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const { clock, connection } = parts.context;
  const until = clock.now() + LONGEST_MS;
  let run = await begin(parts, restarts, signal);
  let wasAway = false;

  while (clock.now() < until) {
    const done = await orAway(isDone());
    wasAway = wasAway || done === null;
    // an old process may answer to the last moment: only one that was away, or has stayed this long, has its restart behind it
    if (done && (wasAway || clock.now() >= run.staysFrom)) return;
    if (done === false && clock.now() >= run.againFrom) {
      run = await begin(parts, restarts, signal);
      wasAway = false;
    }
    await pause(clock, BETWEEN_LOOKS_MS, signal);
  }
  const minutes = LONGEST_MS / 60_000;
  throw new Transient(`${connection}: Zammad did not come back within ${minutes} minutes`, { ambiguous: true });
}

/** A migration that was asked for, and the instants that follow from it. */
interface Run {
  /** What still answers then does not restart any more. */
  readonly staysFrom: number;
  /** It may be asked for again: a second one beside the first does harm. */
  readonly againFrom: number;
}

async function begin({ http, context }: SetupParts, restarts: boolean, signal: AbortSignal): Promise<Run> {
  const { clock } = context;
  const path = '/object_manager_attributes_execute_migrations';
  const staysFrom = (): number => clock.now() + (restarts ? UNTIL_IT_STAYS_MS : 0);
  try {
    await http.http.request('POST', path, { body: {}, signal });
    return { staysFrom: staysFrom(), againFrom: Number.POSITIVE_INFINITY };
  } catch (error) {
    // it may go down while it still answers: what stands afterwards counts
    if (!(error instanceof Transient)) throw error;
    return { staysFrom: staysFrom(), againFrom: clock.now() + (error.ambiguous ? UNCLEAR_MS : 0) };
  }
}

/** Null when Zammad is not to be reached now. */
function orAway<T>(call: Promise<T>): Promise<T | null> {
  return call.catch((error: unknown) => {
    if (error instanceof Transient) return null;
    throw error;
  });
}
