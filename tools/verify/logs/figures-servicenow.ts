import type { LogCase } from './rows.ts';
import { countBy, secondsBetween, spreadOf, sum } from './statistics.ts';

/** The figures of the ServiceNow log. What an incident came to stands in its last row. */
export function servicenowFigures(cases: readonly LogCase[]) {
  const last = (each: LogCase) => each.rows.at(-1);
  const number = (each: LogCase, field: string): number => Number(last(each)?.fields[field]);
  const missed = cases.filter((each) => last(each)?.fields.made_sla === false);
  const reassigned = cases.map((each) => number(each, 'reassignment_count'));
  const to = (field: string): readonly number[] =>
    cases.flatMap((each) => secondsBetween(each.openedAt, instantOf(last(each)?.fields[field])));
  const resolved = to('resolved_at');
  return {
    incidents: cases.length,
    events: sum(cases.map(({ rows }) => rows.length)),
    made_sla_final_false: missed.length,
    reassignments: {
      mean: sum(reassigned) / reassigned.length,
      zero: reassigned.filter((count) => count === 0).length,
      max: Math.max(...reassigned),
    },
    reopened_incidents: cases.filter((each) => number(each, 'reopen_count') > 0).length,
    by_priority: countBy(cases, (each) => String(last(each)?.priority)),
    made_sla_false_by_priority: countBy(missed, (each) => String(last(each)?.priority)),
    opened_to_closed_seconds: incidents(to('closed_at')),
    opened_to_resolved_seconds: { ...incidents(resolved), negative: resolved.filter((seconds) => seconds < 0).length },
    states: countBy(
      cases.flatMap(({ rows }) => rows),
      ({ status }) => status.raw,
    ),
  };
}

function incidents(seconds: readonly number[]) {
  const { cases, ...rest } = spreadOf(seconds);
  return { incidents: cases, ...rest };
}

function instantOf(value: unknown): number | undefined {
  return typeof value === 'string' ? Date.parse(value) : undefined;
}
