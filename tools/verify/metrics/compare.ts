// Compares a ticket's record with what an independent implementation (dbt_zendesk) makes of the same ticket.
import { foldRecord, type TicketRecord, type ZendeskCase } from '@stellwerk/core';
import { isoSeconds, metricsOf } from './of-record.ts';
import { eventsOf, policyOf } from './zendesk-events.ts';

/** Minutes by which a fraction may differ: the expected ones are rounded to four digits. */
const TOLERANCE_MINUTES = 0.01;

/** Why a value differs and rightly so; each is explained in docs/kpi/deviations.md. */
export type Deviation = 'zero_touch' | 'no_person' | 'cancelled_by_solving';

/** One value that is not the expected one. */
export interface MetricDifference {
  readonly ticket: string;
  readonly where: string;
  readonly expected: string;
  readonly actual: string;
  /** Null: not explained, so a failure. */
  readonly cause: Deviation | null;
}

type Value = ZendeskCase['expected']['metrics'][string] | undefined;

const TOUCH_FLAGS = ['is_one_touch_resolution', 'is_two_touch_resolution', 'is_multi_touch_resolution'];
const PERSONS = ['first_assignee_id', 'last_assignee_id'];

/** Our clocks under the package's names. */
const OURS: Readonly<Record<string, string>> = {
  first_reply: 'first_reply_time',
  next_reply: 'next_reply_time',
  agent_work: 'agent_work_time',
  requester_wait: 'requester_wait_time',
};

/** What was compared, and every difference. */
export function compareCase(input: ZendeskCase): {
  readonly compared: number;
  readonly found: readonly MetricDifference[];
} {
  const { metrics, slas } = input.expected;
  const found = [
    ...metricDifferences(input, recordOf(input, true)),
    ...clockDifferences(input, recordOf(input, input.policy.inBusinessHours)),
  ];
  return { compared: Object.keys(metrics).length + slas.length, found };
}

function recordOf(input: ZendeskCase, businessHours: boolean): TicketRecord {
  const policy = policyOf(input, businessHours);
  const lane = { connection: 'zendesk', ticketId: input.id, key: `zendesk:ticket:${input.id}` };
  const events = eventsOf(input);
  const record = foldRecord({ lane, policy, events, now: Math.max(...events.map(({ at }) => at)) });
  if (!record) throw new Error(`${input.id} has no beginning`);
  return record;
}

function metricDifferences(input: ZendeskCase, record: TicketRecord): readonly MetricDifference[] {
  const got: Readonly<Record<string, Value>> = metricsOf(record);
  return Object.entries(input.expected.metrics).flatMap(([metric, expected]) => {
    const actual = got[metric];
    if (sameValue(expected, actual)) return [];
    const cause = metricCause(metric, expected, record);
    return [{ ticket: input.id, where: metric, expected: String(expected), actual: String(actual ?? null), cause }];
  });
}

/** A cause is never guessed: the value is computed again with that one rule read the other way, and must then be equal. */
function metricCause(metric: string, expected: Value, record: TicketRecord): Deviation | null {
  if (PERSONS.includes(metric)) return 'no_person';
  const { humanReplies } = record.messages;
  if (TOUCH_FLAGS.includes(metric) && humanReplies === 0) {
    return expected === (metric === 'is_multi_touch_resolution') ? 'zero_touch' : null;
  }
  if (metric !== 'total_reply_time_calendar_minutes') return null;
  return sameValue(expected, totalOverSolutions(record)) ? 'cancelled_by_solving' : null;
}

/** The reply time with turns that go on over a solution until somebody answers. */
function totalOverSolutions({ firstReply, updates, turns }: TicketRecord): number | null {
  const answers = [...(firstReply ? [firstReply.at] : []), ...updates.map(({ to }) => to)];
  let answeredAt = Number.NEGATIVE_INFINITY;
  let sum: number | null = null;
  for (const { from } of turns) {
    const answer = from < answeredAt ? undefined : answers.find((at) => at > from);
    if (answer === undefined) continue;
    sum = (sum ?? 0) + (answer - from) / 60_000;
    answeredAt = answer;
  }
  return sum;
}

function clockDifferences(input: ZendeskCase, record: TicketRecord): readonly MetricDifference[] {
  const left = record.clocks.filter(({ metric }) => metric in OURS);
  const found = input.expected.slas.flatMap((expected) => {
    const turn = expected.metric === 'next_reply_time';
    const index = left.findIndex(
      ({ metric, startedAt }) => OURS[metric] === expected.metric && (!turn || startedAt === expected.appliedAt),
    );
    const [clock] = index < 0 ? [] : left.splice(index, 1);
    const where = `${expected.metric} ${isoSeconds(expected.appliedAt)}`;
    if (!clock) return [clockDifference(input.id, `${where} clock`, 'present', 'absent')];
    return comparedFields(expected, clock)
      .filter(([, wanted, actual]) => !sameValue(wanted, actual))
      .map(([field, wanted, actual]) => clockDifference(input.id, `${where} ${field}`, wanted, actual));
  });
  const more = input.expected.slas.length === 0 ? [] : left.filter(({ endReason }) => endReason === 'agent_reply');
  return [
    ...found,
    ...more.map(({ metric, startedAt }) =>
      clockDifference(input.id, `${OURS[metric]} ${isoSeconds(startedAt)} clock`, 'absent', 'present'),
    ),
  ];
}

function comparedFields(
  expected: ZendeskCase['expected']['slas'][number],
  clock: TicketRecord['clocks'][number],
): readonly (readonly [string, Value, Value])[] {
  return [
    ['targetMinutes', expected.targetMinutes, clock.targetMs / 60_000],
    ['elapsedMinutes', expected.elapsedMinutes, clock.usedMs / 60_000],
    ['breached', expected.breached, clock.breachedAt !== null],
    ...(expected.breachedAt === undefined
      ? []
      : [['breachedAt', isoSeconds(expected.breachedAt), isoSeconds(clock.breachedAt)] as const]),
  ];
}

function clockDifference(ticket: string, where: string, expected: Value, actual: Value): MetricDifference {
  return { ticket, where, expected: String(expected), actual: String(actual), cause: null };
}

/** Whole numbers, flags and instants must be equal; fractions may differ by the tolerance. */
function sameValue(expected: Value, actual: Value): boolean {
  if (typeof expected !== 'number' || typeof actual !== 'number') return expected === actual;
  if (Number.isInteger(expected) && Number.isInteger(actual)) return expected === actual;
  return Math.abs(expected - actual) <= TOLERANCE_MINUTES;
}
