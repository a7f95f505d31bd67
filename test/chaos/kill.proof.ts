import type { Proof, ProofRow } from '../../tools/proof-kit.ts';
import type { Look } from './support/child-settings.ts';
import { type Killed, killRun } from './support/kill-run.ts';
import { atLeast, atMost, told } from './support/rows.ts';
import { verdictRows } from './support/verdict-rows.ts';

/**
 * kill -9 of `serve` on SQLite at random moments under load, before a GitHub that is limited, fails after the write, and
 * answers too late. Nothing may be lost, doubled, missing or out of order; without the consistent look-up issues double.
 */
export const proof: Proof = {
  name: 'kill -9 on SQLite',
  async run({ full }) {
    const kills = full ? 200 : 20;
    const run = await killRun({ seed: 7, kills, look: 'list' });
    return {
      rows: [
        atLeast('kills', run.kills, kills),
        ...verdictRows(run, { acknowledged: kills * 10, bugs: kills }),
        ...circumstances(run),
        await control('search', 'control: look-up by the lagging search, issues doubled', full),
        await control('never', 'control: plain retry, issues doubled', full),
      ],
    };
  },
};

function circumstances(run: Killed): readonly ProofRow[] {
  return [
    atLeast('requests that the tracker failed', run.faults, 5),
    atLeast('webhooks sent twice', run.duplicates, 5),
    atMost('events parked after three kills, then replayed', run.parked, run.events / 100),
    told('killed while starting', run.killedWhileStarting),
    told('posts that a kill cut off', run.retries),
  ];
}

/** Fails more often than GitHub, so that a handful of kills is enough to see what the missing guard costs. */
async function control(look: Look, name: string, full: boolean): Promise<ProofRow> {
  const { duplicateIssues } = await killRun({ seed: 11, kills: full ? 30 : 4, look, badGateway: 0.5 });
  return atLeast(name, duplicateIssues, 1);
}
