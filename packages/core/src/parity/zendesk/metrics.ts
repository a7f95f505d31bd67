import { exactMinutes, minuteBoundaries, type ZendeskStory } from './story.ts';

/** Value of a metric; null where the ticket has none. */
export type MetricValue = string | number | boolean | null;

/** Statuses that each sum of status time is made of. */
const SUMS: Readonly<Record<string, readonly string[]>> = {
  agent_wait_time: ['pending'],
  requester_wait_time: ['new', 'open', 'hold'],
  agent_work_time: ['new', 'open'],
  solve_time: ['new', 'open', 'hold', 'pending'],
  on_hold_time: ['hold'],
  new_status_duration: ['new'],
  open_status_duration: ['open'],
};

/** Every metric of a ticket under the names of the fixtures; a ticket that was solved with no reply is `is_zero_touch_resolution`. */
export function zendeskMetrics(story: ZendeskStory): Readonly<Record<string, MetricValue>> {
  return {
    ...replies(story),
    ...comments(story),
    ...assignments(story),
    ...resolutions(story),
    ...statusSums(story),
    ...touches(story),
  };
}

function replies({ createdAt, firstReplyAt, turns, calendar }: ZendeskStory): Record<string, MetricValue> {
  const answered = turns.flatMap(({ at, first, answeredAt }) =>
    answeredAt === null ? [] : [exactMinutes(first ? createdAt : at, answeredAt)],
  );
  return {
    first_reply_time_calendar_minutes: firstReplyAt === null ? null : exactMinutes(createdAt, firstReplyAt),
    first_reply_time_business_minutes:
      firstReplyAt === null ? null : calendar.between(createdAt, firstReplyAt) / 60_000,
    total_reply_time_calendar_minutes: answered.length === 0 ? null : answered.reduce((sum, each) => sum + each, 0),
  };
}

function comments({ input, isAgent }: ZendeskStory): Record<string, MetricValue> {
  const all = input.comments;
  const open = all.filter((comment) => comment.public);
  const byAgents = all.filter(({ userId }) => isAgent(userId));
  return {
    count_agent_comments: byAgents.length,
    count_public_agent_comments: open.filter(({ userId }) => isAgent(userId)).length,
    count_end_user_comments: all.length - byAgents.length,
    count_public_comments: open.length,
    count_internal_comments: all.length - open.length,
    total_comments: all.length,
    count_ticket_handoffs: new Set(byAgents.map(({ userId }) => userId)).size,
    total_agent_replies: agentReplies({ input, isAgent }),
  };
}

/** A first public comment is the request itself, whoever wrote it. */
function agentReplies({ input, isAgent }: Pick<ZendeskStory, 'input' | 'isAgent'>): number {
  const [, ...later] = input.comments.filter((comment) => comment.public);
  return later.filter(({ userId }) => isAgent(userId)).length;
}

function assignments({ input, createdAt, solvedAt }: ZendeskStory): Record<string, MetricValue> {
  const changes = input.history.filter(({ field }) => field === 'assignee_id').toSorted((a, b) => a.at - b.at);
  const given = changes.filter(({ value }) => value !== null && value !== '');
  const first = given[0];
  const last = given.at(-1);
  const lastSolved = solvedAt.at(-1);
  const untilSolved = (at: number | undefined): number | null =>
    at === undefined || lastSolved === undefined ? null : minuteBoundaries(at, lastSolved);
  return {
    unique_assignee_count: new Set(given.map(({ value }) => value)).size,
    assignee_stations_count: given.length,
    first_assignee_id: first?.value ?? null,
    last_assignee_id: last?.value ?? null,
    first_agent_assignment_date: iso(first?.at),
    last_agent_assignment_date: iso(last?.at),
    first_assignment_to_resolution_calendar_minutes: untilSolved(first?.at),
    last_assignment_to_resolution_calendar_minutes: untilSolved(last?.at),
    ticket_unassigned_duration_calendar_minutes: unassigned(changes, createdAt),
  };
}

/** Time without an assignee that ended with an assignment. */
function unassigned(changes: ZendeskStory['input']['history'], createdAt: number): number {
  let since: number | null = createdAt;
  let sum = 0;
  for (const { value, at } of changes) {
    const free = value === null || value === '';
    if (!free && since !== null) sum += exactMinutes(since, at);
    since = free ? (since ?? at) : null;
  }
  return sum;
}

function resolutions({ createdAt, solvedAt, calendar }: ZendeskStory): Record<string, MetricValue> {
  const [first] = solvedAt;
  const last = solvedAt.at(-1);
  return {
    first_solved_at: iso(first),
    last_solved_at: iso(last),
    first_resolution_calendar_minutes: first === undefined ? null : minuteBoundaries(createdAt, first),
    final_resolution_calendar_minutes: last === undefined ? null : minuteBoundaries(createdAt, last),
    first_resolution_business_minutes: first === undefined ? null : calendar.between(createdAt, first) / 60_000,
    full_resolution_business_minutes: last === undefined ? null : calendar.between(createdAt, last) / 60_000,
    count_resolutions: solvedAt.length,
    count_reopens: Math.max(0, solvedAt.length - 1),
  };
}

/** By the clock in minute boundaries phase by phase, by business hours exact. */
function statusSums({ phases, calendar }: ZendeskStory): Record<string, MetricValue> {
  const sums = Object.entries(SUMS).flatMap(([name, statuses]) => {
    const counted = phases.filter(({ status }) => statuses.includes(status));
    const wall = counted.reduce((sum, { from, to }) => sum + minuteBoundaries(from, to), 0);
    const open = counted.reduce((sum, { from, to }) => sum + calendar.between(from, to), 0) / 60_000;
    return [
      [`${name}_in_calendar_minutes`, wall],
      [`${name}_in_business_minutes`, open],
    ] as const;
  });
  return Object.fromEntries(sums);
}

function touches(story: ZendeskStory): Record<string, MetricValue> {
  const replies = agentReplies(story);
  const over = ['solved', 'closed'].includes(story.input.ticket.finalStatus);
  return {
    is_zero_touch_resolution: over && replies === 0,
    is_one_touch_resolution: over && replies === 1,
    is_two_touch_resolution: over && replies === 2,
    is_multi_touch_resolution: over && replies > 2,
  };
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString().replace('.000Z', 'Z');
}
