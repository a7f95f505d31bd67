import type { ClockInstance } from '../../decide/state.ts';
import type { TicketEvent } from '../../model/event.ts';
import type { StatusClass } from '../../model/status.ts';
import type { Metric } from '../../policy/metrics.ts';
import type { Switch } from '../causes.ts';
import { became, bornAs, createOwnEngine, type OwnPlan, type OwnResult, ownEvent, planOf, spoke } from '../own.ts';
import type { ZendeskStory } from './story.ts';

/** What Zendesk's own statuses mean. */
export const ZENDESK_STATUSES: Readonly<Record<string, StatusClass>> = {
  new: 'new',
  open: 'open',
  pending: 'waiting_requester',
  hold: 'waiting_third_party',
  solved: 'solved',
  closed: 'closed',
};

/** Stands in for a target that the policy does not have, where the time used is asked for all the same. */
const ANY_TARGET_MINUTES = 60;

/** Zendesk's names of the clocks that we have too. */
const OWN_METRICS: Readonly<Record<string, Metric>> = {
  first_reply_time: 'first_reply',
  next_reply_time: 'next_reply',
  agent_work_time: 'agent_work',
  requester_wait_time: 'requester_wait',
};

/** Our clocks for a ticket: by business hours or around the clock. */
export type OwnZendesk = (options: {
  readonly businessHours: boolean;
  readonly switched: ReadonlySet<Switch>;
}) => OwnResult;

/** Tells a Zendesk story to our engine. */
export function ownZendesk(story: ZendeskStory): OwnZendesk {
  const engine = createOwnEngine();
  const results = new Map<string, OwnResult>();
  return (options) => {
    const key = `${options.businessHours} ${[...options.switched].join(' ')}`;
    const result =
      results.get(key) ??
      engine({
        plans: [planFor(story, options)],
        pause: {},
        onPlanChange: options.switched.has('policy_change') ? 'from_creation' : 'keep_elapsed',
        onReopen: options.switched.has('reopen') ? 'ignore' : 'resume',
        events: eventsOf(story, options.switched),
        until: story.phases.at(-1)?.to ?? story.createdAt,
      });
    results.set(key, result);
    return result;
  };
}

function planFor({ input }: ZendeskStory, { businessHours }: Parameters<OwnZendesk>[0]): OwnPlan {
  const { policy, schedule } = input;
  const week = Object.entries(schedule.weekly).map(
    ([day, hours]) => [day, (hours ?? []).map((each) => each.join('-'))] as const,
  );
  const target = (minutes: number | null | undefined): number => minutes ?? ANY_TARGET_MINUTES;
  return {
    calendar: businessHours
      ? {
          timezone: schedule.zone,
          week: Object.fromEntries(week),
          exceptions: schedule.holidays.map((date) => ({ date, open: [] })),
        }
      : { timezone: schedule.zone, week: { 'mon-sun': ['00:00-24:00'] } },
    targets: {
      first_reply: target(policy.firstReplyMinutes),
      next_reply: target(policy.nextReplyMinutes),
      agent_work: target(policy.agentWorkMinutes),
      requester_wait: target(policy.requesterWaitMinutes),
    },
  };
}

function eventsOf(
  { input, createdAt, phases, isAgent }: ZendeskStory,
  switched: ReadonlySet<Switch>,
): readonly TicketEvent[] {
  const opener = input.comments[0];
  const promisedAt = input.history.find(({ field }) => field === 'sla_policy')?.at ?? createdAt;
  const birth = became(ZENDESK_STATUSES[phases[0]?.status ?? 'new'] ?? 'open');
  const status = birth.type === 'status_changed' ? birth.to.class : 'new';
  const byAgent = opener !== undefined && isAgent(opener.userId) && !switched.has('start_event');
  const born = ownEvent(
    0,
    createdAt,
    byAgent ? 'agent' : 'requester',
    bornAs(status, promisedAt > createdAt ? null : 0),
  );
  const late = ownEvent(1, promisedAt, 'automation', { type: 'organisation_changed', to: planOf(0) });
  return [born, ...(promisedAt > createdAt ? [late] : []), ...statusEvents(phases), ...messages(input, isAgent)];
}

function statusEvents(phases: ZendeskStory['phases']): readonly TicketEvent[] {
  return phases
    .slice(1)
    .map(({ status, from }, index) =>
      ownEvent(10 + index * 2, from, 'agent', became(ZENDESK_STATUSES[status] ?? 'open')),
    );
}

/** Comments after the opening one. Those of the instant of a status change come before it, as in Zendesk's own update. */
function messages(
  { comments, ticket }: ZendeskStory['input'],
  isAgent: ZendeskStory['isAgent'],
): readonly TicketEvent[] {
  return comments.slice(1).map(({ at, userId, public: open }, index) => {
    const kind = isAgent(userId) ? 'agent' : userId === ticket.requesterId ? 'requester' : 'end_user';
    return ownEvent(2 + index / 1_000, at, kind, spoke(index, open ? 'public' : 'internal'));
  });
}

/** Our clock for one of Zendesk's: reply clocks of later turns by their start, the others are one of a kind. */
export function clockFor({ state }: OwnResult, metric: string, appliedAt: number): ClockInstance | undefined {
  const ours = state.clocks.filter((clock) => clock.metric === OWN_METRICS[metric]);
  return metric === 'next_reply_time' ? ours.find(({ startedAt }) => startedAt === appliedAt) : ours[0];
}
