import type { CalendarErrorCode, CalendarProblem } from './calendar-error.ts';

type Path = CalendarProblem['path'];

function problem(code: CalendarErrorCode, path: Path, de: string, en: string): CalendarProblem {
  return { code, path, de, en };
}

export function zoneUnknown(path: Path, zone: string): CalendarProblem {
  return problem(
    'CALENDAR_ZONE_UNKNOWN',
    path,
    `Zeitzone „${zone}“ ist unbekannt; erwartet wird ein IANA-Name wie Europe/Berlin.`,
    `Time zone "${zone}" is unknown; an IANA name such as Europe/Berlin is expected.`,
  );
}

export function timeInvalid(path: Path, interval: string): CalendarProblem {
  return problem(
    'CALENDAR_TIME_INVALID',
    path,
    `„${interval}“ ist kein Zeitraum; erwartet wird HH:MM-HH:MM mit zwei verschiedenen Zeiten, ein ganzer Tag ist 00:00-24:00.`,
    `"${interval}" is no interval; HH:MM-HH:MM with two different times is expected, a whole day is 00:00-24:00.`,
  );
}

export function dateInvalid(path: Path, date: string): CalendarProblem {
  return problem(
    'CALENDAR_DATE_INVALID',
    path,
    `„${date}“ ist kein Datum; erwartet wird JJJJ-MM-TT.`,
    `"${date}" is no date; YYYY-MM-DD is expected.`,
  );
}

export function dateTwice(path: Path, date: string): CalendarProblem {
  return problem(
    'CALENDAR_DATE_TWICE',
    path,
    `${date} ist zweimal angegeben; fassen Sie die Einträge zusammen.`,
    `${date} is given twice; merge the entries.`,
  );
}

export function dayUnknown(path: Path, key: string): CalendarProblem {
  return problem(
    'CALENDAR_DAY_UNKNOWN',
    path,
    `„${key}“ ist kein Wochentag und kein Bereich; erwartet wird mon, tue, wed, thu, fri, sat, sun oder etwa mon-thu.`,
    `"${key}" is no weekday and no range; mon, tue, wed, thu, fri, sat, sun or a range such as mon-thu is expected.`,
  );
}

export function dayTwice(path: Path, day: string): CalendarProblem {
  return problem(
    'CALENDAR_DAY_TWICE',
    path,
    `Der Wochentag ${day} ist zweimal angegeben; fassen Sie seine Zeiten in einem Eintrag zusammen.`,
    `Weekday ${day} is given twice; put its hours into one entry.`,
  );
}

export function regionUnknown(path: Path, region: string): CalendarProblem {
  return problem(
    'CALENDAR_REGION_UNKNOWN',
    path,
    `Feiertagsregion „${region}“ ist unbekannt; erwartet wird etwa DE-NW, DE-BY-KATH, AT-9 oder CH-ZH.`,
    `Holiday region "${region}" is unknown; expected is for instance DE-NW, DE-BY-KATH, AT-9 or CH-ZH.`,
  );
}

export function municipalityUnknown(path: Path, municipality: string): CalendarProblem {
  return problem(
    'CALENDAR_MUNICIPALITY_UNKNOWN',
    path,
    `Keine der Regionen hat die Gemeindevariante „${municipality}“; bekannt sind etwa KATH und A (Augsburg) für DE-BY.`,
    `None of the regions has the municipality variant "${municipality}"; known are for instance KATH and A (Augsburg) of DE-BY.`,
  );
}

export function neverOpen(path: Path): CalendarProblem {
  return problem(
    'CALENDAR_NEVER_OPEN',
    path,
    'Der Kalender ist nie geöffnet; geben Sie für mindestens einen Tag Zeiten an.',
    'The calendar is never open; give hours for at least one day.',
  );
}

export function unreachable(de: string, en: string): CalendarProblem {
  return problem('CALENDAR_UNREACHABLE', [], de, en);
}

export function argumentInvalid(de: string, en: string): CalendarProblem {
  return problem('CALENDAR_ARGUMENT_INVALID', [], de, en);
}
