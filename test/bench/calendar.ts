import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type BusinessCalendar, type CalendarDefinition, compileCalendar, type WallInterval } from '@stellwerk/core';
import dayjs from 'dayjs';
import businessTime from 'dayjs-business-time';
import { atLeast, atMost, type Bench } from '../../tools/bench-kit.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const spansDays = [1, 30, 365];
const holidays = ['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14', '2026-05-25', '2026-12-25'];
const hours: readonly WallInterval[] = [
  ['08:00', '12:30'],
  ['13:00', '18:00'],
];
/** The control knows only the zone of the process, so both count in that one. */
const definition: CalendarDefinition = {
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  week: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: [], sun: [] },
  closedDates: holidays,
};
/** Against dayjs-business-time in the same run. Issue: 1,000 at 30 days; a day is little work for the control, a year much. */
const bars: Readonly<Record<number, number>> = { 1: 100, 30: 1000, 365: 1000 };

/** Open time between two instants and the instant after an amount of it, compiling a year, and what calendars weigh. */
export async function benches(): Promise<readonly Bench[]> {
  prepareControl();
  const calendar = compileCalendar('bench', definition);
  const starts = startsIn2026(1 << 16);
  return [
    ...spansDays.flatMap((days) => [betweenBench(calendar, starts, days), addBench(calendar, starts, days)]),
    atMost('calendar: compile a year with statutory holidays', 'ms', compileYearMs(), 5),
    atMost('calendar: 1,000 calendars of three years', 'MB', weightOfThousandMb(), 50),
  ];
}

function betweenBench(calendar: BusinessCalendar, starts: Float64Array, days: number): Bench {
  const ours = callsPerSecond(starts, (from) => calendar.between(from, from + days * dayMs));
  const control = callsPerSecond(starts, (from) => dayjs(from).businessMinutesDiff(dayjs(from + days * dayMs)));
  for (const from of starts.subarray(0, 20)) {
    const to = from + days * dayMs;
    agree(calendar.between(from, to) / minuteMs, dayjs(from).businessMinutesDiff(dayjs(to)), `between, ${days} days`);
  }
  return atLeast(`calendar: between, ${days} days, against dayjs-business-time`, 'calls/s', ours, control, bars[days]!);
}

function addBench(calendar: BusinessCalendar, starts: Float64Array, days: number): Bench {
  // the open time of as many days: five of seven are open for 9.5 h
  const minutes = Math.round((days * 9.5 * 60 * 5) / 7);
  const ours = callsPerSecond(starts, (from) => calendar.add(from, minutes * minuteMs));
  const control = callsPerSecond(starts, (from) => dayjs(from).addBusinessMinutes(minutes).valueOf());
  const open = starts.filter((from) => calendar.isOpen(from)).subarray(0, 20);
  for (const from of open) {
    agree(
      calendar.add(from, minutes * minuteMs),
      dayjs(from).addBusinessMinutes(minutes).valueOf(),
      `add, ${days} days`,
    );
  }
  return atLeast(`calendar: add, ${days} days, against dayjs-business-time`, 'calls/s', ours, control, bars[days]!);
}

/** A control that answers another question proves nothing. */
function agree(ours: number, control: number, question: string): void {
  if (ours !== control) throw new Error(`calendar bench: ${question}: ${ours} here, ${control} in dayjs-business-time`);
}

/** Calls for at least 300 ms after a warm-up; the sum keeps the calls from being optimised away. */
function callsPerSecond(starts: Float64Array, call: (from: number) => number): number {
  let sum = 0;
  let calls = 0;
  const run = (forMs: number) => {
    const begun = performance.now();
    calls = 0;
    let spent = 0;
    for (let batch = 1; spent < forMs; batch = Math.min(batch * 2, starts.length)) {
      for (let index = 0; index < batch; index++) sum += call(starts[index]!);
      calls += batch;
      spent = performance.now() - begun;
    }
    return spent;
  };
  run(100);
  const spent = run(300);
  if (Number.isNaN(sum)) throw new Error('calendar bench: a call gave no number');
  return (calls / spent) * 1000;
}

function prepareControl(): void {
  dayjs.extend(businessTime);
  dayjs.setHolidays(holidays);
  const open = hours.map(([start, end]) => ({ start: `${start}:00`, end: `${end}:00` }));
  dayjs.setBusinessTime({
    sunday: null,
    monday: open,
    tuesday: open,
    wednesday: open,
    thursday: open,
    friday: open,
    saturday: null,
  });
}

/** Whole minutes, in an order that no branch predictor learns. */
function startsIn2026(count: number): Float64Array {
  let state = 1;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Date.UTC(2026, 0, 1) + (state % (364 * 1440)) * minuteMs;
  });
}

/** Median over years that nobody asked for yet. */
function compileYearMs(): number {
  const calendar = compileCalendar('years', { ...definition, holidays: { regions: ['DE-NW'] } });
  const times = Array.from({ length: 31 }, (_, index) => {
    const begun = performance.now();
    calendar.isOpen(Date.UTC(2020 + index, 5, 1));
    return performance.now() - begun;
  });
  return times.sort((a, b) => a - b)[15]!;
}

function weightOfThousandMb(): number {
  const before = usedBytes();
  const calendars = Array.from({ length: 1000 }, (_, index) =>
    compileCalendar(`calendar-${index}`, structuredClone(definition)),
  );
  for (const calendar of calendars) calendar.between(Date.UTC(2025, 11, 1), Date.UTC(2027, 1, 1));
  const megabytes = (usedBytes() - before) / 1e6;
  if (calendars.length !== 1000) throw new Error('calendar bench: a calendar was lost');
  return megabytes;
}

/** Memory in use after a collection, so that garbage does not count. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
