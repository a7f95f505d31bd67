import { exactMinutes, minuteBoundaries, type ZendeskStory } from './story.ts';

/** One SLA clock of a ticket. Minutes are exact; instants epoch ms. */
export interface ZendeskClock {
  readonly metric: 'first_reply_time' | 'next_reply_time' | 'agent_work_time' | 'requester_wait_time';
  readonly appliedAt: number;
  readonly targetMinutes: number;
  readonly businessHours: boolean;
  readonly elapsedMinutes: number;
  /** Minute boundaries crossed; of status clocks that count by the clock. */
  readonly elapsedWholeMinuteCount: number | null;
  /** More than the target was used; exactly the target is met. */
  readonly breached: boolean;
  /** The instant at which the target ran out; of breached reply clocks. */
  readonly breachedAt: number | null;
  /** False when no agent answered and the solution ended it. */
  readonly answered: boolean;
}

/** Every SLA clock of a ticket under its one policy. */
export function zendeskClocks(story: ZendeskStory): readonly ZendeskClock[] {
  const { policy } = story.input;
  return [
    ...statusClock(story, 'agent_work_time', policy.agentWorkMinutes, ['new', 'open']),
    ...firstReply(story),
    ...statusClock(story, 'requester_wait_time', policy.requesterWaitMinutes, ['new', 'open', 'hold']),
    ...nextReplies(story),
  ];
}

/** From creation, whenever the policy came; a solution without reply ends it. */
function firstReply(story: ZendeskStory): readonly ZendeskClock[] {
  const { createdAt, firstReplyAt, solvedAt } = story;
  return replyClock(story, 'first_reply_time', story.input.policy.firstReplyMinutes, createdAt, firstReplyAt, solvedAt);
}

function nextReplies(story: ZendeskStory): readonly ZendeskClock[] {
  const { turns, solvedAt, input } = story;
  return turns
    .filter(({ first }) => !first)
    .flatMap(({ at, answeredAt }) =>
      replyClock(story, 'next_reply_time', input.policy.nextReplyMinutes, at, answeredAt, solvedAt),
    );
}

function replyClock(
  { calendar, input }: ZendeskStory,
  metric: ZendeskClock['metric'],
  target: number | null | undefined,
  from: number,
  answeredAt: number | null,
  solvedAt: readonly number[],
): readonly ZendeskClock[] {
  const to = answeredAt ?? solvedAt.find((at) => at >= from);
  if (target == null || to === undefined) return [];
  const businessHours = input.policy.inBusinessHours;
  const elapsedMinutes = businessHours ? calendar.between(from, to) / 60_000 : exactMinutes(from, to);
  const breached = elapsedMinutes > target;
  const ranOut = businessHours ? calendar.add(from, target * 60_000) : from + target * 60_000;
  return [
    {
      metric,
      appliedAt: from,
      targetMinutes: target,
      businessHours,
      elapsedMinutes,
      elapsedWholeMinuteCount: null,
      breached,
      breachedAt: breached ? ranOut : null,
      answered: answeredAt !== null,
    },
  ];
}

function statusClock(
  { phases, calendar, input, createdAt }: ZendeskStory,
  metric: ZendeskClock['metric'],
  target: number | null | undefined,
  statuses: readonly string[],
): readonly ZendeskClock[] {
  if (target == null) return [];
  const appliedAt = input.history.find(({ field }) => field === 'sla_policy')?.at ?? createdAt;
  const counted = phases
    .filter(({ status, to }) => statuses.includes(status) && to > appliedAt)
    .map(({ from, to }) => ({ from: Math.max(from, appliedAt), to }));
  const businessHours = input.policy.inBusinessHours;
  const sum = (minutes: (from: number, to: number) => number): number =>
    counted.reduce((total, { from, to }) => total + minutes(from, to), 0);
  const elapsedMinutes = sum(businessHours ? (from, to) => calendar.between(from, to) / 60_000 : exactMinutes);
  return [
    {
      metric,
      appliedAt,
      targetMinutes: target,
      businessHours,
      elapsedMinutes,
      elapsedWholeMinuteCount: businessHours ? null : sum(minuteBoundaries),
      breached: elapsedMinutes > target,
      breachedAt: null,
      answered: true,
    },
  ];
}
