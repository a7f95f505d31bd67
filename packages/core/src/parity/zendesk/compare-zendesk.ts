import type { ClockInstance } from '../../decide/state.ts';
import { type Cause, causesOf, type Switch } from '../causes.ts';
import type { Compared, Difference } from '../difference.ts';
import { isoSeconds } from '../zammad/run-case.ts';
import { clockFor, type OwnZendesk, ownZendesk } from './own-zendesk.ts';
import { sameValue } from './run-case.ts';
import { minuteBoundaries, type ZendeskStory } from './story.ts';
import type { ZendeskClockInput } from './zendesk-case.ts';

type Value = string | number | boolean | null;
type Ours = (switched: ReadonlySet<Switch>) => Value;

const SWITCHES: readonly Switch[] = ['rounding', 'start_event', 'reopen', 'policy_change'];

/** Metrics that one of our clocks answers, with that clock and whether it counts business hours. */
const METRICS: Readonly<Record<string, readonly [metric: string, businessHours: boolean]>> = {
  first_reply_time_calendar_minutes: ['first_reply_time', false],
  first_reply_time_business_minutes: ['first_reply_time', true],
  agent_work_time_in_calendar_minutes: ['agent_work_time', false],
  agent_work_time_in_business_minutes: ['agent_work_time', true],
  requester_wait_time_in_calendar_minutes: ['requester_wait_time', false],
  requester_wait_time_in_business_minutes: ['requester_wait_time', true],
};

/** Where our engine has it otherwise than the figures of the file, with the causes. */
export function compareZendesk(story: ZendeskStory): Compared {
  const own = ownZendesk(story);
  const pairs = [...metricPairs(story, own), ...story.input.expected.slas.flatMap((sla) => clockPairs(sla, own))];
  const differences = pairs.flatMap(({ ours, ...pair }): Difference[] => {
    const causes: readonly Cause[] = causesOf((switched) => sameValue(pair.native, ours(switched)), SWITCHES);
    return causes.length === 0 ? [] : [{ case: story.input.id, ...pair, ours: ours(new Set()), causes }];
  });
  return { compared: pairs.length, differences };
}

interface Pair {
  readonly where: string;
  readonly field: string;
  readonly native: Value;
  readonly ours: Ours;
}

function metricPairs({ input, createdAt }: ZendeskStory, own: OwnZendesk): readonly Pair[] {
  return Object.entries(METRICS).flatMap(([field, [metric, businessHours]]): readonly Pair[] => {
    const native = input.expected.metrics[field];
    if (native === undefined) return [];
    const ours: Ours = (switched) => {
      const clock = clockFor(own({ businessHours, switched }), metric, createdAt);
      if (metric === 'first_reply_time' && clock?.endReason !== 'agent_reply') return null;
      return clock ? minutesOf(clock, switched.has('rounding') && !businessHours) : null;
    };
    return [{ where: 'metrics', field, native, ours }];
  });
}

function clockPairs(sla: ZendeskClockInput, own: OwnZendesk): readonly Pair[] {
  const { metric, appliedAt, businessHours } = sla;
  const where = `${metric} ${isoSeconds(appliedAt)}`;
  const of =
    (read: (clock: ClockInstance, rounded: boolean) => Value): Ours =>
    (switched) => {
      const clock = clockFor(own({ businessHours, switched }), metric, appliedAt);
      return clock ? read(clock, switched.has('rounding')) : null;
    };
  const elapsed: Pair = {
    where,
    field: 'elapsedMinutes',
    native: sla.elapsedMinutes,
    ours: of((clock) => minutesOf(clock, false)),
  };
  const breached: Pair = {
    where,
    field: 'breached',
    native: sla.breached,
    ours: of(({ breachedAt }) => breachedAt !== null),
  };
  const whole = sla.elapsedWholeMinuteCount;
  const ranOut = sla.breachedAt;
  return [
    elapsed,
    breached,
    ...(whole === undefined ? [] : [{ where, field: 'elapsedWholeMinuteCount', native: whole, ours: of(minutesOf) }]),
    ...(ranOut === undefined
      ? []
      : [
          {
            where,
            field: 'breachedAt',
            native: isoSeconds(ranOut),
            ours: of(({ breachedAt }) => (breachedAt === null ? null : isoSeconds(breachedAt))),
          },
        ]),
  ];
}

/** Minutes a clock used: exact, or as minute boundaries crossed by each of its counting stretches. */
function minutesOf({ segments, usedMs }: ClockInstance, boundaries: boolean): number {
  if (!boundaries) return usedMs / 60_000;
  return segments
    .filter(({ counting }) => counting)
    .reduce((sum, { from, to }) => sum + minuteBoundaries(from, to ?? from), 0);
}
