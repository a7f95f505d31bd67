import type { LogCase, LogRow } from './rows.ts';
import { countBy, secondsBetween, secondsIn, spreadOf, steps, sum } from './statistics.ts';

/** The figures of the Italian help desk. */
export function helpdeskFigures(cases: readonly LogCase[]) {
  const rows = cases.flatMap((each) => each.rows);
  const waits = ({ status }: LogRow): boolean => status.raw === 'Wait';
  const takenAt = (each: LogCase) => each.rows.find(({ status }) => status.raw === 'Take in charge ticket')?.at;
  return {
    cases: cases.length,
    events: rows.length,
    activities: countBy(rows, ({ status }) => status.raw),
    resources: new Set(rows.map(({ owner }) => owner)).size,
    throughput_seconds: spreadOf(cases.flatMap((each) => secondsBetween(each.rows[0]?.at, each.rows.at(-1)?.at))),
    first_event_to_take_in_charge_seconds: spreadOf(
      cases.flatMap((each) => secondsBetween(each.rows[0]?.at, takenAt(each))),
    ),
    cases_with_wait: cases.filter((each) => each.rows.some(waits)).length,
    wait_seconds_total: sum(cases.map((each) => secondsIn(each, waits))),
    resource_handovers_total: sum(
      cases.map((each) => steps(each).filter(([from, to]) => from.owner !== to.owner).length),
    ),
  };
}
