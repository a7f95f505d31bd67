import { openStore } from '../../../packages/cli/src/compose.ts';
import { loadConfig } from '../../../packages/cli/src/installation/config.ts';
import type { Rig } from './rig.ts';
import { silentLogger } from './silent-logger.ts';

/**
 * Events on which three processes ended are parked until a person looks: kills from outside can look like that. Replays
 * them as `stellwerk replay` does and says how many there were. No child may be running on SQLite.
 */
export async function replayParked(rig: Rig): Promise<number> {
  const open = await openStore({
    config: loadConfig(rig.policy),
    env: { ...process.env, ...rig.env },
    clock: rig.clock,
    logger: silentLogger,
    access: 'admin',
  });
  try {
    const dead = await open.store.admin.deadEvents(10_000);
    for (const { id } of dead) await open.store.admin.replayEvent(id, 'proof', rig.clock.now());
    return dead.length;
  } finally {
    await open.close();
  }
}
