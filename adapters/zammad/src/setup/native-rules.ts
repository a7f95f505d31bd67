import type { NamedThing, NativeCalendar, NativeSla } from '@stellwerk/ports';
import type { CalendarRow, SlaRow } from './discovery-schema.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Zammad's business hours. Days that are switched off still carry times; 23:59 stands for midnight. */
export function nativeCalendar(row: CalendarRow): NativeCalendar {
  const hours: Record<number, readonly (readonly [string, string])[]> = {};
  for (const [at, name] of WEEKDAYS.entries()) {
    const day = row.business_hours[name];
    if (day?.active) hours[at + 1] = day.timeframes.map(([open, close]) => [open, close === '23:59' ? '24:00' : close]);
  }
  const holidays = Object.entries(row.public_holidays)
    .filter(([, day]) => day.active !== false && !day.removed)
    .map(([date, day]) => ({ date, name: day.summary ?? '' }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
  return { id: row.id, name: row.name, timeZone: row.timezone ?? null, hours, holidays };
}

// `response_time` runs from the customer's message, `update_time` from the last word of either side
const METRICS = {
  first_response_time: 'first_reply',
  response_time: 'next_reply',
  update_time: 'update',
  solution_time: 'resolution',
} as const;

/** A service level of Zammad: the same times for all priorities that its condition names, always in business hours. */
export function nativeSla(row: SlaRow, priorities: readonly NamedThing[]): NativeSla {
  const names = prioritiesOf(row, priorities);
  const targets = Object.entries(METRICS).flatMap(([column, metric]) => {
    const minutes = row[column as keyof typeof METRICS];
    if (typeof minutes !== 'number') return [];
    return names.map((priority) => ({ metric, priority, minutes, businessHours: true }));
  });
  return { id: row.id, name: row.name, calendar: row.calendar_id ?? null, targets };
}

function prioritiesOf({ condition }: SlaRow, priorities: readonly NamedThing[]): readonly (string | null)[] {
  const asked = condition['ticket.priority_id'];
  if (typeof asked !== 'object' || asked === null || !('value' in asked) || !('operator' in asked)) return [null];
  if (asked.operator !== 'is') return [null];
  const ids = (Array.isArray(asked.value) ? asked.value : [asked.value]).map(String);
  const names = priorities.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  return names.length > 0 ? names : [null];
}
