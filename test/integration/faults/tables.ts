import type { TicketEvent } from '@stellwerk/core';
import type { Change, StoredEffect } from '@stellwerk/ports';
import type { FaultRig } from './rig.ts';

/** What our tables say of a ticket, without ids and instants, so that two tickets of the same fate say the same. */
export async function tablesOf({ store }: FaultRig, lane: string) {
  const effects = await store.effects.list({ lane, limit: 100 });
  const changes = await store.changes.list({ lane, limit: 100 });
  const events = await store.lanes.events(lane);
  const counts = await store.admin.counts();
  return {
    effects: effects.map(effectRow),
    ledger: changes.map(ledgerRow),
    story: events.map(storyRow),
    open: counts.events_open,
    dead: counts.events_dead,
    paused: (await store.connections.list()).filter(({ status }) => status === 'paused').map(({ name }) => name),
  };
}

/** Writes that make something of its own, which our tables must name. Of the others an audit's id at most is lost with an answer. */
const NAMED = /note|notice|issue|comment/;

function effectRow({ effect, state, remoteRef, error, overtaken }: StoredEffect) {
  return {
    write: effect.write.kind,
    state,
    named: NAMED.test(effect.write.kind) && remoteRef !== null,
    error,
    overtaken,
  };
}

function ledgerRow({ action, before, after, remoteRef, undoOf, undoneBy }: Change) {
  return {
    action,
    before: withoutRefs(before),
    after: withoutRefs(after),
    named: NAMED.test(action) && remoteRef !== null,
    undoOf,
    undoneBy,
  };
}

const REFS = new Set(['message', 'issue', 'comment']);

function withoutRefs(facts: Change['after']) {
  if (facts === null) return null;
  const named = Object.entries(facts).map(([name, value]) => [name, REFS.has(name) ? value !== null : value]);
  return unnumbered(Object.fromEntries(named));
}

/** Tags of a case of its own carry its number. */
function unnumbered(row: object): unknown {
  return JSON.parse(JSON.stringify(row).replaceAll(/"new\d+"/g, '"new"'));
}

const OWN = new Set(['key', 'at', 'seq', 'observedAt', 'provenance', 'causedBy', 'effectKey']);
/** Facts that name one ticket, message, person or issue. */
const NAMING = new Set(['messageId', 'commentId', 'number', 'url', 'issue', 'ref']);

function storyRow(event: TicketEvent) {
  const told = Object.entries(event).filter(([name]) => !OWN.has(name) && !NAMING.has(name));
  return unnumbered({ ...Object.fromEntries(told), actor: event.actor.kind });
}
