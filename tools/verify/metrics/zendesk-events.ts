// Tells a ticket with the shape of Zendesk's raw tables to the rules: a policy for its schedule and targets, and its events.
import { type Policy, parsePolicy, type TicketEvent, ZENDESK_STATUSES, type ZendeskCase } from '@stellwerk/core';

/** A policy by which the ticket is timed: by its schedule, or around the clock. */
export function policyOf({ id, schedule, policy }: ZendeskCase, businessHours: boolean): Policy {
  const rows = { first_reply: policy.firstReplyMinutes, next_reply: policy.nextReplyMinutes };
  const sums = { agent_work: policy.agentWorkMinutes, requester_wait: policy.requesterWaitMinutes };
  const targets = Object.entries({ ...rows, ...sums }).flatMap(([metric, minutes]) =>
    minutes == null ? [] : [[metric, Array<string>(4).fill(`${minutes}min`)]],
  );
  const week = Object.entries(schedule.weekly).map(([day, hours]) => [
    day,
    (hours ?? []).map((each) => each.join('-')),
  ]);
  const parsed = parsePolicy(
    {
      version: 1,
      preset: 'none',
      calendars: {
        schedule: {
          timezone: schedule.zone,
          week: Object.fromEntries(week),
          exceptions: schedule.holidays.map((date) => ({ date, open: [] })),
        },
        always: { timezone: 'UTC', week: { 'mon-sun': ['00:00-24:00'] } },
      },
      plans: { only: { calendar: businessHours ? 'schedule' : 'always', default: true } },
      sla: { targets: { only: Object.fromEntries(targets) } },
    },
    `metrics ${id}`,
  );
  if (!parsed.ok) throw new Error(`${id}: ${parsed.issues[0]?.path.join('.')}: ${parsed.issues[0]?.text.en}`);
  return parsed.policy;
}

/** The ticket's story. Of one instant, comments come first: Zendesk writes them and the status they set in one update. */
export function eventsOf({ ticket, history, comments, agents }: ZendeskCase): readonly TicketEvent[] {
  const [opening, ...replies] = comments.toSorted((a, b) => a.at - b.at);
  const kindOf = (userId: number): TicketEvent['actor']['kind'] =>
    userId === 0
      ? 'automation'
      : agents.includes(userId)
        ? 'agent'
        : userId === ticket.requesterId
          ? 'requester'
          : 'end_user';
  const event = (seq: number, at: number, userId: number, body: object): TicketEvent =>
    ({
      key: `e:${seq}`,
      at,
      seq,
      observedAt: at,
      actor: { kind: kindOf(userId), ref: String(userId) },
      channel: 'email',
      provenance: 'import',
      ...body,
    }) as TicketEvent;

  const rows = history.toSorted((a, b) => a.at - b.at);
  const first = rows.find(({ field }) => field === 'status');
  const changes = rows.filter((row) => row !== first);
  return [
    event(0, ticket.createdAt, opening?.userId ?? ticket.requesterId, birthOf(first?.value)),
    ...replies.map(({ at, userId, public: open }, index) =>
      event(1 + index, at, userId, {
        type: 'message',
        messageId: String(index),
        visibility: open ? 'public' : 'internal',
        autoReply: false,
        features: { length: 1, language: null, patterns: [] },
      }),
    ),
    ...changes.flatMap(({ field, value, at, userId }, index) => {
      const seq = 1_000 + index;
      if (field === 'assignee_id')
        return [event(seq, at, userId, { type: 'assignee_changed', from: null, to: value || null })];
      if (field !== 'status') return [];
      return [event(seq, at, userId, { type: 'status_changed', from: null, to: statusOf(value) })];
    }),
  ];
}

function birthOf(status: string | null | undefined): object {
  return {
    type: 'created',
    status: statusOf(status ?? 'new'),
    priority: { value: null, raw: null },
    group: null,
    assignee: null,
    requester: 'requester',
    organisation: null,
    tags: [],
    fields: {},
    tier: null,
    brand: null,
    features: null,
    number: '1',
    url: null,
  };
}

function statusOf(raw: string | null) {
  return { class: ZENDESK_STATUSES[raw ?? ''] ?? 'unknown', raw: raw ?? '' };
}
