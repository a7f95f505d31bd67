import type { EngineState } from '@stellwerk/core';
import type { ReadableCounters } from '@stellwerk/gateway';
import type { Store, StoredEffect } from '@stellwerk/ports';
import type { DemoWorld } from './world.ts';

/** What the demo came to. Written things are counted in the simulators, not in our own tables. */
export interface DemoSummary {
  readonly tickets: number;
  readonly deliveries: number;
  readonly duplicates: number;
  readonly events: number;
  readonly tierChanges: number;
  readonly tagsWritten: number;
  readonly notesWritten: number;
  readonly slaBreaches: number;
  readonly escalations: number;
  readonly issuesCreated: number;
  readonly issuesClosedBack: number;
  readonly effectsDead: number;
  /** Tickets of the helpdesks that we do not have, and events taken in but not worked on. */
  readonly lost: number;
  readonly durationMs: number;
}

const MARK = /\[sw-[A-Z2-7]{6,}\]|stellwerk:[A-Z2-7]{6,}/i;
const OWN_TAG = /^(tier_t[0-4]|tier::t[0-4]|sla_gefaehrdet)$/i;

/** Counts in the simulators and in the store. */
export async function summarise(
  world: DemoWorld,
  store: Store,
  counters: ReadableCounters,
  durationMs: number,
): Promise<DemoSummary> {
  const states = await readStates(store, world);
  const effects = await store.effects.counts();
  const tickets = [...world.desks.values()].flatMap((desk) => desk.tickets());
  const messages = tickets.flatMap((ticket) => ticket.messages);
  const issues = world.github.issues().filter(({ body }) => MARK.test(body ?? ''));
  const closedNotes = messages.filter(({ body }) => MARK.test(body)).map(({ body }) => body);
  const outcome = (name: string): number =>
    counters
      .samples()
      .filter((sample) => sample.name === 'webhooks_total' && sample.labels.outcome === name)
      .reduce((sum, { value }) => sum + value, 0);

  return {
    tickets: tickets.length,
    deliveries: outcome('accepted') + outcome('duplicate'),
    duplicates: outcome('duplicate'),
    events: states.known.reduce((sum, { folded }) => sum + folded, 0),
    tierChanges: states.known.reduce((sum, { spans }) => sum + Math.max(0, spans.length - 1), 0),
    tagsWritten:
      tickets.filter(({ tier }) => tier !== null && tier !== '').length +
      tickets.flatMap(({ tags }) => tags).filter((tag) => OWN_TAG.test(tag)).length,
    notesWritten: messages.filter((message) => !message.public && MARK.test(message.body)).length,
    slaBreaches: states.known.reduce(
      (sum, { clocks }) => sum + clocks.filter(({ breachedAt }) => breachedAt !== null).length,
      0,
    ),
    escalations: states.known.reduce((sum, { rules }) => sum + Object.values(rules.fired).flat().length, 0),
    issuesCreated: issues.length,
    issuesClosedBack: issues.filter(
      ({ number, state }) => state === 'closed' && closedNotes.some((body) => body.includes(`#${number} `)),
    ).length,
    effectsDead: effects.dead ?? 0,
    lost: states.missing + (await openEvents(store)),
    durationMs: Math.round(durationMs),
  };
}

/** Tickets of the helpdesks that we do not have, and events taken in but not worked on. */
export async function lostCount(world: DemoWorld, store: Store): Promise<number> {
  const { missing } = await readStates(store, world);
  return missing + (await openEvents(store));
}

async function openEvents(store: Store): Promise<number> {
  const { events_open: open = 0 } = await store.admin.counts();
  return open;
}

async function readStates(store: Store, world: DemoWorld): Promise<{ known: readonly EngineState[]; missing: number }> {
  const known: EngineState[] = [];
  let missing = 0;
  for (const [name, desk] of world.desks) {
    for (const ticket of desk.tickets()) {
      const state = await store.lanes.state(`${name}:ticket:${ticket.id}`);
      if (state !== null) known.push(JSON.parse(state) as EngineState);
      else if (ticket.mergedInto === null) missing += 1; // merged away before we looked: no list names it any more
    }
  }
  return { known, missing };
}

/** Whether what Stellwerk wrote really stands in the helpdesks and the tracker, and nothing is lost. */
export function standsThere(summary: DemoSummary, unproven: readonly string[]): boolean {
  const written = summary.tagsWritten > 0 && summary.notesWritten > 0 && summary.issuesCreated > 0;
  return written && summary.lost === 0 && unproven.length === 0;
}

/** Keys of notes and issues that our own tables call done and that do not stand at the provider exactly once. */
export async function unprovenWrites(world: DemoWorld, store: Store): Promise<readonly string[]> {
  const texts = [
    ...[...world.desks.values()].flatMap((desk) =>
      desk.tickets().flatMap(({ messages }) => messages.map(({ body }) => body)),
    ),
    ...world.github.issues().map(({ body }) => body ?? ''),
  ].filter((text) => MARK.test(text));
  const unproven: string[] = [];
  for await (const { effect, marker, remoteRef } of doneEffects(store)) {
    if (effect.write.kind !== 'add_note' && effect.write.kind !== 'create_issue') continue;
    if (effect.write.kind === 'create_issue' && isLinked(world, marker, remoteRef)) continue;
    if (texts.filter((text) => text.includes(marker)).length !== 1) unproven.push(effect.key);
  }
  return unproven;
}

/** Whether the ticket was linked to an issue that another one had made: ours, but under another marker. */
function isLinked(world: DemoWorld, marker: string, remoteRef: string | null): boolean {
  const issue = world.github.issues().find(({ number }) => remoteRef?.endsWith(`#${number}`));
  return issue !== undefined && MARK.test(issue.body) && !issue.body.includes(marker);
}

async function* doneEffects(store: Store): AsyncGenerator<StoredEffect> {
  const limit = 500;
  for (let after = 0; ; ) {
    const page = await store.effects.list({ states: ['done'], limit, after });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < limit) return;
    after = last.id;
  }
}
