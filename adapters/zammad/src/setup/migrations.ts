import { pause } from '@stellwerk/adapter-kit';
import { Transient } from '@stellwerk/ports';
import type { SetupParts } from './setup-parts.ts';

/** Zammad 6.5 ends its processes within about 5 s after a migration: until then the old ones still answer. */
const UNTIL_IT_GOES_MS = 6_000;
const BETWEEN_LOOKS_MS = 2_000;
const LONGEST_MS = 180_000;

/**
 * Carries out the waiting changes of attributes, and waits until Zammad is back and shows them. Where a database column comes or
 * goes it restarts itself: it refuses connections or answers 502 for 10 to 60 s.
 */
export async function runMigrations(
  { http, context }: SetupParts,
  restarts: boolean,
  isDone: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const { clock, connection } = context;
  const path = '/object_manager_attributes_execute_migrations';
  // it may go down while it still answers: what stands afterwards counts
  const execute = async (): Promise<boolean> =>
    (await http.http.request('POST', path, { body: {}, signal }).catch(onlyTransient)) !== undefined;
  let isUnderWay = await execute();
  const until = clock.now() + LONGEST_MS;
  if (restarts) await pause(clock, UNTIL_IT_GOES_MS, signal);

  while (clock.now() < until) {
    const done = await isDone().catch(onlyTransient);
    if (done === true) return;
    if (done === false && !isUnderWay) isUnderWay = await execute();
    await pause(clock, BETWEEN_LOOKS_MS, signal);
  }
  const minutes = LONGEST_MS / 60_000;
  throw new Transient(`${connection}: Zammad did not come back within ${minutes} minutes`, { ambiguous: true });
}

function onlyTransient(error: unknown): void {
  if (!(error instanceof Transient)) throw error;
}
