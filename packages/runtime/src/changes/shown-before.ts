import type { EngineState } from '@stellwerk/core';
import type { ClaimedEffect } from '@stellwerk/ports';
import type { RuntimeDeps } from '../deps.ts';
import { type Shown, shownInEvents, shownInFacts, withFacts } from './shown.ts';

/** More own writes than this between two readings of a ticket are a loop, and the fuse has ended it. */
const RECENT = 50;

/**
 * How the ticket stood before an effect: by its story, and by what we wrote since, whose echo may still be on its way. Where
 * an earlier attempt may stand there, its echo may have come already and is left out. Null: not known.
 */
export async function shownBefore(deps: RuntimeDeps, claim: ClaimedEffect): Promise<Shown | null> {
  const { lane, attempts } = claim;
  const told = attempts > 1 ? await toldWithoutOwn(deps, claim) : await toldByState(deps, claim);
  if (told === null) return null;
  const written = await deps.store.changes.list({ lane: lane.key, limit: RECENT });
  return written
    .filter(({ connection, at }) => connection === lane.connection && at > told.until)
    .reduceRight((shown, { after }) => withFacts(shown, after ?? {}), told.shown);
}

interface Told {
  readonly shown: Shown;
  /** Time of the newest event it knows of. */
  readonly until: number;
}

async function toldByState({ store }: RuntimeDeps, { lane }: ClaimedEffect): Promise<Told | null> {
  const state = await store.lanes.state(lane.key);
  if (state === null) return null;
  const { facts } = JSON.parse(state) as Partial<EngineState>;
  return facts ? { shown: shownInFacts(facts), until: facts.lastEventAt } : null;
}

async function toldWithoutOwn({ store }: RuntimeDeps, { lane, sendingSince }: ClaimedEffect): Promise<Told | null> {
  const since = (sendingSince ?? Number.POSITIVE_INFINITY) - CLOCKS_DIFFER_MS;
  const events = await store.lanes.events(lane.key);
  if (events.length === 0) return null;
  const others = events.filter(({ actor, at }) => actor.kind !== 'self' || at < since);
  return { shown: shownInEvents(others), until: events.at(-1)?.at ?? 0 };
}

// the provider's clock may be behind ours; own writes just before are in the ledger and come in by that
const CLOCKS_DIFFER_MS = 5_000;
