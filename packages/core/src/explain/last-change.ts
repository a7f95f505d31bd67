import { fold, inStoryOrder } from '../decide/fold.ts';
import { currentTier, type EngineState } from '../decide/state.ts';
import type { ActorKind } from '../model/actor.ts';
import type { EventType, TicketEvent } from '../model/event.ts';
import type { StoryAsked } from './why-tier.ts';

/** One thing that is different since the last event or deadline. Texts as the engine has them; null: not there. */
export interface Change {
  /** `status`, `priority`, `tier`, `tags`, `fields.<name>`, `clock <id> state`, `clock <id> dueAt`, `rule <id>`. */
  readonly what: string;
  readonly from: string | number | null;
  readonly to: string | number | null;
}

/** What the last event or deadline of the story did. Instants are epoch ms. */
export interface LastChange {
  readonly at: number;
  /** Null for a deadline. */
  readonly event: EventType | null;
  readonly actor: ActorKind | null;
  readonly changes: readonly Change[];
}

/** Compares the ticket before and after the last thing that happened to it; null for a story without events. */
export function lastChange({ ticket, policy, events, now }: StoryAsked): LastChange | null {
  const ordered = inStoryOrder(events).filter(({ at }) => at <= now);
  const last = ordered.at(-1);
  if (!last) return null;
  const fresh = (until: number, some: readonly TicketEvent[]): EngineState =>
    fold(ticket, policy, null, some, until).state;
  // a deadline that changed nothing (a rule looked and was not due) is no news: the one before it may be
  let present = fresh(now, ordered);
  for (let due = present.lastDeadlineAt; due !== null && due >= last.at; due = present.lastDeadlineAt) {
    const before = fresh(due - 1, ordered);
    const changes = changesOf(before, present);
    if (changes.length > 0) return { at: due, event: null, actor: null, changes };
    present = before;
  }
  const before = fresh(last.at - 1, ordered.slice(0, -1));
  return { at: last.at, event: last.type, actor: last.actor.kind, changes: changesOf(before, present) };
}

function changesOf(before: EngineState, after: EngineState): readonly Change[] {
  const [from, to] = [viewOf(before), viewOf(after)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((what) => ({ what, from: from.get(what) ?? null, to: to.get(what) ?? null }))
    .filter((change) => change.from !== change.to);
}

function viewOf(state: EngineState): ReadonlyMap<string, string | number | null> {
  const { facts, clocks, rules } = state;
  if (facts.createdAt === 0) return new Map();
  const { status, priority, plan, group, assignee, agentReplies, customerReplies, internalNotes } = facts;
  return new Map<string, string | number | null>([
    ...Object.entries({ status, priority, plan, tier: currentTier(state), group, assignee }),
    ...Object.entries({ tags: facts.tags.join(', '), agentReplies, customerReplies, internalNotes }),
    ...Object.entries(facts.fields).map(([name, value]): [string, string] => [`fields.${name}`, String(value ?? '')]),
    ...clocks.flatMap(({ id, state: now, breachedAt, dueAt }): [string, string | number | null][] => [
      [`clock ${id} state`, breachedAt === null ? now : 'breached'],
      [`clock ${id} dueAt`, dueAt],
    ]),
    ...Object.entries(rules.lastFired).map(([rule, at]): [string, number] => [`rule ${rule}`, at]),
  ]);
}
