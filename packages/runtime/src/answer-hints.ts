import type { TicketEvent } from '@stellwerk/core';
import type { Hint, IssueHistory, LaneClaim, LaneRef, PersonRecord } from '@stellwerk/ports';
import { NotFound } from '@stellwerk/ports';
import { callProvider } from './call-provider.ts';
import type { RuntimeDeps } from './deps.ts';
import type { Problem } from './problem.ts';
import { latestOf } from './problem.ts';

/** What fetching came to: how many events were new, and what stood in the way of the hints that stay open. */
export interface Answered {
  readonly added: number;
  readonly problem: Problem | null;
}

interface Story {
  readonly events: readonly TicketEvent[];
  readonly persons: readonly PersonRecord[];
}

/**
 * Fetches what the hints of a lane speak of, each distinct subject once, outside of any transaction. A source that
 * fails keeps its own hints open and no others, so that a tracker that is down does not stop the ticket.
 */
export async function answerHints(deps: RuntimeDeps, { lane, hints }: LaneClaim): Promise<Answered> {
  let added = 0;
  let problem: Problem | null = null;
  for (const group of Map.groupBy(hints, subjectKey).values()) {
    const outcome = await answerSubject(deps, lane, group);
    if (typeof outcome === 'number') added += outcome;
    else problem = latestOf(problem, outcome);
  }
  return { added, problem };
}

function subjectKey({ connection, subject }: Hint): string {
  return JSON.stringify([connection, subject.kind, subject.kind === 'ticket' ? subject.id : subject.issue]);
}

async function answerSubject(deps: RuntimeDeps, lane: LaneRef, hints: readonly Hint[]): Promise<number | Problem> {
  const [hint] = hints;
  if (!hint) return 0;
  const fetched = await callProvider(deps, hint.connection, (signal) => fetchStory(deps, lane, hint, signal));
  if (fetched.kind === 'problem') return fetched.problem;

  const { events, persons } = fetched.value;
  const input = { events, persons, hints: hints.map(({ eventId }) => eventId), now: deps.clock.now() };
  return (await deps.store.lanes.appendHistory(lane.key, input)).added;
}

async function fetchStory(deps: RuntimeDeps, lane: LaneRef, hint: Hint, signal: AbortSignal): Promise<Story> {
  const connection = deps.connections.get(hint.connection);
  const { subject } = hint;
  try {
    if (connection?.kind === 'helpdesk' && subject.kind === 'ticket') {
      return await connection.adapter.ticket(subject.id, signal);
    }
    if (connection?.kind === 'tracker' && subject.kind === 'issue') {
      const history = await connection.adapter.issue(subject.issue, signal);
      return { events: onTicket(history, hint.connection), persons: [] };
    }
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    return subject.kind === 'ticket' ? await goneStory(deps, lane, hint) : NOTHING;
  }
  // the connection was taken out of the file: its hints have nobody to ask
  return NOTHING;
}

const NOTHING: Story = { events: [], persons: [] };

/** An issue's events as events of a ticket that is linked to it, under keys that no helpdesk uses. */
function onTicket({ issue, events }: IssueHistory, tracker: string): readonly TicketEvent[] {
  return events.map((event) => ({ ...event, key: `${tracker}:${issue}:${event.key}`, issue: { tracker, issue } }));
}

/** A ticket that is gone without a trace ends its story; one that we never saw has no story to end. */
async function goneStory(deps: RuntimeDeps, lane: LaneRef, hint: Hint): Promise<Story> {
  const known = await deps.store.lanes.events(lane.key);
  if (known.length === 0) return NOTHING;
  const now = deps.clock.now();
  const event: TicketEvent = {
    type: 'deleted',
    key: `gone:${hint.eventId}`,
    at: now,
    // the end comes after whatever else happened in this instant
    seq: Number.MAX_SAFE_INTEGER,
    observedAt: now,
    actor: { kind: 'unknown', ref: null },
    channel: 'unknown',
    provenance: 'poll',
  };
  return { events: [event], persons: [] };
}
