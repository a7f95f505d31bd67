import type { EngineState, Policy, TicketEvent } from '@stellwerk/core';
import { createEngine } from '@stellwerk/core';
import type { StoredEffect } from '@stellwerk/ports';
import { drainEffects, drainLanes, fireTimers } from '@stellwerk/runtime';
import { openRig, type Rig } from '../../integration/runtime/desk.ts';

/** Where a story was heard: the real store and runtime over a scripted helpdesk that sends what it is told. */
export interface Ear {
  readonly rig: Rig;
  /** Hears a story in pieces; decides, fires timers and sends after each one. */
  hear(ticket: string, pieces: readonly Piece[], until: number): Promise<Heard>;
  close(): Promise<void>;
}

/** Events that arrive together. */
export interface Piece {
  readonly events: readonly TicketEvent[];
  /** Instant of their arrival, epoch ms. */
  readonly now: number;
  /** Whether effects go out before the next piece. */
  readonly send: boolean;
}

/** What a story came to. */
export interface Heard {
  /** The final state, with the ticket's name taken out. */
  readonly state: string;
  readonly clocks: string;
  /** Keys of effects that the story still wants, however they entered the table. */
  readonly wanted: readonly string[];
  /** Those among them that were cancelled before they were sent: a newer end took their place. */
  readonly cancelled: readonly string[];
  readonly effects: readonly StoredEffect[];
  /** Keys in the order in which they were written at the helpdesk. */
  readonly written: readonly string[];
  /** What the helpdesk shows of each standing end, by coalesce key. */
  readonly shown: ReadonlyMap<string, string>;
}

const FOREVER = 10_000 * 86_400_000;

/** Opens a store in a folder of its own, with everything live since the beginning of time. */
export async function openEar(policy: Policy): Promise<Ear> {
  const rig = await openRig(createEngine(policy), { lateAfterMs: FOREVER, fuseEffects: FOREVER });
  rig.clock.set(0);
  await rig.live('tags', 'notes', 'assignment', 'notifications');
  return { rig, hear: (ticket, pieces, until) => hear(rig, ticket, pieces, until), close: () => rig.close() };
}

async function hear(rig: Rig, ticket: string, pieces: readonly Piece[], until: number): Promise<Heard> {
  const before = rig.desk.written.length;
  rig.clock.set(pieces[0]?.now ?? until);
  for (const { events, now, send } of pieces) {
    rig.desk.put(ticket, ...events);
    rig.clock.set(now);
    await turn(rig, ticket, send);
  }
  rig.clock.set(until);
  await turn(rig, ticket, true);
  await turn(rig, ticket, true);
  return heardOf(rig, ticket, before);
}

async function turn(rig: Rig, ticket: string, send: boolean): Promise<void> {
  await fireTimers(rig.deps);
  await rig.hint(ticket);
  await drainLanes(rig.deps);
  if (send) await drainEffects(rig.deps, 'acme');
}

async function heardOf(rig: Rig, ticket: string, before: number): Promise<Heard> {
  const lane = `acme:ticket:${ticket}`;
  const text = (await rig.store.lanes.state(lane)) ?? '';
  const effects = await rig.store.effects.list({ lane, limit: 1_000 });
  const own = rig.desk.written.slice(before).map(({ effect }) => effect);
  const plain = (value: string): string => value.replaceAll(lane, 'TICKET').replaceAll(`"${ticket}"`, '"TICKET"');
  const wanted = effects.filter(({ effect, overtaken }) => !overtaken && !isDerived(effect.key));
  return {
    state: plain(text),
    clocks: plain(JSON.stringify((JSON.parse(text) as EngineState).clocks)),
    wanted: wanted.map(({ effect }) => plain(effect.key)).sort(),
    cancelled: wanted.filter(({ state }) => state === 'cancelled').map(({ effect }) => plain(effect.key)),
    effects,
    written: own.map(({ key }) => key),
    shown: new Map(
      own.flatMap(({ coalesceKey, write }) => (coalesceKey ? [[plain(coalesceKey), JSON.stringify(write)]] : [])),
    ),
  };
}

/** Corrections come from the runtime, not from the story. */
export function isDerived(key: string): boolean {
  return /^(?:correct|again|stand)(?:~\d+)?:/.test(key);
}
