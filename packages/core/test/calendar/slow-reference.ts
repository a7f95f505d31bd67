/**
 * Business time by walking minutes: every UTC minute of a window is painted open or closed, from a table of wall times that
 * the zone data of `Intl` gives (the product asks `Temporal`). Slow and simple on purpose; shares no code with the product.
 */
export interface ReferenceCalendar {
  readonly week: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly closedDates?: readonly string[];
  readonly exceptions?: readonly { readonly date: string; readonly open: readonly (readonly [string, string])[] }[];
  readonly breaks?: Readonly<Record<string, readonly (readonly [string, string])[]>>;
}

const minute = 60_000;
const quarter = 15;
const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Wall minutes of one zone over a window of UTC minutes. */
export class WallTable {
  readonly fromMinute: number;
  readonly wallByMinute: Float64Array;
  readonly #firstByWall = new Map<number, number>();
  readonly transitions: number[] = [];

  constructor(zone: string, from: number, days: number) {
    this.fromMinute = from / minute;
    this.wallByMinute = new Float64Array(days * 1440);
    const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    let offset = 0;
    for (let index = 0; index < this.wallByMinute.length; index++) {
      const at = this.fromMinute + index;
      if (index % quarter === 0) {
        const before = offset;
        offset = offsetMinutes(format.format(at * minute));
        if (index > 0 && offset !== before) this.transitions.push(at * minute);
      }
      const wall = at + offset;
      this.wallByMinute[index] = wall;
      if (!this.#firstByWall.has(wall)) this.#firstByWall.set(wall, index);
    }
  }

  /** Index of the first pass of a wall minute; of a skipped one, that of the wall minute later by the length of the gap. */
  indexOf(wall: number): number | undefined {
    const first = this.#firstByWall.get(wall);
    if (first !== undefined) return first;
    let before = wall;
    let after = wall;
    while (!this.#firstByWall.has(before)) if (wall - --before > 3000) return undefined;
    while (!this.#firstByWall.has(after)) if (++after - wall > 3000) return undefined;
    return this.#firstByWall.get(wall + (after - before - 1));
  }

  hasDate(date: number): boolean {
    for (let wall = date * 1440; wall < (date + 1) * 1440; wall += quarter)
      if (this.#firstByWall.has(wall)) return true;
    return false;
  }
}

/** 1 for every open minute of the window. */
export function paint(calendar: ReferenceCalendar, table: WallTable): Uint8Array {
  const open = new Uint8Array(table.wallByMinute.length);
  const firstDate = Math.floor(table.wallByMinute[0]! / 1440) + 1;
  const lastDate = Math.floor(table.wallByMinute.at(-1)! / 1440) - 1;
  for (let date = firstDate; date <= lastDate; date++) {
    if (!table.hasDate(date)) continue;
    for (const [from, to] of openOn(calendar, date)) fill(open, table, date, from, to, 1);
    for (const [from, to] of (calendar.breaks?.[iso(date)] ?? []).map(parse)) fill(open, table, date, from, to, 0);
  }
  return open;
}

/** Open ms between two instants, minute by minute, the ends to the millisecond. */
export function walkBetween(open: Uint8Array, fromMinute: number, from: number, to: number): number {
  let used = 0;
  for (let at = Math.floor(from / minute); at * minute < to; at++) {
    if (open[at - fromMinute]) used += Math.min(to, (at + 1) * minute) - Math.max(from, at * minute);
  }
  return used;
}

/** First instant at which `amount` open ms are used up; the amount is more than 0 and the window holds it. */
export function walkAdd(open: Uint8Array, fromMinute: number, from: number, amount: number): number {
  let left = amount;
  for (let at = Math.floor(from / minute); ; at++) {
    if (!open[at - fromMinute]) continue;
    const begin = Math.max(from, at * minute);
    const here = (at + 1) * minute - begin;
    if (left <= here) return begin + left;
    left -= here;
  }
}

function openOn({ week, closedDates = [], exceptions = [] }: ReferenceCalendar, date: number): [number, number][] {
  if (closedDates.includes(iso(date))) return [];
  const own = exceptions.find((exception) => exception.date === iso(date));
  if (own) return own.open.map(parse);
  const today = (week[nameOf(date)] ?? []).map(parse);
  const overnight = (week[nameOf(date - 1)] ?? []).map(parse).filter(([, to]) => to > 1440);
  return [...today, ...overnight.map(([, to]): [number, number] => [0, to - 1440])];
}

function fill(open: Uint8Array, table: WallTable, date: number, from: number, to: number, value: number): void {
  const begin = table.indexOf(date * 1440 + from);
  const end = table.indexOf(date * 1440 + Math.min(to, 1440));
  if (begin !== undefined && end !== undefined && end > begin) open.fill(value, begin, end);
}

function parse([open, close]: readonly [string, string]): [number, number] {
  const [from, to] = [open, close].map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) as [
    number,
    number,
  ];
  return [from, to < from ? to + 1440 : to];
}

const iso = (date: number) => new Date(date * 1440 * minute).toISOString().slice(0, 10);
const nameOf = (date: number) => weekdayNames[new Date(date * 1440 * minute).getUTCDay()]!;

function offsetMinutes(formatted: string): number {
  const match = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(formatted);
  const size = Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0);
  return match?.[1] === '-' ? -size : size;
}
