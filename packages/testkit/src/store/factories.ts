import type { Effect, TicketEvent, Write } from '@stellwerk/core';
import type { LaneClaim, LaneOutcome, LaneRef, NewDelivery, NewEffect, Store, Subject } from '@stellwerk/ports';

/** Connection used by all cases. */
export const DESK = 'desk';
/** The lane of a ticket at `DESK`. */
export const laneKey = (id: string): string => `${DESK}:ticket:${id}`;
const ticketSubject = (id: string): Subject => ({ kind: 'ticket', id });

/** A delivery about one ticket. */
export function delivery(key: string, ticket: string, changes: Partial<NewDelivery> = {}): NewDelivery {
  return {
    connection: DESK,
    key,
    receivedAt: 1_000,
    sourceAt: null,
    headers: { 'x-id': key },
    body: Buffer.from(`{"ticket":"${ticket}"}`),
    state: 'accepted',
    subjects: [ticketSubject(ticket)],
    ...changes,
  };
}

/** An internal message under a source's key. */
export function message(key: string, at: number, seq = 0): TicketEvent {
  return {
    type: 'message',
    key,
    at,
    seq,
    observedAt: at,
    actor: { kind: 'agent', ref: 'person-1' },
    channel: 'web',
    provenance: 'poll',
    messageId: key,
    visibility: 'internal',
    autoReply: false,
    features: { length: 3, language: 'de', patterns: [] },
  };
}

/** Writes that are looked up after an unclear outcome, and ones that are repeated. */
export const NOTE: Write = { kind: 'add_note', text: 'Hinweis' };
export const TIER: Write = { kind: 'set_tier', tier: 'T2' };

function effect(key: string, write: Write = NOTE, changes: Partial<Effect> = {}): Effect {
  return {
    key,
    connection: DESK,
    writeClass: write.kind === 'set_tier' ? 'tags' : 'notes',
    write,
    at: 1_000,
    mode: 'auto',
    coalesceKey: null,
    rule: 'rule-1',
    reason: { code: 'test.wanted', rule: 'rule-1', facts: { n: 1 } },
    ...changes,
  };
}

export function wanted(key: string, write?: Write, changes?: Partial<Effect>, entry: NewEffect['entry'] = 'pending') {
  return { effect: effect(key, write, changes), entry, marker: `MARK${key}` } satisfies NewEffect;
}

/** What a decision that changes nothing but these parts saves. */
export function outcome(changes: Partial<LaneOutcome> = {}): LaneOutcome {
  return {
    state: '{"v":1}',
    row: {
      number: '40012',
      status: 'open',
      priority: 'P2',
      plan: 'gold',
      tier: 'T1',
      group: 'first line',
      createdAt: 500,
      finishedAt: null,
      nextDueAt: null,
      breaches: 0,
    },
    timers: [],
    effects: [],
    overtaken: [],
    decisions: [],
    policyVersion: 'v1',
    ...changes,
  };
}

/** A lane that exists and waits for nothing. */
export async function quietLane(store: Store, ticket: string, now = 1_000): Promise<LaneRef> {
  await store.lanes.appendHistory(laneKey(ticket), {
    events: [message(`article:${ticket}`, now)],
    persons: [],
    hints: [],
    now,
  });
  return decideWith(store, ticket, {}, now);
}

/** Decides a ticket's lane with these parts of an outcome. */
export async function decideWith(
  store: Store,
  ticket: string,
  changes: Partial<LaneOutcome>,
  now = 1_000,
): Promise<LaneRef> {
  const lane = await store.lanes.get(laneKey(ticket));
  if (!lane) throw new Error(`No lane for ticket ${ticket}`);
  await store.lanes.decide(lane, now, async () => outcome(changes));
  return lane;
}

/** Takes the next lane, which must be there. */
export async function claimLane(store: Store, now: number, worker = 'worker-1'): Promise<LaneClaim> {
  const claim = await store.lanes.claim(now, worker);
  if (!claim) throw new Error(`No lane is ready at ${now}`);
  return claim;
}

/** Takes the next effect, which must be there. */
export async function claimEffect(store: Store, now: number, leaseMs = 60_000, connection = DESK) {
  const claim = await store.effects.claim(connection, now, leaseMs);
  if (!claim) throw new Error(`No effect is due at ${now}`);
  return claim;
}

/** A `done` with these parts. */
export function done(changes: { remoteRef?: string; ownWrites?: string[]; event?: TicketEvent; issue?: string } = {}) {
  return {
    kind: 'done',
    remoteRef: changes.remoteRef ?? null,
    ownWrites: changes.ownWrites ?? [],
    event: changes.event ?? null,
    link: changes.issue ? { tracker: 'tracker', issue: changes.issue } : null,
  } as const;
}
