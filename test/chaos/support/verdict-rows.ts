import type { ProofRow } from '../../../tools/proof-kit.ts';
import { atLeast, exactly, told } from './rows.ts';
import type { Verdict } from './verdict.ts';

/** The rows of a run under which nothing may be lost, doubled or out of order. */
export function verdictRows(verdict: Verdict, least: { readonly acknowledged: number; readonly bugs: number }) {
  return [
    atLeast('webhooks acknowledged', verdict.acknowledged, least.acknowledged),
    exactly('acknowledged webhooks lost', verdict.lostDeliveries, 0),
    exactly('events of the helpdesk missing', verdict.lostEvents, 0),
    exactly('tickets out of order', verdict.lanesOutOfOrder, 0),
    exactly('events left over', verdict.openEvents, 0),
    exactly('events dead', verdict.deadEvents, 0),
    atLeast('bugs tagged', verdict.bugs, least.bugs),
    exactly('issues missing', verdict.missingIssues, 0),
    exactly('issues doubled', verdict.duplicateIssues, 0),
    exactly('notes doubled', verdict.duplicateNotes, 0),
    exactly('effects dead', verdict.effects.dead ?? 0, 0),
    told('events of the helpdesk', verdict.events),
  ] satisfies readonly ProofRow[];
}
