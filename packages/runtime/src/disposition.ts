import type { Effect } from '@stellwerk/core';
import { canonical, isStanding } from '@stellwerk/core';
import type { EffectEntry, EffectState, StoredEffect } from '@stellwerk/ports';
import { type DerivedKind, derivedKey, readDerivedKey } from './derived-keys.ts';

/** When an effect is of the moment and when it is the past. */
export interface EntryRules {
  readonly now: number;
  readonly lateAfterMs: number;
}

/**
 * How an effect enters the table. Sent by itself only when its class was live at the instant it was wanted and that
 * instant is not long ago; proposed in shadow or where the rule only proposes; else recorded as past.
 */
export function entryOf(effect: Effect, liveSince: number | null, { now, lateAfterMs }: EntryRules): EffectEntry {
  if (now - effect.at > lateAfterMs) return 'past';
  if (liveSince === null || effect.mode === 'propose') return 'proposed';
  return effect.at >= liveSince ? 'pending' : 'past';
}

/** Whether an effect came from here and not from the rules. */
function isDerived(key: string): boolean {
  return readDerivedKey(key) !== null;
}

const GONE: ReadonlySet<EffectState> = new Set(['cancelled', 'expired', 'dismissed']);
const ON_ITS_WAY: ReadonlySet<EffectState> = new Set(['pending', 'proposed', 'sending', 'unknown']);

/** Keys of stored effects that the whole story, folded anew, does not want. */
export function overtakenKeys(stored: readonly StoredEffect[], wanted: readonly Effect[]): readonly string[] {
  const keys = new Set(wanted.map((effect) => effect.key));
  return stored
    .filter(
      ({ effect, state, overtaken }) =>
        !overtaken && !GONE.has(state) && !isDerived(effect.key) && !keys.has(effect.key),
    )
    .map(({ effect }) => effect.key);
}

/** What a correction is worked out from. `wanted` is the complete set of the story. */
export interface Standing {
  readonly stored: readonly StoredEffect[];
  readonly wanted: readonly Effect[];
  readonly overtaken: readonly string[];
  /** Keys of wanted effects that will be sent anyway. */
  readonly sendable: ReadonlySet<string>;
  readonly now: number;
}

/**
 * For each standing end whose last sent value the story no longer wants: the value it does want, unless that is on its
 * way already. Also says which corrections of earlier are themselves out of date.
 */
export function corrections(input: Standing): {
  readonly effects: readonly Effect[];
  readonly stale: readonly string[];
} {
  const effects: Effect[] = [];
  const stale: string[] = [];
  for (const [coalesceKey, group] of standingGroups(input.stored)) {
    const latest = latestWanted(input.wanted, coalesceKey);
    stale.push(...staleCorrections(group, latest));
    const correction = latest && correctionOf(group, latest, input);
    if (correction) effects.push(correction);
  }
  return { effects, stale };
}

function standingGroups(stored: readonly StoredEffect[]): ReadonlyMap<string, readonly StoredEffect[]> {
  const standing = stored.filter(({ effect }) => effect.coalesceKey !== null && isStanding(effect.write.kind));
  return Map.groupBy(standing, ({ effect }) => `${effect.connection} ${effect.coalesceKey}`);
}

/**
 * Keys of ends that a later instant of the story has replaced already. They are recorded and not sent: learnt of late,
 * they would take the place of the newer one that waits.
 */
export function replacedKeys(wanted: readonly Effect[]): ReadonlySet<string> {
  const latest = new Map<string, Effect>();
  const replaced = new Set<string>();
  for (const effect of wanted) {
    if (effect.coalesceKey === null || !isStanding(effect.write.kind)) continue;
    const group = `${effect.connection} ${effect.coalesceKey}`;
    const other = latest.get(group);
    if (other && other.at > effect.at) {
      replaced.add(effect.key);
      continue;
    }
    if (other) replaced.add(other.key);
    latest.set(group, effect);
  }
  return replaced;
}

/** The last end that the story wants under this coalesce key; of one instant the one named last. */
function latestWanted(wanted: readonly Effect[], group: string): Effect | null {
  let latest: Effect | null = null;
  for (const effect of wanted) {
    if (`${effect.connection} ${effect.coalesceKey}` !== group || !isStanding(effect.write.kind)) continue;
    if (!latest || effect.at >= latest.at) latest = effect;
  }
  return latest;
}

function staleCorrections(group: readonly StoredEffect[], latest: Effect | null): readonly string[] {
  return group
    .filter(
      ({ effect, state }) => isDerived(effect.key) && ON_ITS_WAY.has(state) && !(latest && sameEnd(effect, latest)),
    )
    .map(({ effect }) => effect.key);
}

function correctionOf(group: readonly StoredEffect[], latest: Effect, input: Standing): Effect | null {
  const lastSent = group.filter(({ state }) => state === 'done').at(-1);
  if (!lastSent || sameEnd(lastSent.effect, latest)) return null;
  const unwanted =
    lastSent.overtaken || input.overtaken.includes(lastSent.effect.key) || isDerived(lastSent.effect.key);
  if (!unwanted || input.sendable.has(latest.key) || isOnItsWay(group, latest, input.overtaken)) return null;
  return derived(latest, 'correct', lastSent.effect.key, input.stored, input.now);
}

function isOnItsWay(group: readonly StoredEffect[], latest: Effect, overtaken: readonly string[]): boolean {
  return group.some(
    ({ effect, state }) => ON_ITS_WAY.has(state) && !overtaken.includes(effect.key) && sameEnd(effect, latest),
  );
}

/**
 * Standing ends that were cancelled because the ticket had moved on (409, 412) and that nothing newer replaced: wanted
 * again, at most 5 times.
 */
export function afterConflicts(stored: readonly StoredEffect[], now: number): readonly Effect[] {
  const effects: Effect[] = [];
  for (const group of standingGroups(stored).values()) {
    const last = group.at(-1);
    if (last?.state !== 'cancelled' || last.overtaken || !last.error?.startsWith('CONFLICT')) continue;
    const base = last.effect.key.replace(/^again(?:~\d+)?:/, '');
    const tries = stored.filter(
      ({ effect }) => effect.key.startsWith('again') && effect.key.endsWith(`:${base}`),
    ).length;
    if (tries < 5) effects.push(derived(last.effect, 'again', base, stored, now));
  }
  return effects;
}

/** The standing ends a ticket should show now, as effects of this moment: asked for when a class goes live. */
export function standingNow(
  stored: readonly StoredEffect[],
  wanted: readonly Effect[],
  now: number,
): readonly Effect[] {
  const keys = new Set(wanted.map((effect) => `${effect.connection} ${effect.coalesceKey}`));
  const effects: Effect[] = [];
  for (const key of keys) {
    const latest = latestWanted(wanted, key);
    if (!latest || latest.coalesceKey === null) continue;
    const group = stored.filter(({ effect }) => `${effect.connection} ${effect.coalesceKey}` === key);
    const lastSent = group.filter(({ state }) => state === 'done').at(-1);
    const moving = group.some(
      ({ effect, state }) => state !== 'proposed' && ON_ITS_WAY.has(state) && sameEnd(effect, latest),
    );
    if (moving || (lastSent && sameEnd(lastSent.effect, latest))) continue;
    effects.push(derived(latest, 'stand', latest.key, stored, now));
  }
  return effects;
}

function derived(from: Effect, kind: DerivedKind, base: string, stored: readonly StoredEffect[], now: number): Effect {
  const taken = new Set(stored.map(({ effect }) => effect.key));
  return { ...from, key: derivedKey(kind, base, taken), at: now };
}

/** Whether two effects want the same end. */
function sameEnd(a: Effect, b: Effect): boolean {
  return a.connection === b.connection && canonical(a.write) === canonical(b.write);
}
