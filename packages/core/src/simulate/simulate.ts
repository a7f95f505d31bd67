import { fold, inStoryOrder } from '../decide/fold.ts';
import type { ClockInstance, EngineState } from '../decide/state.ts';
import { summaryOf, type TicketSummary } from '../engine.ts';
import type { Text } from '../errors.ts';
import { renderReason } from '../explain/render.ts';
import type { Effect } from '../model/effect.ts';
import type { Decision, Reason } from '../model/reason.ts';
import type { Policy } from '../policy/policy.ts';
import { usedAt } from '../sla/clock.ts';
import { clockCalendar, ticketCalendar } from '../sla/targets.ts';
import type { LaneEvent } from './read-event-lines.ts';

/** A decision with its sentence in both languages. */
export interface SimulatedDecision extends Decision {
  readonly text: Text;
}

/** A clock without the engine's inner marks. Instants are epoch ms, amounts ms of open time; `usedMs` counts up to the
 * instant of the simulation. */
export type SimulatedClock = Omit<ClockInstance, 'breachAt'>;

/** What a policy makes of one ticket's story. The shape is kept: scripts of admins read it. */
export interface SimulatedTicket {
  readonly connection: string;
  readonly ticket: string;
  readonly events: number;
  readonly summary: TicketSummary;
  /** Calendar by which the ticket is timed as it stands, or stood when it was solved: its contract's, its policy's, its plan's. */
  readonly calendar: string;
  readonly spans: EngineState['spans'];
  readonly clocks: readonly SimulatedClock[];
  readonly decisions: readonly SimulatedDecision[];
  /** Each wanted end once, in the order it was first wanted. */
  readonly effects: readonly Effect[];
  /** Next instant at which something happens by itself, or null. */
  readonly nextAt: number | null;
}

/** The same without sentences: what figures over many tickets are made of. */
export type BareTicket = Omit<SimulatedTicket, 'decisions'> & { readonly decisions: readonly Decision[] };

/** Folds the events of any number of tickets by a policy and lets time pass until `at` (epoch ms). Later events are left
 * out. Tickets come sorted by connection and id; the same input gives the same output in any order of the events. */
export function simulate(policy: Policy, events: readonly LaneEvent[], at: number): readonly SimulatedTicket[] {
  return [...byTicket(events.filter((event) => event.at <= at)).values()]
    .map((story) => told(policy, simulateStory(policy, story, at)))
    .sort((a, b) => compare(a.connection, b.connection) || compare(a.ticket, b.ticket));
}

function byTicket(events: readonly LaneEvent[]): ReadonlyMap<string, readonly LaneEvent[]> {
  const tickets = new Map<string, LaneEvent[]>();
  for (const event of events) {
    const key = laneKey(event);
    const story = tickets.get(key);
    if (story) story.push(event);
    else tickets.set(key, [event]);
  }
  return tickets;
}

function told(policy: Policy, ticket: BareTicket): SimulatedTicket {
  const decisions = ticket.decisions.map((decision) => ({ ...decision, text: textOf(decision.reason, policy) }));
  return { ...ticket, decisions };
}

/** Folds the events of one ticket by a policy and lets time pass until `at` (epoch ms); later events are left out. */
export function simulateStory(policy: Policy, all: readonly LaneEvent[], at: number): BareTicket {
  const story = all.filter((event) => event.at <= at);
  const { connection = '', ticket = '' } = all[0] ?? {};
  const lane = { connection, ticketId: ticket, key: laneKey({ connection, ticket }) };
  const ordered = inStoryOrder(story);
  const { state, decisions, effects, nextAt } = fold(lane, policy, null, ordered, at);
  const summary = summaryOf(state);
  return {
    connection,
    ticket,
    events: ordered.length,
    summary,
    calendar: ticketCalendar(policy, state, summary.finishedAt ?? at).id,
    spans: state.spans,
    clocks: state.clocks.map((clock) => shown(clock, policy, at)),
    decisions,
    effects: [...new Map([...effects].reverse().map((effect) => [effect.key, effect])).values()].reverse(),
    nextAt,
  };
}

function shown(clock: ClockInstance, policy: Policy, at: number): SimulatedClock {
  const { breachAt: _, ...rest } = clock;
  return { ...rest, usedMs: usedAt(clock, clockCalendar(policy, clock), at) };
}

function textOf(reason: Reason, { input }: Policy): Text {
  const { timezone: timeZone } = input.locale;
  return {
    de: renderReason(reason, { language: 'de', timeZone }),
    en: renderReason(reason, { language: 'en', timeZone }),
  };
}

function laneKey({ connection, ticket }: Pick<LaneEvent, 'connection' | 'ticket'>): string {
  return `${connection}:ticket:${ticket}`;
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
