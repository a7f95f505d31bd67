import { type EngineState, type ImpactShare, type IssueRef, impactText, STATE_SCHEMA, shareOf } from '@stellwerk/core';
import type { Store } from '@stellwerk/ports';

const FEWEST_TICKETS = 2; // what one ticket says stands in the issue itself

/** The text of an issue's impact comment from all tickets linked to it now, or null while it needs none. */
export async function impactOf(store: Store, issue: IssueRef, language: 'de' | 'en'): Promise<string | null> {
  const lanes = await store.lanes.linkedTo(issue);
  if (lanes.length < FEWEST_TICKETS) return null;
  const shares: ImpactShare[] = [];
  for (const { key } of lanes) {
    const share = shareIn(await store.lanes.state(key));
    if (share) shares.push(share);
  }
  return shares.length === 0 ? null : impactText(shares, language);
}

function shareIn(text: string | null): ImpactShare | null {
  const state = readState(text);
  return state && shareOf(state);
}

/** A stored fold, where this version can read it. */
export function readState(text: string | null): EngineState | null {
  if (text === null) return null;
  const state = JSON.parse(text) as EngineState;
  return state.schema === STATE_SCHEMA ? state : null;
}
