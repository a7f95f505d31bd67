import type { ActorKind } from '../../model/actor.ts';
import type { EventBody, TicketEvent } from '../../model/event.ts';
import type { StatusClass } from '../../model/status.ts';
import type { Switch } from '../causes.ts';
import {
  became,
  bornAs,
  createOwnEngine,
  dueOf,
  type OwnPlan,
  type OwnResult,
  ownEvent,
  planOf,
  spoke,
  usedMinutes,
} from '../own.ts';
import type { ZammadDesk, ZammadPromise } from './desk.ts';
import type { ZammadStep } from './run-case.ts';
import type { ZammadCalendarInput, ZammadCase } from './zammad-case.ts';

/** Fields of Zammad that one of our clocks answers. The others follow from these. */
export const OWN_FIELDS = [
  'first_response_escalation_at',
  'update_escalation_at',
  'close_escalation_at',
  'first_response_in_min',
  'update_in_min',
  'close_in_min',
] as const;
export type OwnField = (typeof OWN_FIELDS)[number];

const PAUSED_METRICS = ['first_reply', 'next_reply', 'update', 'resolution'] as const;
const ACTORS: Readonly<Record<string, ActorKind>> = { Agent: 'agent', Customer: 'requester', System: 'system' };
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Our value of a field after an event: epoch ms, or minutes with fractions. */
export type OwnZammad = (field: OwnField, afterEvent: number, switched: ReadonlySet<Switch>) => number | null;

/** Tells a Zammad story to our engine. `steps` are those of the reproduction: they say which SLA the ticket had when. */
export function ownZammad(story: ZammadCase, file: ZammadDesk['file'], steps: readonly ZammadStep[]): OwnZammad {
  const engine = createOwnEngine();
  const plans = plansOf(steps);
  const results = new Map<string, OwnResult>();
  return (field, afterEvent, switched) => {
    const part = field.split('_')[0] ?? '';
    const key = `${part} ${afterEvent} ${[...switched].join(' ')}`;
    const result =
      results.get(key) ??
      engine({
        plans: plans.map(({ sla, calendar }) =>
          planFor(sla, calendar, part === 'update' && switched.has('start_event')),
        ),
        pause: { waiting_requester: PAUSED_METRICS },
        onPlanChange: switched.has('policy_change') ? 'from_creation' : 'keep_elapsed',
        onReopen: switched.has('reopen') ? 'ignore' : 'resume',
        events: eventsOf({ story, file, steps, plans, part, switched }, afterEvent),
        until: steps[afterEvent]?.at ?? 0,
      });
    results.set(key, result);
    return ownValue(result, field, steps[afterEvent]?.promised ?? null, switched);
  };
}

function plansOf(steps: readonly ZammadStep[]): readonly ZammadPromise[] {
  const byText = new Map<string, ZammadPromise>();
  for (const { promised, applied } of steps) {
    for (const promise of [promised, applied]) if (promise) byText.set(JSON.stringify(promise), promise);
  }
  return [...byText.values()];
}

function planFor(sla: ZammadPromise['sla'], calendar: ZammadCalendarInput, withoutFirst: boolean): OwnPlan {
  return {
    calendar: calendarFor(calendar),
    targets: {
      first_reply: withoutFirst ? null : sla.first_response_time,
      next_reply: sla.response_time,
      update: sla.update_time,
      resolution: sla.solution_time,
    },
  };
}

/** The calendar as our policy file writes it; frames that end before they begin mean nothing in Zammad. */
function calendarFor({ timezone, business_hours, public_holidays }: ZammadCalendarInput): unknown {
  const week = DAYS.map((day) => {
    const { active, timeframes } = business_hours[day] ?? { active: false, timeframes: [] };
    const frames = timeframes
      .map(([from, to]) => [from, to === '23:59' ? '24:00' : to] as const)
      .filter(([from, to]) => from < to);
    return [day, active ? frames.map((frame) => frame.join('-')) : []] as const;
  });
  const closed = Object.entries(public_holidays).filter(([, entry]) => entry?.active && !entry.removed);
  return { timezone, week: Object.fromEntries(week), exceptions: closed.map(([date]) => ({ date, open: [] })) };
}

interface Telling {
  readonly story: ZammadCase;
  readonly file: ZammadDesk['file'];
  readonly steps: readonly ZammadStep[];
  readonly plans: readonly ZammadPromise[];
  /** Which clock is asked for: `first`, `update` or `close`. */
  readonly part: string;
  readonly switched: ReadonlySet<Switch>;
}

function eventsOf(telling: Telling, afterEvent: number): readonly TicketEvent[] {
  const { story, steps, switched, part } = telling;
  const told: TicketEvent[] = [];
  let plan: number | null = null;
  let status: StatusClass = 'new';
  for (const [index, event] of story.events.slice(0, afterEvent + 1).entries()) {
    const step = steps[index];
    if (!step || step.values.state === undefined) continue;
    const now = planAt(telling, step);
    if (event.type === 'ticket_create') {
      status = classOf(telling, event.state);
      told.push(ownEvent(index * 3, step.at, openedBy(telling), bornAs(status, now)));
      if (part === 'update' && switched.has('start_event'))
        told.push(ownEvent(-1, step.at, 'agent', spoke(-1, 'public')));
    } else {
      const to = classOf(telling, String(event.type === 'history_state' ? event.to : step.values.state));
      const said = articles(telling, index, step.at);
      if (part !== 'close' && switched.has('pause_cut') && status === 'waiting_requester') beginPauseAfter(told, said);
      told.push(...said);
      if (to !== status)
        told.push(ownEvent(index * 3 + 1, statusAt(step.at, status, to, switched), 'agent', changeTo(to, step)));
      if (now !== plan)
        told.push(ownEvent(index * 3 + 2, step.at, 'automation', { type: 'organisation_changed', to: planOf(now) }));
      status = to;
    }
    plan = now;
  }
  return told;
}

/** Zammad goes by the promise of its last calculation, we by the one that holds. */
function planAt({ plans, switched }: Telling, { promised, applied }: ZammadStep): number | null {
  const promise = switched.has('policy_change') ? applied : promised;
  const index = plans.findIndex((plan) => JSON.stringify(plan) === JSON.stringify(promise));
  return index < 0 ? null : index;
}

/** The sender of the first article; for Zammad's clocks it does not matter who opened. */
function openedBy({ story, switched }: Telling): ActorKind {
  const first = story.events.find((event) => event.type === 'article');
  return switched.has('start_event') || first?.type !== 'article' ? 'requester' : (ACTORS[first.sender] ?? 'unknown');
}

/** Read as Zammad does, a closed ticket's reply clocks only pause, and a merged ticket is no closed one. */
function classOf({ story, file, part, switched }: Telling, state: string): StatusClass {
  const stops = { ...file.default_state_flags, ...story.state_flags }[state] ?? false;
  if (state === 'closed' || state === 'merged') {
    const pauses = part !== 'close' || state === 'merged';
    return pauses && switched.has('reopen') ? 'waiting_requester' : 'closed';
  }
  if (stops) return 'waiting_requester';
  return state === 'new' ? 'new' : 'open';
}

function changeTo(to: StatusClass, { values }: ZammadStep): EventBody {
  return to === 'closed' && values.state === 'merged' ? { type: 'merged', into: '2' } : became(to);
}

/** For Zammad a pause that has not ended is none yet: what an agent says in it is measured as if it began only then. */
function beginPauseAfter(told: TicketEvent[], said: readonly TicketEvent[]): void {
  const answer = said.find(({ actor }) => actor.kind === 'agent');
  const index = told.findLastIndex(({ type }) => type === 'status_changed');
  const pause = told[index];
  if (answer && pause) told[index] = { ...pause, at: answer.at, seq: answer.seq + 1 };
}

/** Zammad cuts the ends of a pause to the minute. */
function statusAt(at: number, from: StatusClass, to: StatusClass, switched: ReadonlySet<Switch>): number {
  const pausing = from === 'waiting_requester' || to === 'waiting_requester';
  return switched.has('pause_cut') && pausing ? Math.floor(at / 60_000) * 60_000 : at;
}

/** Messages of a step. A field that is set directly stands for the message it tells of. */
function articles({ story, file, part, switched }: Telling, index: number, at: number): readonly TicketEvent[] {
  const event = story.events[index];
  const say = (
    kind: ActorKind,
    when: number,
    visibility: 'public' | 'internal',
    automatic = false,
  ): readonly TicketEvent[] => [ownEvent(index * 3, when, kind, spoke(index, visibility, automatic))];
  if (event?.type === 'article') {
    const communicates = file.communication_channels.includes(event.channel);
    if (switched.has('unfulfilled_by_actor') && !communicates) return [];
    return say(
      ACTORS[event.sender] ?? 'unknown',
      at,
      event.internal ? 'internal' : 'public',
      event.sender === 'System',
    );
  }
  if (event?.type !== 'set') return [];
  const { first_response_at, last_contact_agent_at, last_contact_customer_at } = event.fields;
  // Zammad's field alone is no contact: it ends the first reply and leaves the customer waiting.
  const replied = part === 'update' && switched.has('unfulfilled_by_actor') ? undefined : first_response_at;
  const agent = replied ?? last_contact_agent_at;
  if (typeof agent === 'string') return say('agent', Date.parse(agent), 'public');
  return typeof last_contact_customer_at === 'string'
    ? say('requester', Date.parse(last_contact_customer_at), 'public')
    : [];
}

function ownValue(
  result: OwnResult,
  field: OwnField,
  promised: ZammadPromise | null,
  switched: ReadonlySet<Switch>,
): number | null {
  const reading = { rolling: switched.has('roll_over'), backdated: switched.has('policy_change') };
  const minutes = (exact: number | null): number | null =>
    exact !== null && switched.has('rounding') ? Math.floor(exact) : exact;
  const { clocks } = result.state;
  const turns = promised?.sla.update_time ? 'update' : 'next_reply';
  switch (field) {
    case 'first_response_escalation_at':
      return dueOf(result, 'first_reply', reading);
    case 'update_escalation_at':
      return dueOf(result, turns, reading);
    case 'close_escalation_at':
      return dueOf(result, 'resolution', reading);
    case 'first_response_in_min':
      return minutes(
        usedMinutes(
          clocks.find(({ metric }) => metric === 'first_reply'),
          ['agent_reply'],
        ),
      );
    case 'close_in_min':
      return minutes(
        usedMinutes(
          clocks.findLast(({ metric }) => metric === 'resolution'),
          ['solved'],
        ),
      );
    case 'update_in_min': {
      const used = clocks
        .filter(({ metric }) => metric === turns)
        .flatMap((clock) => usedMinutes(clock, ['agent_reply', 'agent_message']) ?? []);
      return minutes(used.length === 0 ? null : Math.max(...used));
    }
  }
}
