import type { Proof } from '../../tools/proof-kit.ts';
import { postgresRun } from './support/postgres-run.ts';
import { atLeast, atMost, exactly, told } from './support/rows.ts';
import { verdictRows } from './support/verdict-rows.ts';

/** The same promises on PostgreSQL with a gateway and two workers: workers are killed and the database crashes meanwhile. */
export const proof: Proof = {
  name: 'crashes on PostgreSQL',
  async run({ full }) {
    const least = full
      ? { seconds: 60, workerKills: 40, databaseCrashes: 8 }
      : { seconds: 15, workerKills: 5, databaseCrashes: 2 };
    const run = await postgresRun(5, least);
    return {
      rows: [
        atLeast('worker kills', run.workerKills, least.workerKills),
        atLeast('database crashes', run.databaseCrashes, least.databaseCrashes),
        ...verdictRows(run, { acknowledged: least.seconds * 5, bugs: least.seconds }),
        exactly('processes ended by a database crash', run.endedByThemselves, 0),
        atMost('events parked after three kills, then replayed', run.parked, run.events / 100),
        told('posts that were not acknowledged', run.retries),
        told('requests that the tracker failed', run.faults),
      ],
    };
  },
};
