import { CalendarError, type CalendarProblem } from './calendar-error.ts';
import { parseDate } from './civil-date.ts';
import type { CompiledRules, DayHours } from './compiled-rules.ts';
import { isKnownRegion } from './holidays.ts';
import * as problems from './problems.ts';
import type {
  CalendarDefinition,
  CalendarException,
  CalendarRules,
  CalendarVersion,
  HolidaySelection,
  WallInterval,
} from './types.ts';
import { weekdays } from './types.ts';
import { lastClose, type MinuteInterval, parseInterval, splitAtMidnight } from './wall-time.ts';
import { isKnownZone } from './zone-offsets.ts';

type Path = readonly (string | number)[];

/** Where a rule stands, and the list that collects what is wrong with it. */
interface Reader {
  readonly path: Path;
  readonly found: CalendarProblem[];
}

/** Everything that makes the definition unusable, with its path; empty when it can be compiled. */
export function checkDefinition(definition: CalendarDefinition): readonly CalendarProblem[] {
  const found: CalendarProblem[] = [];
  readVersions(definition, found);
  return found;
}

/** The versions of a calendar in order of time. Throws `CalendarError` with every problem when it is unusable. */
export function readDefinition(id: string, definition: CalendarDefinition): readonly CompiledRules[] {
  const found: CalendarProblem[] = [];
  const versions = readVersions(definition, found);
  if (found[0]) throw new CalendarError(id, found[0], found);
  return versions;
}

function readVersions(definition: CalendarDefinition, found: CalendarProblem[]): readonly CompiledRules[] {
  const { versions = [], ...first } = definition;
  const read = [readRules(first, Number.NEGATIVE_INFINITY, { path: [], found })];
  const dated = versions.map((version, index) => ({ version, index, firstDay: parseDate(version.effectiveFrom) }));
  let rules: CalendarRules = first;
  for (const { version, index, firstDay } of dated.sort((a, b) => (a.firstDay ?? 0) - (b.firstDay ?? 0))) {
    const path = ['versions', index];
    if (firstDay === undefined) found.push(problems.dateInvalid([...path, 'effectiveFrom'], version.effectiveFrom));
    if (firstDay === read.at(-1)!.firstDay)
      found.push(problems.dateTwice([...path, 'effectiveFrom'], version.effectiveFrom));
    rules = overlay(rules, version);
    const ofVersion: CalendarProblem[] = [];
    read.push(readRules(rules, firstDay ?? 0, { path, found: ofVersion }));
    found.push(...ofVersion.filter((problem) => named(version).has(String(problem.path[path.length]))));
  }
  return read;
}

/** What the version names replaces what held before it. */
function overlay(before: CalendarRules, version: CalendarVersion): CalendarRules {
  return { ...before, ...Object.fromEntries(named(version)) };
}

/** The parts that the version itself gives; only their problems are its own. */
function named(version: CalendarVersion): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(version).filter(([, value]) => value !== undefined));
}

function readRules(rules: CalendarRules, firstDay: number, reader: Reader): CompiledRules {
  if (!isKnownZone(rules.timezone))
    reader.found.push(problems.zoneUnknown([...reader.path, 'timezone'], rules.timezone));
  const exceptions = readExceptions(rules.exceptions ?? [], reader);
  const week = readWeek(rules, reader);
  const openSomewhere =
    week.some(({ open }) => open.length > 0) || [...exceptions.own.values()].some(({ open }) => open.length > 0);
  if (!openSomewhere && reader.found.length === 0) reader.found.push(problems.neverOpen([...reader.path, 'week']));
  return {
    firstDay,
    timezone: rules.timezone,
    week,
    regions: readRegions(rules.holidays, reader),
    closedDays: new Set((rules.closedDates ?? []).map((date, index) => readDate(date, ['closedDates', index], reader))),
    exceptions: exceptions.own,
    spills: exceptions.spills,
    breaks: readBreaks(rules.breaks ?? {}, reader),
    businessDay: rules.businessDay ?? { endsAt: 'close' },
  };
}

function readWeek(rules: CalendarRules, reader: Reader): readonly DayHours[] {
  const days = weekdays.map((day) => readIntervals(rules.week[day] ?? [], ['week', day], reader));
  return days.map((intervals, index) => ({
    open: [...splitAtMidnight(days[(index + 6) % 7]!).next, ...splitAtMidnight(intervals).own],
    lastClose: lastClose(intervals),
  }));
}

function readExceptions(exceptions: readonly CalendarException[], reader: Reader) {
  const own = new Map<number, DayHours>();
  const spills = new Map<number, DayHours>();
  for (const [index, { date, open, label }] of exceptions.entries()) {
    const day = readDate(date, ['exceptions', index, 'date'], reader);
    if (own.has(day)) reader.found.push(problems.dateTwice([...reader.path, 'exceptions', index, 'date'], date));
    const intervals = readIntervals(open, ['exceptions', index, 'open'], reader);
    const parts = splitAtMidnight(intervals);
    own.set(day, { open: parts.own, lastClose: lastClose(intervals), label });
    if (parts.next.length > 0) spills.set(day + 1, { open: parts.next, lastClose: undefined, label });
  }
  return { own, spills };
}

function readBreaks(breaks: Readonly<Record<string, readonly WallInterval[]>>, reader: Reader) {
  const read = new Map<number, MinuteInterval[]>();
  for (const [date, intervals] of Object.entries(breaks)) {
    const day = readDate(date, ['breaks', date], reader);
    const { own, next } = splitAtMidnight(readIntervals(intervals, ['breaks', date], reader));
    read.set(day, [...(read.get(day) ?? []), ...own]);
    if (next.length > 0) read.set(day + 1, [...(read.get(day + 1) ?? []), ...next]);
  }
  return read;
}

function readIntervals(
  intervals: readonly WallInterval[],
  path: Path,
  { path: root, found }: Reader,
): readonly MinuteInterval[] {
  return intervals.flatMap((interval, index) => {
    const read = parseInterval(interval);
    if (!read) found.push(problems.timeInvalid([...root, ...path, index], interval.join('-')));
    return read ?? [];
  });
}

function readDate(date: string, path: Path, { path: root, found }: Reader): number {
  const day = parseDate(date);
  if (day === undefined) found.push(problems.dateInvalid([...root, ...path], date));
  return day ?? Number.NaN;
}

function readRegions(holidays: HolidaySelection | undefined, { path: root, found }: Reader): readonly string[] {
  if (!holidays) return [];
  const { regions, municipality } = holidays;
  for (const [index, region] of regions.entries()) {
    if (!isKnownRegion(region)) found.push(problems.regionUnknown([...root, 'holidays', 'regions', index], region));
  }
  if (!municipality) return regions;
  const variants = regions.filter((region) => isKnownRegion(`${region}-${municipality}`));
  if (variants.length === 0)
    found.push(problems.municipalityUnknown([...root, 'holidays', 'municipality'], municipality));
  return regions.map((region) => (variants.includes(region) ? `${region}-${municipality}` : region));
}
