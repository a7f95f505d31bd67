import { holidayRegions, holidaySource, holidaysOf } from '../../calendar/index.ts';
import type { PolicyIssue } from '../issues.ts';
import type { Policy } from '../policy.ts';
import { type Path, warning } from './warning.ts';

/** Holidays that the coming year will lack, regions whose days should be looked at, and office hours without any holiday. */
export function holidayFindings({ input }: Policy, now: number): readonly PolicyIssue[] {
  return Object.entries(input.calendars).flatMap(([name, { holidays, week, timezone }]) => {
    const path = ['calendars', name];
    if (!holidays) return isAlwaysOpen(week) ? [] : [noHolidays(path)];
    const next = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone).year + 1;
    return holidays.regions.flatMap((region, index) =>
      regionFindings(region, holidays.municipality ?? null, next, [...path, 'holidays', 'regions', index]),
    );
  });
}

function noHolidays(path: Path): PolicyIssue {
  return warning([...path, 'holidays'], {
    de: 'ohne Feiertage: die Uhr läuft auch an Neujahr; `holidays: { regions: [...] }` nennt sie',
    en: 'without holidays: the clock runs on New Year’s Day too; `holidays: { regions: [...] }` names them',
  });
}

function regionFindings(region: string, municipality: string | null, year: number, path: Path): PolicyIssue[] {
  const id = municipality === null ? region : `${region}-${municipality}`;
  const known = holidayRegions().find(({ id: each }) => each === id || each === region);
  const missing = year > holidaySource.lastYear || holidaysOf(region, year).length === 0;
  return [
    ...(missing
      ? [
          warning(path, {
            de: `Feiertage ${year} für ${region} sind nicht bekannt: die Tabelle reicht bis ${holidaySource.lastYear}`,
            en: `holidays of ${year} for ${region} are not known: the table ends with ${holidaySource.lastYear}`,
          }),
        ]
      : []),
    ...(known?.pleaseCheck
      ? [
          warning(path, {
            de: `bitte prüfen: für ${known.name} (${region}) widersprechen sich die Quellen, oder die Tage hängen vom Ort ab`,
            en: `please check: for ${known.name} (${region}) sources disagree, or the days depend on the place`,
          }),
        ]
      : []),
  ];
}

function isAlwaysOpen(week: Policy['input']['calendars'][string]['week']): boolean {
  return Object.values(week).every((hours) => hours.some(([open, close]) => open === '00:00' && close === '24:00'));
}
