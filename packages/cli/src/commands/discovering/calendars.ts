import { holidayRegions, holidaysOf, type Policy, weekdays } from '@stellwerk/core';
import type { Discovered, NativeCalendar } from '@stellwerk/ports';
import { idOf, type Proposal } from './proposal.ts';

type Hours = readonly (readonly [string, string])[];

/** The helpdesk's own business hours as calendars of the policy file; of its holidays the region that they are those of. */
export function calendarProposals(policy: Policy, { calendars }: Discovered, year: number): readonly Proposal[] {
  return (calendars ?? []).flatMap((native) => {
    const id = idOf(native.name);
    if (Object.hasOwn(policy.input.calendars, id) || native.timeZone === null) return [];
    const region = regionOf(native, year);
    const closed = region === null ? native.holidays.map(({ date }) => date) : [];
    const value = {
      timezone: native.timeZone,
      week: weekOf(native),
      ...(region === null ? {} : { holidays: { regions: [region.id] } }),
      ...(closed.length === 0 ? {} : { closedDates: closed }),
    };
    return [
      {
        part: 'calendars' as const,
        path: ['calendars', id],
        value,
        confidence: region?.share ?? (closed.length === 0 ? 0.8 : 0.7),
        why: {
          de: `Geschäftszeiten „${native.name}“${region === null ? '' : `, Feiertage wie ${region.id}`}`,
          en: `business hours “${native.name}”${region === null ? '' : `, holidays as in ${region.id}`}`,
        },
      },
    ];
  });
}

function weekOf({ hours }: NativeCalendar): Readonly<Record<string, readonly string[]>> {
  return weekInRanges((day) => hours[day + 1]);
}

/** Weekdays (0 = Monday) with the same hours one after the other are written as a range; closed ones are left out. */
export function weekInRanges(hoursOf: (day: number) => Hours | undefined): Readonly<Record<string, readonly string[]>> {
  const week: Record<string, readonly string[]> = {};
  for (let from = 0; from < 7; ) {
    const text = hoursText(hoursOf(from));
    let to = from;
    while (to < 6 && hoursText(hoursOf(to + 1)) === text) to += 1;
    if (text !== '') week[from === to ? `${weekdays[from]}` : `${weekdays[from]}-${weekdays[to]}`] = text.split(' ');
    from = to + 1;
  }
  return week;
}

function hoursText(hours: Hours | undefined): string {
  return (hours ?? []).map(([open, close]) => `${open}-${close}`).join(' ');
}

/** The region whose holidays of a year fit best: the larger the share both have, the surer. Null below four in five. */
function regionOf({ holidays }: NativeCalendar, year: number): { readonly id: string; readonly share: number } | null {
  const theirs = new Set(holidays.map(({ date }) => date).filter((date) => date.startsWith(`${year}-`)));
  if (theirs.size < 5) return null;
  const fits = holidayRegions().map(({ id }) => {
    const ours = new Set(holidaysOf(id, year).map(({ date }) => date));
    const both = ours.intersection(theirs).size;
    return { id, share: both / ours.union(theirs).size };
  });
  const best = fits.reduce((a, b) => (b.share > a.share ? b : a));
  return best.share >= 0.8 ? { id: best.id, share: Math.round(best.share * 100) / 100 } : null;
}
