import type { NativeCalendar, NativeSla } from '@stellwerk/ports';
import type { Holiday, Schedule, SlaPolicy } from './discovery-schema.ts';
import { ianaZone } from './time-zones.ts';

const DAY = 1_440;

/** Business hours: minutes since Sunday 00:00 local time. An interval over midnight is split. */
export function nativeCalendar(schedule: Schedule, holidays: readonly Holiday[]): NativeCalendar {
  const hours: Record<number, [string, string][]> = {};
  for (const { start_time, end_time } of schedule.intervals) {
    for (let from = start_time; from < end_time; from = nextMidnight(from)) {
      const to = Math.min(end_time, nextMidnight(from));
      const weekday = Math.floor(from / DAY) % 7 || 7;
      hours[weekday] = [...(hours[weekday] ?? []), [clockText(from % DAY), clockText(to % DAY || DAY)]];
    }
  }
  return {
    id: schedule.id,
    name: schedule.name,
    timeZone: ianaZone(schedule.time_zone ?? null),
    hours,
    holidays: holidays.flatMap(daysOf),
  };
}

const nextMidnight = (minute: number): number => (Math.floor(minute / DAY) + 1) * DAY;

function clockText(minute: number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** A holiday may last several days, the last one included. */
function daysOf({ name, start_date, end_date }: Holiday): { date: string; name: string }[] {
  const days: { date: string; name: string }[] = [];
  const last = Temporal.PlainDate.from(end_date);
  for (
    let day = Temporal.PlainDate.from(start_date);
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) {
    days.push({ date: day.toString(), name: name ?? '' });
  }
  return days;
}

const METRICS: Readonly<Record<string, string>> = {
  first_reply_time: 'first_reply',
  next_reply_time: 'next_reply',
  periodic_update_time: 'update',
  pausable_update_time: 'pausable_update',
  requester_wait_time: 'requester_wait',
  agent_work_time: 'agent_work',
  total_resolution_time: 'resolution',
};

/** An SLA policy. Which schedule counts is decided per ticket, so none is named. */
export function nativeSla(policy: SlaPolicy): NativeSla {
  return {
    id: policy.id,
    name: policy.title,
    calendar: null,
    targets: policy.policy_metrics.map(({ metric, priority, target, business_hours }) => ({
      metric: METRICS[metric] ?? metric,
      priority: priority ?? null,
      minutes: target,
      businessHours: business_hours === true,
    })),
  };
}
