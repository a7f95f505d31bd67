import type { Effect, TicketEvent, Tier, Write, WriteClass } from '@stellwerk/core';
import { type Change, type ChangeFacts, type LaneKey, NotFound, type Store } from '@stellwerk/ports';
import { decideLane } from '../decide-lane.ts';
import type { RuntimeDeps } from '../deps.ts';
import { derivedKey } from '../derived-keys.ts';
import { isUndoable, undoneChange } from './change-of.ts';
import { decideOnLane } from './decide-on-lane.ts';
import { type Shown, type ShownTags, shownInEvents, withFacts } from './shown.ts';

/** Whether a change is taken back, or why not. */
export type UndoVerdict =
  | 'undo'
  /** It was taken back before. */
  | 'undone'
  /** People have read it, or it stands at a tracker: a note, a notice, an issue, a status. */
  | 'cannot_be_undone'
  /** How it stood before is not known. */
  | 'before_unknown'
  /** Somebody else has changed the same since. */
  | 'edited_since'
  /** We have changed the same again since; that one would have to be taken back first. */
  | 'changed_again'
  | 'ticket_gone';

/** One change, with what undoing it would come to. */
export interface UndoItem {
  readonly change: Change;
  readonly verdict: UndoVerdict;
  readonly write: Write | null;
}

/** Looks at each change, newest first, beside how its ticket stands at the helpdesk now. Reads only. */
export async function planUndo(deps: RuntimeDeps, changes: readonly Change[]): Promise<readonly UndoItem[]> {
  const newestFirst = changes.toSorted((a, b) => b.id - a.id);
  const tickets = new Map<LaneKey, Ticket | null>();
  const items: UndoItem[] = [];
  for (const change of newestFirst) {
    if (change.lane !== null && !tickets.has(change.lane))
      tickets.set(change.lane, await readTicket(deps, change.lane));
    items.push(judge(change, change.lane === null ? null : (tickets.get(change.lane) ?? null)));
  }
  return items;
}

/** A ticket as it stands now; `shown` follows what is taken back, so that changes of one thing can go one after the other. */
interface Ticket {
  shown: Shown;
  readonly events: readonly TicketEvent[];
  /** Changes of ours that stand, newest first. */
  readonly standing: Change[];
}

async function readTicket(deps: RuntimeDeps, key: LaneKey): Promise<Ticket | null> {
  const { store, connections, settings } = deps;
  const lane = await store.lanes.get(key);
  const connection = lane && connections.get(lane.connection);
  if (!lane || connection?.kind !== 'helpdesk') return null;
  try {
    const { events } = await connection.adapter.ticket(lane.ticketId, AbortSignal.timeout(settings.callTimeoutMs));
    return { events, shown: shownInEvents(events), standing: await standingChanges(store, key) };
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

async function standingChanges(store: Store, lane: LaneKey): Promise<Change[]> {
  const all = await store.changes.list({ lane, limit: 1_000 });
  return all.filter(({ undoneBy, undoOf }) => undoneBy === null && undoOf === null);
}

function judge(change: Change, ticket: Ticket | null): UndoItem {
  const verdict = verdictOf(change, ticket);
  if (verdict !== 'undo' || ticket === null) return { change, verdict, write: null };
  const write = inverseOf(change);
  ticket.shown = withFacts(ticket.shown, change.before ?? {});
  const at = ticket.standing.findIndex(({ id }) => id === change.id);
  if (at >= 0) ticket.standing.splice(at, 1);
  return { change, verdict, write };
}

function verdictOf(change: Change, ticket: Ticket | null): UndoVerdict {
  if (change.undoneBy !== null) return 'undone';
  if (change.kind !== 'ticket' || !isUndoable(change.action)) return 'cannot_be_undone';
  if (change.before === null || change.after === null) return 'before_unknown';
  if (!canGoBack(change)) return 'before_unknown';
  if (ticket === null) return 'ticket_gone';
  if (ticket.standing.some((other) => other.id > change.id && isSameThing(other, change))) return 'changed_again';
  if (!stands(ticket.shown, change.after)) return 'edited_since';
  return ticket.events.some((event) => isForeignEdit(event, change)) ? 'edited_since' : 'undo';
}

/** A group or a priority cannot be taken away again: only another can take its place. */
function canGoBack({ action, before }: Change): boolean {
  if (action === 'assign_group') return before?.group !== null;
  if (action === 'set_priority') return before?.priority !== null;
  return true;
}

function isSameThing(a: Change, b: Change): boolean {
  if (a.connection !== b.connection) return false;
  const names = (change: Change): readonly string[] =>
    Object.entries(change.after ?? {}).flatMap(([name, value]) =>
      name === 'tags' ? Object.keys(value as object).map((tag) => `tag ${tag}`) : [name],
    );
  const mine = new Set(names(a));
  return names(b).some((name) => mine.has(name));
}

function stands(shown: Shown, facts: ChangeFacts): boolean {
  return Object.entries(facts).every(([name, value]) => {
    if (name === 'tags') return Object.entries(value as ShownTags).every(([tag, on]) => shown.tags.has(tag) === on);
    return shown[name as 'tier' | 'group' | 'priority'] === value;
  });
}

/** Whether somebody other than us touched the same thing after our change: also where it shows the same again. */
export function isForeignEdit(event: TicketEvent, { after, at }: Change): boolean {
  if (event.actor.kind === 'self' || event.at <= at || after === null) return false;
  switch (event.type) {
    case 'tier_changed':
      return 'tier' in after;
    case 'group_changed':
      return 'group' in after;
    case 'priority_changed':
      return 'priority' in after;
    case 'tags_changed': {
      const tags = (after.tags ?? {}) as ShownTags;
      return [...event.added, ...event.removed].some((tag) => tag in tags);
    }
    default:
      return false;
  }
}

function inverseOf({ before }: Change): Write {
  const facts = before as { tier?: Tier | null; group?: string; priority?: never; tags?: ShownTags };
  if (facts.tier !== undefined)
    return facts.tier === null ? { kind: 'clear_tier' } : { kind: 'set_tier', tier: facts.tier };
  if (facts.group !== undefined) return { kind: 'assign_group', group: facts.group };
  if (facts.priority !== undefined) return { kind: 'set_priority', priority: facts.priority };
  const tags = Object.entries(facts.tags ?? {});
  const named = (on: boolean) => tags.filter(([, stood]) => stood === on).map(([tag]) => tag);
  return { kind: 'ensure_tags', add: named(true), remove: named(false) };
}

/** Sets what is to be taken back on its way, newest first, by the one road that all writes take. Returns how many were. */
export async function sendUndo(deps: RuntimeDeps, items: readonly UndoItem[]): Promise<number> {
  const byLane = Map.groupBy(
    items.filter(({ verdict, write }) => verdict === 'undo' && write !== null),
    ({ change }) => change.lane ?? '',
  );
  let sent = 0;
  for (const [key, of] of byLane) {
    const lane = await deps.store.lanes.get(key);
    if (!lane) continue;
    await decideOnLane(deps, lane, async (work, now) => {
      const stored = await work.effects();
      const open = stored.filter(({ state }) => ['pending', 'sending', 'unknown'].includes(state));
      const outcome = await decideLane(deps, work, now);
      const extra = [];
      for (const item of of) {
        if (open.some(({ effect }) => undoneChange(effect.key) === item.change.id)) continue;
        const effect = undoEffect(item, new Set(stored.map(({ effect }) => effect.key)), now);
        extra.push({ effect, entry: 'pending' as const, marker: deps.marker(effect.key) });
      }
      sent += extra.length;
      return { ...outcome, effects: [...outcome.effects, ...extra] };
    });
  }
  return sent;
}

function undoEffect({ change, write }: UndoItem, taken: ReadonlySet<string>, now: number): Effect {
  const rule = change.rule ?? 'undo';
  return {
    key: derivedKey('undo', String(change.id), taken),
    connection: change.connection,
    writeClass: change.writeClass as WriteClass,
    write: write as Write,
    at: now,
    mode: 'auto',
    coalesceKey: null, // it is no end that the rules want: nothing is to be corrected towards it
    rule,
    reason: { code: 'change.undone', rule, facts: { change: change.id } },
  };
}
