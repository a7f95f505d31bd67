import { onceKeyOf } from '../escalation/firings.ts';
import { compareOrder, eventOrder, type TicketEvent } from '../model/event.ts';
import type { Policy } from '../policy/policy.ts';
import { liveClocks } from '../sla/live-clocks.ts';
import { continues, fold, inStoryOrder } from './fold.ts';
import type { ClockInstance, EngineState, RuleMemory } from './state.ts';
import type { TicketName } from './step.ts';

/** Clocks that are over for good, and segments of one clock, that a cached state keeps: usual tickets are kept whole. */
const KEPT = 16;

/** A state as text, for the caller to keep. A long story's is cut to what appending needs: its length does not grow with the story. */
export function writeState(state: EngineState, policy: Policy): string {
  const whole = state.clocks.length <= KEPT && !state.clocks.some(isLong);
  return JSON.stringify(whole ? state : withoutPast(state, policy));
}

/** A cached state that cannot be read is no state: the story is folded anew. */
export function readState(text: string | null): EngineState | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as EngineState;
  } catch {
    return null;
  }
}

function withoutPast(state: EngineState, policy: Policy): EngineState {
  const live = new Set(liveClocks(state.clocks));
  const gone = new Set(state.clocks.filter((clock) => !live.has(clock)).slice(0, -KEPT));
  if (gone.size === 0 && !state.clocks.some(isLong)) return state;

  const clocks = state.clocks.filter((clock) => !gone.has(clock));
  return {
    ...state,
    clocks: clocks.map((clock) => (isLong(clock) ? { ...clock, segments: clock.segments.slice(-KEPT) } : clock)),
    rules: { ...state.rules, fired: firedWithout(state.rules.fired, gone, policy) },
    cut: true,
  };
}

function isLong({ segments }: ClockInstance): boolean {
  return segments.length > KEPT;
}

/** Nobody asks again whether a rule has fired about a clock that is gone, but for when a repeated rule fired last. */
function firedWithout(
  fired: RuleMemory['fired'],
  gone: ReadonlySet<ClockInstance>,
  { escalations }: Policy,
): RuleMemory['fired'] {
  const once = escalations.filter(({ repeat }) => !repeat);
  const keys = new Set([...gone].flatMap(({ id }) => once.map((rule) => onceKeyOf(rule, id))));
  return Object.fromEntries(Object.entries(fired).filter(([key]) => !keys.has(key)));
}

/** A cached state with all that it has left out, from the ticket's events; as it is where another policy decided on it. */
export function wholeState(
  text: string | null,
  story: { readonly ticket: TicketName; readonly policy: Policy; readonly events: readonly TicketEvent[] },
): EngineState | null {
  const { ticket, policy, events } = story;
  const state = readState(text);
  if (!state?.cut || state.last === null || !continues(state, [], policy)) return state;

  const { last, lastDeadlineAt } = state;
  const folded = inStoryOrder(events).filter((event) => compareOrder(eventOrder(event), last) <= 0);
  return fold(ticket, policy, null, folded, Math.max(last[0], lastDeadlineAt ?? last[0])).state;
}
