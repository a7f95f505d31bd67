import type { Proof } from '../../tools/proof-kit.ts';
import { postgresRun } from './support/postgres-run.ts';
import { atLeast, exactly, told } from './support/rows.ts';
import { verdictRows } from './support/verdict-rows.ts';

/** The same promises on PostgreSQL with a gateway and two workers: workers are killed and the database crashes meanwhile. */
export const proof: Proof = {
  name: 'crashes on PostgreSQL',
  async run({ full }) {
    const seconds = full ? 60 : 15;
    const run = await postgresRun(5, seconds);
    return {
      rows: [
        atLeast('worker kills', run.workerKills, full ? 40 : 5),
        atLeast('database crashes', run.databaseCrashes, full ? 8 : 2),
        ...verdictRows(run, { acknowledged: seconds * 5, bugs: seconds }),
        exactly('processes ended by a database crash', run.endedByThemselves, 0),
        told('posts that were not acknowledged', run.retries),
        told('requests that the tracker failed', run.faults),
      ],
    };
  },
};
