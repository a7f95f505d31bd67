import { epochDayOf, formatDate, weekdayOf } from './civil-date.ts';
import { easterSunday } from './easter.ts';
import { holidayTable } from './generated/holidays.ts';
import type { HolidaySource } from './holiday-table.ts';
import { weekdayIndex } from './types.ts';
import { parseTime } from './wall-time.ts';

/** A statutory holiday of one region and year. */
export interface Holiday {
  /** Local date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Days since 1970-01-01. */
  readonly epochDay: number;
  /** First free minute of the date: 0, or 720 where the holiday begins at noon. */
  readonly fromMinute: number;
  readonly de: string;
  readonly en: string;
}

/** A region whose holidays are known. */
export interface HolidayRegion {
  /** Such as `DE-NW`, `DE-BY-KATH`, `AT-9`, `CH-ZH`. */
  readonly id: string;
  readonly name: string;
  /** The days differ by source or by place: to be looked at by the admin before they are relied on. */
  readonly pleaseCheck: boolean;
}

/** Source of the holidays and the years it was read for; rules without an end are continued outside those years. */
export const holidaySource: HolidaySource = holidayTable.source;

/** Every known region, sorted as in the table. */
export function holidayRegions(): readonly HolidayRegion[] {
  return Object.entries(holidayTable.regions).map(([id, { name, check }]) => ({
    id,
    name,
    pleaseCheck: check === true,
  }));
}

/** Whether the table knows the region id. */
export function isKnownRegion(id: string): boolean {
  return Object.hasOwn(holidayTable.regions, id);
}

/** The statutory holidays of a region in a year, in order of date; empty for a region that is not known. */
export function holidaysOf(regionId: string, year: number): readonly Holiday[] {
  if (!isKnownRegion(regionId)) return [];
  const days = holidayTable.regions[regionId]!.rules.flatMap((rule) => holidayIn(rule, year) ?? []);
  return days.sort((a, b) => a.epochDay - b.epochDay);
}

function holidayIn(entry: string, year: number): Holiday | undefined {
  const [nameIndex = '', rule = '', years] = entry.split(' ');
  if (years !== undefined && !holdsIn(years, year)) return undefined;
  const [pattern = '', time] = rule.split('@');
  const epochDay = dayOf(pattern, year);
  const [de, en] = holidayTable.names[Number(nameIndex)]!;
  return { date: formatDate(epochDay), epochDay, fromMinute: time === undefined ? 0 : parseTime(time)!, de, en };
}

function holdsIn(years: string, year: number): boolean {
  if (years.endsWith('..')) return year >= Number(years.slice(0, -2));
  return years.split(',').includes(String(year));
}

function dayOf(pattern: string, year: number): number {
  if (pattern.startsWith('E')) return easterSunday(year) + Number(pattern.slice(1));
  const [weekday, date = pattern] = pattern.includes('>=') ? pattern.split('>=') : [undefined, pattern];
  const day = epochDayOf(year, Number(date.slice(0, 2)), Number(date.slice(3)));
  if (weekday === undefined) return day;
  return day + ((weekdayIndex(weekday) - weekdayOf(day) + 7) % 7);
}
