import type { LogCase, LogRow } from './rows.ts';
import { countBy, secondsBetween, secondsIn, spreadOf, steps, sum } from './statistics.ts';

const LINE = { T0: 'L0', T1: 'L1', T2: 'L2', T3: 'L3', T4: 'L4' } as const;
const RANK: Readonly<Record<string, number>> = { L1: 1, L2: 2, L2L3: 2.5, L3: 3 };
/** Moves that push-to-front forbids, as IBM read Volvo's rule. */
const FORBIDDEN: ReadonlySet<string> = new Set(['L2 L1', 'L3 L2', 'L3 L1', 'L1 L3']);
const RESOLVED = 'Completed/Resolved';
const WAIT_USER = 'Accepted/Wait - User';

/** The figures of incident management at Volvo IT. `ownerName` finds the name behind a pseudonym, where it is asked for. */
export function bpiFigures(cases: readonly LogCase[], ownerName: (pseudonym: string) => string) {
  const rows = cases.flatMap((each) => each.rows);
  const ats = rows.map(({ at }) => at).sort((a, b) => a - b);
  const teams = new Map(rows.map((row) => [row.team ?? '', lineOf(row)]));
  return {
    cases: cases.length,
    events: rows.length,
    first_at: instant(ats[0]),
    last_at: instant(ats.at(-1)),
    teams: teams.size,
    owners: new Set(rows.map(({ owner }) => owner)).size,
    products: new Set(rows.map(({ fields }) => fields.product)).size,
    teams_by_line: countBy([...teams.values()], String),
    status_counts: countBy(rows, ({ status }) => status.raw),
    start_line: countBy(cases, (each) => lineOf(each.rows[0])),
    end_line: countBy(cases, (each) => lineOf(each.rows.at(-1))),
    by_impact_cases: countBy(cases, (each) => String(each.rows.at(-1)?.fields.impact)),
    ...lineFigures(cases),
    ...handOverFigures(cases),
    ...waitFigures(cases, ownerName),
    ...resolutionFigures(cases),
  };
}

/** The tier that the import found; one team's name has both 2nd and 3rd in it, and is counted by itself there. */
function lineOf(row: LogRow | undefined): string {
  if (!row?.tier) return '?';
  return /2nd.*3rd/.test(row.team ?? '') ? 'L2L3' : LINE[row.tier];
}

function instant(at: number | undefined): string {
  return at === undefined ? '' : new Date(at).toISOString().replace('.000', '');
}

function lineFigures(cases: readonly LogCase[]) {
  const moves = (each: LogCase): readonly (readonly [string, string])[] =>
    steps(each).map(([from, to]) => [lineOf(from), lineOf(to)] as const);
  const goesBack = (each: LogCase): boolean => moves(each).some(([from, to]) => (RANK[to] ?? 0) < (RANK[from] ?? 0));
  const isPushed = (each: LogCase): boolean =>
    lineOf(each.rows[0]) === 'L1' && !moves(each).some((move) => FORBIDDEN.has(move.join(' ')));
  return {
    cases_only_line1: cases.filter((each) => each.rows.every((row) => lineOf(row) === 'L1')).length,
    push_to_front_compliant_ibm: cases.filter(isPushed).length,
    cases_with_step_back_to_lower_line: cases.filter(goesBack).length,
    cases_reaching_line3: cases.filter((each) => each.rows.some((row) => lineOf(row).endsWith('L3'))).length,
  };
}

function handOverFigures(cases: readonly LogCase[]) {
  const teams = cases.map(({ rows }) =>
    rows.map(({ team }) => team).filter((team, at, all) => at === 0 || team !== all[at - 1]),
  );
  const pingPongs = teams.map((each) => each.filter((team, at) => at >= 2 && team === each[at - 2]).length);
  const returns = teams.map((each) => each.filter((team, at) => each.indexOf(team) < at).length);
  return {
    team_handovers_total: sum(teams.map(({ length }) => length - 1)),
    cases_with_handover: teams.filter(({ length }) => length > 1).length,
    max_handovers: Math.max(...teams.map(({ length }) => length - 1)),
    direct_ping_pong_ABA_total: sum(pingPongs),
    cases_with_direct_ping_pong: pingPongs.filter(Boolean).length,
    returns_to_earlier_team_total: sum(returns),
    cases_with_return: returns.filter(Boolean).length,
  };
}

function waitFigures(cases: readonly LogCase[], ownerName: (pseudonym: string) => string) {
  const waits = (row: LogRow): boolean => row.status.raw === WAIT_USER;
  const waiting = cases.flatMap((each) => each.rows.filter(waits));
  const owners = Object.entries(countBy(waiting, ({ owner }) => owner ?? ''));
  const most = owners.toSorted(([, a], [, b]) => b - a).slice(0, 5);
  return {
    wait_user_events: waiting.length,
    cases_with_wait_user: cases.filter((each) => each.rows.some(waits)).length,
    wait_user_seconds_total: sum(cases.map((each) => secondsIn(each, waits))),
    queued_seconds_total: sum(cases.map((each) => secondsIn(each, ({ status }) => status.raw.startsWith('Queued/')))),
    owners_with_most_wait_user: most.map(([owner, count]) => [ownerName(owner), count]),
  };
}

function resolutionFigures(cases: readonly LogCase[]) {
  const isCompleted = ({ status }: LogRow): boolean => status.raw.startsWith('Completed/');
  const isCancelled = ({ status }: LogRow): boolean => status.raw === 'Completed/Cancelled';
  const first = (each: LogCase, fits: (row: LogRow) => boolean) => each.rows.find(fits)?.at;
  const lastResolved = (each: LogCase) => each.rows.findLast(({ status }) => status.raw === RESOLVED)?.at;
  const reopens = cases.map(
    (each) =>
      steps(each).filter(([from, to]) => isCompleted(from) && /^(Accepted|Queued)\//.test(to.status.raw)).length,
  );
  return {
    throughput_seconds: spreadOf(cases.flatMap(({ rows }) => secondsBetween(rows[0]?.at, rows.at(-1)?.at))),
    first_event_to_first_completed_seconds: spreadOf(
      cases.flatMap((each) =>
        secondsBetween(
          each.rows[0]?.at,
          first(each, (row) => isCompleted(row) && !isCancelled(row)),
        ),
      ),
    ),
    first_in_progress_to_last_resolved_seconds: spreadOf(
      cases.flatMap((each) =>
        secondsBetween(
          first(each, ({ status }) => status.raw === 'Accepted/In Progress'),
          lastResolved(each),
        ),
      ),
    ),
    cases_never_resolved: cases.filter((each) => lastResolved(each) === undefined).length,
    cases_cancelled: cases.filter(({ rows }) => rows.some(isCancelled)).length,
    reopens_total: sum(reopens),
    cases_reopened: reopens.filter(Boolean).length,
  };
}
