import type { Effect } from '../model/effect.ts';
import type { BareTicket, SimulatedClock } from './simulate.ts';

/** One thing that two policies see differently on a ticket. Instants are epoch ms; null: not there under that policy. */
export type Difference =
  /** The way through the tiers: `T1`, `T1→T2`. */
  | { readonly kind: 'tiers'; readonly a: string; readonly b: string }
  /** A clock: its target, state, due and breach instants. */
  | { readonly kind: 'clock'; readonly clock: string; readonly a: ClockView | null; readonly b: ClockView | null }
  /** Instants at which a rule fired or chose a tier. */
  | { readonly kind: 'rule'; readonly rule: string; readonly a: readonly number[]; readonly b: readonly number[] }
  /** A wanted end, by its key without the ticket. */
  | { readonly kind: 'effect'; readonly effect: string; readonly a: EffectView | null; readonly b: EffectView | null };

/** A clock as two policies are compared by. `usedMs` is open time. */
export type ClockView = Pick<
  SimulatedClock,
  'state' | 'targetText' | 'calendar' | 'usedMs' | 'dueAt' | 'breachedAt' | 'endedAt'
>;

/** An effect as two policies are compared by. */
export interface EffectView {
  readonly write: string;
  readonly mode: Effect['mode'];
  readonly at: number;
}

/** A ticket on which two policies differ. */
export interface TicketDifference {
  readonly connection: string;
  readonly ticket: string;
  readonly number: string;
  readonly differences: readonly Difference[];
}

/** What two policies see differently on the same ticket, in a fixed order: tiers, clocks, rules, effects. */
export function differencesOf(a: BareTicket, b: BareTicket): readonly Difference[] {
  const [pathA, pathB] = [pathOf(a), pathOf(b)];
  return [
    ...(pathA === pathB ? [] : [{ kind: 'tiers', a: pathA, b: pathB } as const]),
    ...pairs(clocksOf(a), clocksOf(b)).map(([clock, one, two]) => ({ kind: 'clock', clock, a: one, b: two }) as const),
    ...pairs(firingsOf(a), firingsOf(b)).map(
      ([rule, one, two]) => ({ kind: 'rule', rule, a: one ?? [], b: two ?? [] }) as const,
    ),
    ...pairs(effectsOf(a), effectsOf(b)).map(
      ([effect, one, two]) => ({ kind: 'effect', effect, a: one, b: two }) as const,
    ),
  ];
}

function pathOf({ spans }: BareTicket): string {
  return spans.map(({ tier }) => tier).join('→');
}

/** Entries of two maps that differ, in the order of the first and then of the second. */
function pairs<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): readonly [string, T | null, T | null][] {
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((key): [string, T | null, T | null] => [key, a.get(key) ?? null, b.get(key) ?? null])
    .filter(([, one, two]) => JSON.stringify(one) !== JSON.stringify(two));
}

function clocksOf({ clocks }: BareTicket): ReadonlyMap<string, ClockView> {
  return new Map(
    clocks.map(({ id, state, targetText, calendar, usedMs, dueAt, breachedAt, endedAt }) => [
      id,
      { state, targetText, calendar, usedMs, dueAt, breachedAt, endedAt },
    ]),
  );
}

function firingsOf({ decisions }: BareTicket): ReadonlyMap<string, readonly number[]> {
  const byRule = new Map<string, number[]>();
  for (const { at, reason } of decisions) {
    const fired = reason.code.startsWith('escalation.fired') || reason.code === 'tier.rule_matched';
    if (!fired || reason.rule === null) continue;
    byRule.set(reason.rule, [...(byRule.get(reason.rule) ?? []), at]);
  }
  return byRule;
}

function effectsOf({ effects, connection, ticket }: BareTicket): ReadonlyMap<string, EffectView> {
  const own = `${connection}:ticket:${ticket}/`;
  return new Map(
    effects.map(({ key, write, mode, at }) => [
      key.startsWith(own) ? key.slice(own.length) : key,
      { write: write.kind, mode, at },
    ]),
  );
}
