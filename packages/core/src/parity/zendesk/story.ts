import { type BusinessCalendar, compileCalendar } from '../../calendar/index.ts';
import type { ZendeskCase } from './zendesk-case.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A stretch in one status; the last one reaches to the last thing known of the ticket. */
export interface StatusPhase {
  readonly status: string;
  readonly from: number;
  readonly to: number;
}

/** A customer's public comment that opens a turn, and the agent's public answer to it. */
export interface Turn {
  readonly at: number;
  readonly first: boolean;
  readonly answeredAt: number | null;
}

/** What every metric and clock of a ticket is read from. */
export interface ZendeskStory {
  readonly input: ZendeskCase;
  readonly createdAt: number;
  readonly calendar: BusinessCalendar;
  readonly phases: readonly StatusPhase[];
  readonly turns: readonly Turn[];
  readonly solvedAt: readonly number[];
  /** First public comment of an agent. */
  readonly firstReplyAt: number | null;
  readonly isAgent: (userId: number) => boolean;
}

/** Reads a ticket's tables into phases and turns. Throws `CalendarError` on an unusable schedule. */
export function readStory(input: ZendeskCase): ZendeskStory {
  const agents = new Set(input.agents);
  const isAgent = (userId: number): boolean => agents.has(userId);
  const open = { ...input, comments: input.comments.toSorted((a, b) => a.at - b.at) };
  const statuses = open.history.filter(({ field }) => field === 'status').toSorted((a, b) => a.at - b.at);
  const replies = open.comments.filter((comment) => comment.public && isAgent(comment.userId));
  return {
    input: open,
    createdAt: input.ticket.createdAt,
    calendar: calendarOf(input),
    phases: phasesOf(statuses, lastKnown(input)),
    turns: turnsOf(open, isAgent),
    solvedAt: statuses.filter(({ value }) => value === 'solved').map(({ at }) => at),
    firstReplyAt: replies[0]?.at ?? null,
    isAgent,
  };
}

function calendarOf({ id, schedule }: ZendeskCase): BusinessCalendar {
  const week = Object.fromEntries(DAYS.map((day) => [day, schedule.weekly[day] ?? []]));
  return compileCalendar(id, {
    timezone: schedule.zone,
    week: week as Record<(typeof DAYS)[number], [string, string][]>,
    closedDates: schedule.holidays,
  });
}

function lastKnown({ history, comments, ticket }: ZendeskCase): number {
  return Math.max(ticket.createdAt, ...history.map(({ at }) => at), ...comments.map(({ at }) => at));
}

function phasesOf(
  statuses: readonly { readonly value: string | null; readonly at: number }[],
  end: number,
): readonly StatusPhase[] {
  return statuses.map(({ value, at }, index) => ({
    status: value ?? '',
    from: at,
    to: statuses[index + 1]?.at ?? end,
  }));
}

function turnsOf({ comments }: ZendeskCase, isAgent: ZendeskStory['isAgent']): readonly Turn[] {
  const open = comments.filter((comment) => comment.public);
  return open.flatMap(({ at, userId }, index) => {
    const before = open[index - 1];
    if (isAgent(userId) || (before && !isAgent(before.userId))) return [];
    const answer = open.slice(index + 1).find((comment) => isAgent(comment.userId) && comment.at > at);
    return [{ at, first: index === 0, answeredAt: answer?.at ?? null }];
  });
}

/** Minute boundaries crossed between two instants: 12:00:59 to 12:01:00 is one. */
export function minuteBoundaries(from: number, to: number): number {
  return Math.floor(to / 60_000) - Math.floor(from / 60_000);
}

/** Minutes with fractions. */
export function exactMinutes(from: number, to: number): number {
  return (to - from) / 60_000;
}
