import type { DecideResult, Effect } from '@stellwerk/core';
import type { LaneOutcome, LaneWork, NewEffect, StoredEffect } from '@stellwerk/ports';
import type { RuntimeDeps } from './deps.ts';
import { afterConflicts, corrections, entryOf, overtakenKeys, replacedKeys, standingNow } from './disposition.ts';

/** What a deciding transaction needs of the world. */
export type DecideDeps = Pick<RuntimeDeps, 'engine' | 'marker' | 'settings'>;

/** Lets the rules decide on a lane and settles how each wanted effect enters the table. Runs inside the transaction: no network. */
export async function decideLane(deps: DecideDeps, work: LaneWork, now: number): Promise<LaneOutcome> {
  return outcomeOf(deps, work, await askEngine(deps, work, work.state, now), { now, standing: false });
}

/** The same over the whole history, and with the standing ends that the ticket should show as effects of now. */
export async function decideStanding(deps: DecideDeps, work: LaneWork, now: number): Promise<LaneOutcome> {
  return outcomeOf(deps, work, await askEngine(deps, work, null, now), { now, standing: true });
}

/** Asks the rules; `state` null folds the whole story anew. */
export function askEngine(
  deps: DecideDeps,
  { lane, fresh, history }: Pick<LaneWork, 'lane' | 'fresh' | 'history'>,
  state: string | null,
  now: number,
): Promise<DecideResult> {
  const { connection, ticketId, key } = lane;
  return deps.engine.decide({ lane: { connection, ticketId, key }, state, fresh, history, now });
}

/** How the outcome is settled. */
export interface Settling {
  readonly now: number;
  /** Whether standing ends of the whole story are wanted anew, as when a class goes live and a person asked for it. */
  readonly standing: boolean;
}

/** Turns what the rules say into what the transaction saves. */
export async function outcomeOf(
  deps: DecideDeps,
  work: LaneWork,
  decided: DecideResult,
  { now, standing }: Settling,
): Promise<LaneOutcome> {
  const { state, row, timers, decisions } = decided;
  const stored = await work.effects();
  const replaced = replacedKeys(decided.effects);
  const wanted = (await entered(deps, work, newOrBack(decided.effects, stored), now)).map((entry) =>
    replaced.has(entry.effect.key) ? { ...entry, entry: 'past' as const } : entry,
  );

  const overtaken = decided.refolded ? overtakenKeys(stored, decided.effects) : [];
  const done = new Set(stored.filter(({ state }) => state === 'done').map(({ effect }) => effect.key));
  const sendable = new Set(
    wanted.filter(({ effect, entry }) => entry !== 'past' && !done.has(effect.key)).map(({ effect }) => effect.key),
  );
  const correction = decided.refolded
    ? corrections({ stored, wanted: decided.effects, overtaken, sendable, now })
    : { effects: [], stale: [] };
  const asked = standing && decided.refolded ? standingNow(stored, decided.effects, now) : [];
  const right = row.finishedAt === null ? correction.effects : correction.effects.map(proposed);
  const extra = await entered(deps, work, [...right, ...afterConflicts(stored, now), ...asked], now);

  return {
    state,
    row,
    timers,
    effects: [...wanted, ...extra],
    overtaken: [...overtaken, ...correction.stale],
    decisions,
    policyVersion: deps.engine.policyVersion,
  };
}

/** A ticket that is finished is not written to for an old mistake unless a person says so. */
function proposed(effect: Effect): Effect {
  return { ...effect, mode: 'propose' };
}

/** Effects that are not in the table, and cancelled or overtaken ones: the store says which of those come back. */
function newOrBack(effects: readonly Effect[], stored: readonly StoredEffect[]): readonly Effect[] {
  const standing = stored.filter(({ overtaken, state }) => !overtaken && state !== 'cancelled');
  const known = new Set(standing.map(({ effect }) => effect.key));
  return effects.filter(({ key }) => !known.has(key));
}

async function entered(
  { marker, settings }: DecideDeps,
  work: LaneWork,
  effects: readonly Effect[],
  now: number,
): Promise<readonly NewEffect[]> {
  const result: NewEffect[] = [];
  for (const effect of effects) {
    const liveSince = await work.liveSince(effect.connection, effect.writeClass);
    const entry = entryOf(effect, liveSince, { now, lateAfterMs: settings.lateAfterMs });
    result.push({ effect, entry, marker: marker(effect.key) });
  }
  return result;
}
