import type { Effect } from '../model/effect.ts';
import { compareOrder, eventOrder, type TicketEvent } from '../model/event.ts';
import type { Decision } from '../model/reason.ts';
import type { Policy } from '../policy/policy.ts';
import { liveClocks } from '../sla/live-clocks.ts';
import { applyStep } from './apply-step.ts';
import { passDeadlines, renewDeadline } from './deadlines.ts';
import { type EngineState, emptyState, STATE_SCHEMA } from './state.ts';
import type { Step, TicketName } from './step.ts';

/** What folding gave. `state` is the caller's to keep; `effects` are those of the folded part of the story. */
export interface Folded {
  readonly state: EngineState;
  readonly decisions: readonly Decision[];
  readonly effects: readonly Effect[];
  /** Next instant at which something happens by itself, or null. */
  readonly nextAt: number | null;
}

/** Events in the order of the story, each key once. */
export function inStoryOrder(events: readonly TicketEvent[]): readonly TicketEvent[] {
  if (events.length < 2) return events; // the usual case: one event has come
  const byKey = new Map(events.map((event) => [event.key, event]));
  return [...byKey.values()].sort((a, b) => compareOrder(eventOrder(a), eventOrder(b)));
}

/** Whether events can be put on top of a state, or the story must be folded anew: older than what was folded, another policy or schema. */
export function continues(state: EngineState, fresh: readonly TicketEvent[], policy: Policy): boolean {
  if (state.schema !== STATE_SCHEMA || state.policy !== policy.version) return false;
  return fresh.every((event) => {
    const order = eventOrder(event);
    const later = state.last === null || compareOrder(state.last, order) < 0;
    return later && (state.lastDeadlineAt === null || event.at > state.lastDeadlineAt);
  });
}

/** Folds events in story order onto a state (null: a new one), passing every deadline on the way and up to `now`.
 * The same events give the same result however they are split over calls. Takes `state` over: pass a copy to keep it. */
export function fold(
  ticket: TicketName,
  policy: Policy,
  state: EngineState | null,
  events: readonly TicketEvent[],
  now: number,
): Folded {
  const present = state ?? emptyState(policy.version, policy.defaultPlan);
  const decisions: Decision[] = [];
  const effects: Effect[] = [];
  const shared = { ticket, policy, state: present, live: liveClocks(present.clocks), decisions, effects };
  const make = (at: number, cause: string): Step => ({ ...shared, at, cause });

  for (const event of events) {
    passDeadlines(make, present, event.at, false);
    const step = make(event.at, event.key);
    applyStep(step, event);
    renewDeadline(step);
  }
  passDeadlines(make, present, now, true);
  return { state: present, decisions, effects, nextAt: present.nextAt };
}
