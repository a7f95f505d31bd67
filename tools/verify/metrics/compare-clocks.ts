// Compares the engine's promises with the SLA clocks of dbt_zendesk.
import type { BusinessCalendar, TicketRecord, ZendeskCase } from '@stellwerk/core';
import { answersOf, type Deviation, type MetricDifference, sameValue, type Value } from './difference.ts';
import { isoSeconds } from './of-record.ts';

type Clock = TicketRecord['clocks'][number];
type Expected = ZendeskCase['expected']['slas'][number];
type Reading = Pick<Clock, 'targetMs' | 'usedMs' | 'breachedAt'>;

/** Our clocks under the package's names. */
const OURS: Readonly<Record<string, string>> = {
  first_reply: 'first_reply_time',
  next_reply: 'next_reply_time',
  agent_work: 'agent_work_time',
  requester_wait: 'requester_wait_time',
};

/** Pairs clocks by metric and start. One that nobody answered may be absent from the expected ones. */
export function clockDifferences(
  { id, expected: { slas } }: ZendeskCase,
  record: TicketRecord,
  calendar: BusinessCalendar,
): readonly MetricDifference[] {
  const left = record.clocks.filter(({ metric }) => metric in OURS);
  const found = slas.flatMap((expected) => {
    const index = left.findIndex((clock) => isPair(expected, clock));
    const [clock] = index < 0 ? [] : left.splice(index, 1);
    const where = `${expected.metric} ${isoSeconds(expected.appliedAt)}`;
    if (!clock) return [difference(id, `${where} clock`, 'present', 'absent', null)];
    const cause = agreesOverSolution(expected, clock, record, calendar) ? 'cancelled_by_solving' : null;
    return unequal(expected, clock).map(([field, wanted, got]) =>
      difference(id, `${where} ${field}`, wanted, got, cause),
    );
  });
  const more = slas.length === 0 ? [] : left.filter(({ endReason }) => endReason === 'agent_reply');
  return [
    ...found,
    ...more.map((clock) => {
      const cause = isOneTurnThere(clock, record) ? 'cancelled_by_solving' : null;
      return difference(id, `${OURS[clock.metric]} ${isoSeconds(clock.startedAt)} clock`, 'absent', 'present', cause);
    }),
  ];
}

function isPair({ metric, appliedAt }: Expected, clock: Clock): boolean {
  return OURS[clock.metric] === metric && (metric !== 'next_reply_time' || clock.startedAt === appliedAt);
}

function unequal(expected: Expected, clock: Reading): readonly (readonly [string, Value, Value])[] {
  const pairs: readonly (readonly [string, Value, Value])[] = [
    ['targetMinutes', expected.targetMinutes, clock.targetMs / 60_000],
    ['elapsedMinutes', expected.elapsedMinutes, clock.usedMs / 60_000],
    ['breached', expected.breached, clock.breachedAt !== null],
    ...(expected.breachedAt === undefined
      ? []
      : [['breachedAt', isoSeconds(expected.breachedAt), isoSeconds(clock.breachedAt)] as const]),
  ];
  return pairs.filter(([, wanted, got]) => !sameValue(wanted, got));
}

/** Whether a clock that a solution ended is as expected once it runs on until somebody answers. */
function agreesOverSolution(
  expected: Expected,
  clock: Clock,
  record: TicketRecord,
  calendar: BusinessCalendar,
): boolean {
  const answer = answerTo(clock, record);
  if (clock.endReason !== 'solved' || answer === undefined) return false;
  const usedMs = calendar.between(clock.startedAt, answer);
  const breachedAt = usedMs > clock.targetMs ? calendar.add(clock.startedAt, clock.targetMs) : null;
  return unequal(expected, { targetMs: clock.targetMs, usedMs, breachedAt }).length === 0;
}

/** Whether an earlier turn that a solution ended here still waits there when this one begins. */
function isOneTurnThere({ startedAt }: Clock, record: TicketRecord): boolean {
  return record.clocks.some((earlier) => {
    const waits = (answerTo(earlier, record) ?? startedAt) > startedAt;
    return (
      earlier.metric.endsWith('_reply') && earlier.endReason === 'solved' && earlier.startedAt < startedAt && waits
    );
  });
}

function answerTo({ startedAt }: Clock, record: TicketRecord): number | undefined {
  return answersOf(record).find((at) => at > startedAt);
}

function difference(ticket: string, where: string, expected: Value, actual: Value, cause: Deviation | null) {
  return { ticket, where, expected: String(expected), actual: String(actual), cause };
}
