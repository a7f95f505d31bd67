// The metrics of dbt_zendesk, read from a ticket's record: the same facts that the measures are made of.
import type { TicketRecord, ZendeskCase } from '@stellwerk/core';

type MetricValue = ZendeskCase['expected']['metrics'][string];

/** Status classes that each sum of status time is made of. */
const SUMS: Readonly<Record<string, readonly string[]>> = {
  agent_wait_time: ['waiting_requester'],
  requester_wait_time: ['new', 'open', 'waiting_third_party'],
  agent_work_time: ['new', 'open'],
  solve_time: ['new', 'open', 'waiting_third_party', 'waiting_requester'],
  on_hold_time: ['waiting_third_party'],
  new_status_duration: ['new'],
  open_status_duration: ['open'],
};

/** Every metric that a record knows, under the package's names. */
export function metricsOf(record: TicketRecord): Readonly<Record<string, MetricValue>> {
  return { ...replies(record), ...assignments(record), ...resolutions(record), ...statusSums(record) };
}

function replies({ firstReply, turns, messages, status }: TicketRecord): Record<string, MetricValue> {
  const answered = turns.filter(({ end }) => end === 'answered');
  const { humanReplies, internalNotes, customer, agents } = messages;
  const over = status === 'solved' || status === 'closed';
  return {
    first_reply_time_calendar_minutes: firstReply && firstReply.calMs / 60_000,
    first_reply_time_business_minutes: firstReply && firstReply.busMs / 60_000,
    total_reply_time_calendar_minutes:
      answered.length === 0 ? null : answered.reduce((sum, { calMs }) => sum + calMs, 0) / 60_000,
    count_agent_comments: humanReplies + internalNotes,
    count_public_agent_comments: humanReplies,
    count_end_user_comments: customer,
    count_public_comments: humanReplies + customer,
    count_internal_comments: internalNotes,
    total_comments: humanReplies + internalNotes + customer,
    count_ticket_handoffs: agents,
    total_agent_replies: humanReplies,
    is_one_touch_resolution: over && humanReplies === 1,
    is_two_touch_resolution: over && humanReplies === 2,
    is_multi_touch_resolution: over && humanReplies > 2,
  };
}

function assignments({ assignment, solutions }: TicketRecord): Record<string, MetricValue> {
  const { first, lastAt, stations, assignees, unassignedMs } = assignment;
  const solvedAt = solutions.at(-1)?.at;
  const untilSolved = (at: number | null | undefined): number | null =>
    at == null || solvedAt === undefined ? null : minuteBoundaries(at, solvedAt);
  return {
    unique_assignee_count: assignees,
    assignee_stations_count: stations,
    first_agent_assignment_date: isoSeconds(first?.at),
    last_agent_assignment_date: isoSeconds(lastAt),
    first_assignment_to_resolution_calendar_minutes: untilSolved(first?.at),
    last_assignment_to_resolution_calendar_minutes: untilSolved(lastAt),
    ticket_unassigned_duration_calendar_minutes: unassignedMs / 60_000,
  };
}

function resolutions({ createdAt, solutions }: TicketRecord): Record<string, MetricValue> {
  const first = solutions[0];
  const last = solutions.at(-1);
  return {
    first_solved_at: isoSeconds(first?.at),
    last_solved_at: isoSeconds(last?.at),
    first_resolution_calendar_minutes: first ? minuteBoundaries(createdAt, first.at) : null,
    final_resolution_calendar_minutes: last ? minuteBoundaries(createdAt, last.at) : null,
    first_resolution_business_minutes: first ? first.busMs / 60_000 : null,
    full_resolution_business_minutes: last ? last.busMs / 60_000 : null,
    count_resolutions: solutions.length,
    count_reopens: Math.max(0, solutions.length - 1),
  };
}

/** By the wall in minute boundaries, part by part; they add up however a status was cut. By business hours exact. */
function statusSums({ stretches, asOf }: TicketRecord): Record<string, MetricValue> {
  const sums = Object.entries(SUMS).flatMap(([name, statuses]) => {
    const counted = stretches.filter(({ status }) => statuses.includes(status));
    const wall = counted.reduce((sum, { from, to }) => sum + minuteBoundaries(from, to ?? asOf), 0);
    const open = counted.reduce((sum, { busMs }) => sum + busMs, 0) / 60_000;
    return [
      [`${name}_in_calendar_minutes`, wall],
      [`${name}_in_business_minutes`, open],
    ] as const;
  });
  return Object.fromEntries(sums);
}

/** Minute boundaries crossed: 12:00:59 to 12:01:00 is one. The package counts so; the record is exact. */
function minuteBoundaries(from: number, to: number): number {
  return Math.floor(to / 60_000) - Math.floor(from / 60_000);
}

export function isoSeconds(at: number | null | undefined): string | null {
  return at == null ? null : new Date(at).toISOString().replace('.000Z', 'Z');
}
