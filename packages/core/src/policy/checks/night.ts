import type { BusinessCalendar } from '../../calendar/index.ts';
import { PRIORITIES } from '../../model/priority.ts';
import type { PolicyIssue } from '../issues.ts';
import { calendarOf, type EscalationRule, type Policy } from '../policy.ts';
import { partsOf } from './conditions.ts';
import { warning } from './warning.ts';

const HOUR_MS = 3_600_000;

/** Timed rules on a calendar that is open at night, which tell people whose hours nobody has written down. */
export function alertsAtNight(policy: Policy, now: number): readonly PolicyIssue[] {
  return policy.escalations.flatMap((rule, index) => {
    if (!rule.shape.timed || !calendarsOf(policy, rule).some((calendar) => isOpenAtNight(policy, calendar, now)))
      return [];
    return rule.do.flatMap(({ notify = [] }, at) =>
      [notify]
        .flat()
        .filter((role) => canBeWoken(policy, role))
        .map((role) =>
          warning(['escalations', index, 'do', at, 'notify'], {
            de: `kann \`${role}\` nachts wecken: die Uhr läuft auch nachts, und \`contacts.${role}.calendar\` fehlt`,
            en: `may wake \`${role}\` at night: the clock runs at night too, and \`contacts.${role}.calendar\` is missing`,
          }),
        ),
    );
  });
}

function canBeWoken({ input }: Policy, role: string): boolean {
  const contact = input.contacts[role];
  if (!contact?.notify.some((channel) => channel !== 'note')) return false;
  return contact.calendar === undefined;
}

/** The rule's own calendar for its spans; those of the plans and priorities that it speaks of for clocks. */
function calendarsOf(policy: Policy, rule: EscalationRule): readonly BusinessCalendar[] {
  const own = rule.calendar === undefined ? undefined : policy.calendars.get(rule.calendar);
  if (own && !rule.shape.clocks) return [own];
  const parts = partsOf(rule.when, []).map(({ when }) => when);
  const plans = parts.flatMap(({ plan }) => [plan ?? []].flat());
  const priorities = parts.flatMap(({ priority }) => [priority ?? []].flat());
  return (plans.length > 0 ? plans : Object.keys(policy.input.plans)).flatMap((plan) =>
    (priorities.length > 0 ? priorities : PRIORITIES).map((priority) => calendarOf(policy, plan, priority)),
  );
}

/** Whether it is open at two in the morning on any day of the coming week. */
function isOpenAtNight({ input }: Policy, calendar: BusinessCalendar, now: number): boolean {
  const zone = input.calendars[calendar.id]?.timezone ?? input.locale.timezone;
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).startOfDay();
  return Array.from({ length: 7 }, (_, day) => today.add({ days: day }).epochMilliseconds + 2 * HOUR_MS).some((at) =>
    calendar.isOpen(at),
  );
}
