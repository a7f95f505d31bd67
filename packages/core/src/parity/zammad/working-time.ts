import { parseDate } from '../../calendar/civil-date.ts';
import { weekdays } from '../../calendar/types.ts';
import { parseTime } from '../../calendar/wall-time.ts';
import { tabulateOffsets, type ZoneOffsets } from '../../calendar/zone-offsets.ts';
import type { ZammadCalendarInput } from './zammad-case.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
/** Beyond this a calendar with only holidays would be walked for ever. */
const MAX_DAYS = 366 * 50;

/** A stretch of working time, epoch ms, half open. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

/** Local day (days since 1970) → begin minute → end minute. One begin holds one end: the later break takes the place of the earlier. */
export type Breaks = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** Zammad's calendar ready to count by. Frames are not united: where they overlap, time counts twice. */
export interface ZammadHours {
  readonly timezone: string;
  readonly offsets: ZoneOffsets;
  /** Frames of Monday to Sunday in minutes, by begin. */
  readonly week: readonly (readonly (readonly [from: number, to: number])[])[];
  /** Days since 1970. */
  readonly holidays: ReadonlySet<number>;
}

const offsetsOf = new Map<string, ZoneOffsets>();

/** Reads a calendar as Zammad does. Throws on a zone that does not exist or a calendar without hours. */
export function readHours(input: ZammadCalendarInput): ZammadHours {
  const week = weekdays.map((day) => framesOf(input.business_hours[day]));
  if (week.every((frames) => frames.length === 0)) throw new Error('the calendar has no business hours');
  const holidays = Object.entries(input.public_holidays).flatMap(([date, entry]) =>
    entry?.active && !entry.removed ? [parseDate(date) ?? Number.NaN] : [],
  );
  return { timezone: input.timezone, offsets: zone(input.timezone), week, holidays: new Set(holidays) };
}

function zone(timezone: string): ZoneOffsets {
  const known = offsetsOf.get(timezone);
  if (known) return known;
  const offsets = tabulateOffsets(timezone, Date.UTC(1990, 0, 1), Date.UTC(2070, 0, 1));
  offsetsOf.set(timezone, offsets);
  return offsets;
}

function framesOf(
  day: ZammadCalendarInput['business_hours'][string] | undefined,
): readonly (readonly [number, number])[] {
  if (!day?.active) return [];
  const byBegin = new Map(
    day.timeframes.map(([from, to]) => [minuteOf(from), to === '23:59' ? DAY_MINUTES : minuteOf(to)]),
  );
  return [...byBegin].sort(([a], [b]) => a - b);
}

function minuteOf(text: string): number {
  const minute = parseTime(text);
  if (minute === undefined) throw new Error(`${text} is no time of day`);
  return minute;
}

/** Local date (days since 1970) and minute of an instant, seconds cut off. */
export function wallTime({ timezone }: ZammadHours, at: number): { readonly day: number; readonly minute: number } {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  return { day: Date.UTC(local.year, local.month - 1, local.day) / DAY_MS, minute: local.hour * 60 + local.minute };
}

/** Working pieces from an instant on: frames without holidays and breaks, in order. */
function* pieces(hours: ZammadHours, breaks: Breaks, from: number): Generator<Piece> {
  const first = wallTime(hours, from).day - 1; // a skipped midnight may push an end into the next date
  for (let day = first; day < first + MAX_DAYS; day++) {
    if (hours.holidays.has(day)) continue;
    for (const [begin, end] of hours.week[(((day + 3) % 7) + 7) % 7] ?? []) {
      const frame = { from: Math.max(instant(hours, day, begin), from), to: instant(hours, day, end) };
      yield* without(
        frame,
        [...(breaks.get(day) ?? [])].map(([a, b]) => ({ from: instant(hours, day, a), to: instant(hours, day, b) })),
      );
    }
  }
}

function instant({ offsets }: ZammadHours, day: number, minute: number): number {
  return offsets.toInstant(day * DAY_MS + minute * MINUTE_MS);
}

function without(frame: Piece, holes: readonly Piece[]): readonly Piece[] {
  let rest = [frame];
  for (const hole of holes) {
    if (hole.to <= hole.from) continue;
    rest = rest.flatMap(({ from, to }) => [
      { from, to: Math.min(to, hole.from) },
      { from: Math.max(from, hole.to), to },
    ]);
  }
  return rest.filter(({ from, to }) => from < to);
}

/** The instant at which `minutes` of working time are used; used up at the end of a piece it is the start of the next one. */
export function deadlineAfter(hours: ZammadHours, breaks: Breaks, from: number, minutes: number): number {
  let left = minutes * MINUTE_MS;
  for (const piece of pieces(hours, breaks, from)) {
    const length = piece.to - piece.from;
    if (length > left) return piece.from + left;
    left -= length;
  }
  throw new Error('the calendar never opens again');
}

/** Whole working minutes between two instants, rounded down; 0 when `to` is not after `from`. */
export function minutesBetween(hours: ZammadHours, breaks: Breaks, from: number, to: number): number {
  let used = 0;
  for (const piece of pieces(hours, breaks, from)) {
    if (piece.from >= to) break;
    used += Math.min(piece.to, to) - piece.from;
  }
  return Math.floor(used / MINUTE_MS);
}
