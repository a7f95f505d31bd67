// Compares a ticket's record with what an independent implementation (dbt_zendesk) makes of the same ticket.
import { foldRecord, type TicketRecord, type ZendeskCase } from '@stellwerk/core';
import { clockDifferences } from './compare-clocks.ts';
import { answersOf, type Deviation, type MetricDifference, sameValue, type Value } from './difference.ts';
import { metricsOf } from './of-record.ts';
import { eventsOf, policyOf } from './zendesk-events.ts';

const TOUCH_FLAGS = ['is_one_touch_resolution', 'is_two_touch_resolution', 'is_multi_touch_resolution'];
const PERSONS = ['first_assignee_id', 'last_assignee_id'];

/** What was compared, and every difference. */
export function compareCase(input: ZendeskCase): {
  readonly compared: number;
  readonly found: readonly MetricDifference[];
} {
  const { metrics, slas } = input.expected;
  const { inBusinessHours } = input.policy;
  const calendar = policyOf(input, inBusinessHours).calendars.get(inBusinessHours ? 'schedule' : 'always');
  if (!calendar) throw new Error(`${input.id} has no calendar`);
  const found = [
    ...metricDifferences(input, recordOf(input, true)),
    ...clockDifferences(input, recordOf(input, inBusinessHours), calendar),
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
function totalOverSolutions(record: TicketRecord): number | null {
  const answers = answersOf(record);
  let answeredAt = Number.NEGATIVE_INFINITY;
  let sum: number | null = null;
  for (const { from } of record.turns) {
    const answer = from < answeredAt ? undefined : answers.find((at) => at > from);
    if (answer === undefined) continue;
    sum = (sum ?? 0) + (answer - from) / 60_000;
    answeredAt = answer;
  }
  return sum;
}
