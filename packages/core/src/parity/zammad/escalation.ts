import { breaksOf } from './breaks.ts';
import type { Breaks, ZammadHours } from './working-time.ts';
import { deadlineAfter, minutesBetween } from './working-time.ts';
import type { ZammadSlaInput } from './zammad-case.ts';
import { agentAnswered, lastUpdateAt, type ZammadTicket } from './zammad-ticket.ts';

/** An SLA of the desk with the calendar it counts by. */
export interface ActiveSla {
  readonly id: number;
  readonly input: ZammadSlaInput;
  readonly updatedAt: number;
  readonly hours: ZammadHours;
  readonly calendarUpdatedAt: number;
}

/** What a calculation is given. */
export interface Calculation {
  readonly sla: ActiveSla | null;
  /** Whether a state stops the clock (`ignore_escalation`). */
  readonly pauses: (state: string) => boolean;
  readonly force: boolean;
  /** From 7.0 on the deadlines are emptied before they are computed anew, so none of an earlier state is left behind. */
  readonly clearsFirst: boolean;
}

/** What moved since the ticket was last calculated, and what that allows to be written. */
interface Moved {
  readonly paused: boolean;
  readonly first: boolean;
  readonly update: boolean;
  readonly close: boolean;
  readonly contact: boolean;
  readonly sla: boolean;
}

/** Brings deadlines and statistics of a ticket up to date as Zammad does after each commit. Changes `ticket` in place. */
export function recalculate(ticket: ZammadTicket, { sla, pauses, force, clearsFirst }: Calculation): void {
  const moved = movedSince(ticket, sla, pauses(ticket.state));
  if (moved.paused && !moved.close && !moved.contact && !force) {
    clearDeadlines(ticket);
    if (!ticket.memory.paused) remember(ticket, sla, moved.paused);
    return;
  }
  if (!sla) return clearDeadlines(ticket);
  // A stored "not paused" is read back as nothing: a running ticket looks changed on every save.
  const changed = moved.first || moved.update || moved.close || moved.sla || !moved.paused || !ticket.memory.paused;
  if (!force && !changed) return;

  if (clearsFirst) clearDeadlines(ticket);
  const clock = clockOf(ticket, sla, pauses);
  setDeadlines(ticket, sla.input, clock, moved, force || moved.sla);
  setStatistics(ticket, sla.input, clock, moved, force || moved.sla);
  remember(ticket, sla, moved.paused);
}

function movedSince(ticket: ZammadTicket, sla: ActiveSla | null, paused: boolean): Moved {
  const { memory, times } = ticket;
  return {
    paused,
    first: memory.firstResponseAt !== times.first_response_at,
    update: memory.lastUpdateAt !== lastUpdateAt(ticket),
    close: memory.closeAt !== times.close_at,
    contact: memory.lastContactAt !== times.last_contact_at,
    sla:
      memory.sla !== (sla?.id ?? null) ||
      memory.slaUpdatedAt !== (sla?.updatedAt ?? null) ||
      memory.calendarUpdatedAt !== (sla?.calendarUpdatedAt ?? null),
  };
}

function remember(ticket: ZammadTicket, sla: ActiveSla | null, paused: boolean): void {
  const { times } = ticket;
  ticket.memory = {
    paused,
    firstResponseAt: times.first_response_at,
    lastUpdateAt: lastUpdateAt(ticket),
    closeAt: times.close_at,
    lastContactAt: times.last_contact_at,
    sla: sla?.id ?? null,
    slaUpdatedAt: sla?.updatedAt ?? null,
    calendarUpdatedAt: sla?.calendarUpdatedAt ?? null,
  };
}

function clearDeadlines({ times }: ZammadTicket): void {
  times.escalation_at = null;
  times.first_response_escalation_at = null;
  times.update_escalation_at = null;
  times.close_escalation_at = null;
}

/** Counts by the SLA's calendar without the ticket's pauses. */
interface Clock {
  readonly after: (from: number, minutes: number | null) => number | null;
  /** Never from before the creation, never past the first closing. */
  readonly minutes: (from: number, to: number) => number;
}

function clockOf(ticket: ZammadTicket, { hours }: ActiveSla, pauses: Calculation['pauses']): Clock {
  const { times } = ticket;
  const story = { createdAt: times.created_at, state: ticket.state, changes: ticket.history };
  const breaks: Breaks = breaksOf(story, hours, pauses);
  return {
    after: (from, minutes) => (minutes === null || minutes <= 0 ? null : deadlineAfter(hours, breaks, from, minutes)),
    minutes: (from, to) =>
      minutesBetween(hours, breaks, Math.max(times.created_at, from), Math.min(times.close_at ?? to, to)),
  };
}

function setDeadlines(ticket: ZammadTicket, sla: ZammadSlaInput, clock: Clock, moved: Moved, force: boolean): void {
  const { times } = ticket;
  const all = force || !moved.paused;
  if (all || moved.first) {
    const over = moved.paused || times.first_response_at !== null;
    times.first_response_escalation_at = over ? null : clock.after(times.created_at, sla.first_response_time);
  }
  if (all || moved.update) setUpdateDeadline(ticket, sla, clock, moved.paused);
  if (all || moved.close) {
    const over = moved.paused || times.close_at !== null;
    times.close_escalation_at = over ? null : clock.after(times.created_at, sla.solution_time);
  }
  times.escalation_at = moved.paused ? null : nextOf(ticket);
}

/** The field keeps what it had when the SLA has neither target. */
function setUpdateDeadline(ticket: ZammadTicket, sla: ZammadSlaInput, clock: Clock, paused: boolean): void {
  const { times } = ticket;
  const asked = paused || agentAnswered(ticket) ? null : times.last_contact_customer_at;
  if (sla.response_time !== null) {
    times.update_escalation_at = asked === null ? null : clock.after(asked, sla.response_time);
  }
  if (sla.update_time !== null) {
    const since = times.last_contact_agent_at ?? times.created_at;
    times.update_escalation_at = paused ? null : clock.after(since, sla.update_time);
  }
}

function nextOf({ times }: ZammadTicket): number | null {
  const due = [
    times.first_response_at === null ? times.first_response_escalation_at : null,
    times.update_escalation_at,
    times.close_at === null ? times.close_escalation_at : null,
  ].filter((at) => at !== null);
  return due.length === 0 ? null : Math.min(...due);
}

function setStatistics(ticket: ZammadTicket, sla: ZammadSlaInput, clock: Clock, moved: Moved, force: boolean): void {
  const { times, minutes } = ticket;
  if ((force || moved.first) && times.first_response_at !== null && sla.first_response_time !== null) {
    minutes.first_response_in_min = clock.minutes(times.created_at, times.first_response_at);
    minutes.first_response_diff_in_min = sla.first_response_time - minutes.first_response_in_min;
  }
  if (force || moved.update) setUpdateStatistics(ticket, sla, clock, force);
  if ((force || moved.close) && times.close_at !== null && sla.solution_time !== null) {
    minutes.close_in_min = clock.minutes(times.created_at, times.close_at);
    minutes.close_diff_in_min = sla.solution_time - minutes.close_in_min;
  }
}

function setUpdateStatistics(ticket: ZammadTicket, sla: ZammadSlaInput, clock: Clock, force: boolean): void {
  const { last_contact_customer_at: customer, last_contact_agent_at: agent, created_at: born } = ticket.times;
  if (sla.response_time !== null && customer !== null && agent !== null && agentAnswered(ticket)) {
    keepLongest(ticket, clock.minutes(customer, agent), sla.response_time, force);
  }
  if (sla.update_time !== null && agent !== null) {
    const [last, before = born] = ticket.agentMessages.toReversed();
    if (last !== undefined) keepLongest(ticket, clock.minutes(before, last), sla.update_time, force);
    else if (force) Object.assign(ticket.minutes, { update_in_min: null, update_diff_in_min: null });
  }
}

/** The longest span is kept, except that a forced calculation puts the last one in its place. */
function keepLongest({ minutes }: ZammadTicket, used: number, target: number, force: boolean): void {
  if (!force && minutes.update_in_min !== null && used <= minutes.update_in_min) return;
  minutes.update_in_min = used;
  minutes.update_diff_in_min = target - used;
}
