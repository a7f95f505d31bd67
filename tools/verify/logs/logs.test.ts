import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareFigures } from './compare-figures.ts';
import { type LogVerdict, verifyLogs } from './run.ts';

// three small logs in the shape of the real ones, their figures worked out by hand from the rows
const INCIDENTS = `case,at,status,substatus,team,function,org_line,owner,owner_country,org_country,impact,product
A,2025-01-01T09:00:00Z,Accepted,In Progress,Desk,F,O,Ann,SE,se,High,P1
A,2025-01-01T10:00:00Z,Queued,Awaiting Assignment,Net 2nd,F,O,Ann,SE,se,High,P1
B,2025-01-03T09:00:00Z,Accepted,In Progress,Desk,F,O,Bob,SE,se,Low,P2
A,2025-01-01T12:00:00Z,Accepted,Wait - User,Net 2nd,F,O,Bob,SE,se,High,P1
A,2025-01-01T15:00:00Z,Accepted,In Progress,Net 2nd,F,O,Bob,SE,se,High,P1
B,2025-01-03T09:30:00Z,Completed,In Call,Desk,F,O,Bob,SE,se,Low,P2
B,2025-01-03T10:00:00Z,Queued,Awaiting Assignment,Desk,F,O,Bob,SE,se,Low,P2
A,2025-01-01T16:00:00Z,Completed,Resolved,Desk,F,O,Ann,SE,se,High,P1
A,2025-01-02T16:00:00Z,Completed,Closed,Desk,F,O,Ann,SE,se,High,P1
A,2025-01-02T17:00:00Z,Completed,Closed,Desk,F,O,Ann,SE,se,High,P1
B,2025-01-03T11:00:00Z,Completed,Closed,Lab 3rd,F,O,Cy,SE,se,Low,P2
`;
const TICKETS = `case,at,activity,resource
Case1,2025-02-03T09:00:00,Assign seriousness,Value 1
Case1,2025-02-03T10:00:00,Take in charge ticket,Value 2
Case1,2025-02-03T11:00:00,Wait,Value 2
Case1,2025-02-04T11:00:00,Resolve ticket,Value 1
Case1,2025-02-05T11:00:00,Closed,Value 3
`;
const AUDIT = `number,incident_state,reassignment_count,reopen_count,made_sla,caller_id,opened_at,sys_updated_at,contact_type,category,priority,assignment_group,assigned_to,resolved_at,closed_at
INC1,New,0,0,true,Caller 1,1/2/2025 08:00,1/2/2025 08:10,Phone,C,3 - Moderate,G1,?,1/2/2025 10:00,6/2/2025 10:00
INC1,Resolved,1,0,true,Caller 1,1/2/2025 08:00,1/2/2025 10:00,Phone,C,3 - Moderate,G2,R,1/2/2025 10:00,6/2/2025 10:00
INC1,Closed,1,0,false,Caller 1,1/2/2025 08:00,6/2/2025 10:00,Phone,C,3 - Moderate,G2,R,1/2/2025 10:00,6/2/2025 10:00
INC2,New,0,0,true,Caller 2,2/2/2025 08:00,2/2/2025 08:00,Email,C,2 - High,G1,?,?,3/2/2025 08:00
INC2,Closed,0,1,true,Caller 2,2/2/2025 08:00,3/2/2025 08:00,Email,C,2 - High,G1,?,?,3/2/2025 08:00
`;
const EXPECTED = {
  about: 'by hand',
  'bpi2013-incidents-sample': {
    cases: 2,
    events: 11,
    first_at: '2025-01-01T09:00:00Z',
    last_at: '2025-01-03T11:00:00Z',
    teams: 3,
    owners: 3,
    products: 2,
    teams_by_line: { L1: 1, L2: 1, L3: 1 },
    status_counts: {
      'Accepted/In Progress': 3,
      'Accepted/Wait - User': 1,
      'Completed/Closed': 3,
      'Completed/In Call': 1,
      'Completed/Resolved': 1,
      'Queued/Awaiting Assignment': 2,
    },
    start_line: { L1: 2 },
    end_line: { L1: 1, L3: 1 },
    cases_only_line1: 0,
    push_to_front_compliant_ibm: 0,
    cases_with_step_back_to_lower_line: 1,
    cases_reaching_line3: 1,
    team_handovers_total: 3,
    cases_with_handover: 2,
    max_handovers: 2,
    direct_ping_pong_ABA_total: 1,
    cases_with_direct_ping_pong: 1,
    returns_to_earlier_team_total: 1,
    cases_with_return: 1,
    wait_user_events: 1,
    cases_with_wait_user: 1,
    wait_user_seconds_total: 10_800,
    queued_seconds_total: 10_800, // two hours of A, one of B
    owners_with_most_wait_user: [['Bob', 1]],
    throughput_seconds: { mean: 61_200, median_nearest_rank: 7_200, p90_nearest_rank: 115_200, max: 115_200 },
    first_event_to_first_completed_seconds: {
      cases: 2,
      mean: 13_500,
      median_nearest_rank: 1_800,
      p90_nearest_rank: 25_200,
    },
    first_in_progress_to_last_resolved_seconds: { cases: 1, mean: 25_200 },
    cases_never_resolved: 1,
    cases_cancelled: 0,
    reopens_total: 1,
    cases_reopened: 1,
    by_impact_cases: { High: 1, Low: 1 },
  },
  'helpdesk-it-sample': {
    cases: 1,
    events: 5,
    activities: { 'Assign seriousness': 1, Closed: 1, 'Resolve ticket': 1, 'Take in charge ticket': 1, Wait: 1 },
    resources: 3,
    throughput_seconds: { mean: 180_000, median_nearest_rank: 180_000, p90_nearest_rank: 180_000 },
    first_event_to_take_in_charge_seconds: { cases: 1, mean: 3_600, median_nearest_rank: 3_600 },
    cases_with_wait: 1,
    wait_seconds_total: 86_400,
    resource_handovers_total: 3,
  },
  'servicenow-uci-sample': {
    incidents: 2,
    events: 5,
    made_sla_final_false: 1,
    reassignments: { mean: 0.5, zero: 1, max: 1 },
    reopened_incidents: 1,
    by_priority: { '2 - High': 1, '3 - Moderate': 1 },
    made_sla_false_by_priority: { '3 - Moderate': 1 },
    opened_to_closed_seconds: { incidents: 2, mean: 262_800, median_nearest_rank: 86_400 },
    opened_to_resolved_seconds: { incidents: 1, mean: 7_200, median_nearest_rank: 7_200, negative: 0 },
    states: { Closed: 2, New: 2, Resolved: 1 },
  },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'logs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function verdicts(expected: object, files: Readonly<Record<string, string>>): Promise<readonly LogVerdict[]> {
  writeFileSync(join(folder, 'expected-kpis.json'), JSON.stringify(expected));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.csv`), text);
  const found: LogVerdict[] = [];
  for await (const verdict of verifyLogs(folder)) found.push(verdict);
  return found;
}

describe('a folder of logs', { timeout: 120_000 }, () => {
  it('is imported by the real command, and every figure is what it is by hand', async () => {
    const found = await verdicts(EXPECTED, {
      'bpi2013-incidents-sample': INCIDENTS,
      'helpdesk-it-sample': TICKETS,
      'servicenow-uci-sample': AUDIT,
    });

    expect(found.map(({ log, problem }) => [log, problem])).toEqual([
      ['bpi2013-incidents-sample', null],
      ['helpdesk-it-sample', null],
      ['servicenow-uci-sample', null],
    ]);
    expect(found.flatMap(({ figures }) => figures.filter(({ same }) => !same))).toEqual([]);
    expect(found.map(({ figures }) => figures.length)).toEqual([51, 17, 20]);
  });

  it('fails for a figure that differs, a row that was left out, and a log that is missing', async () => {
    const { 'helpdesk-it-sample': tickets, 'servicenow-uci-sample': audit } = EXPECTED;
    const expected = {
      'helpdesk-it-sample': { ...tickets, resources: 4 },
      'servicenow-uci-sample': audit,
      other: { cases: 1 },
    };

    const [helpdesk, servicenow, other] = await verdicts(expected, {
      'helpdesk-it-sample': `${TICKETS}Case1,soon,Closed,Value 3\n`,
    });

    expect(helpdesk?.problem).toBe('1 rows were left out');
    expect(helpdesk?.figures.filter(({ same }) => !same)).toMatchObject([
      { name: 'resources', expected: 4, actual: 3 },
    ]);
    expect([servicenow?.problem, other?.problem]).toEqual(['the file is missing', 'the file is missing']);
  });
});

describe('comparing figures', () => {
  it.each([
    [1062403.17, 1062403.1742, true],
    [1062403.17, 1062403.18, false],
    [0.9196, 0.91958, true],
    [0.9196, 0.9195, false],
    [7, 7.001, true],
    [7, 8, false],
    [7, undefined, false],
    ['a', 'a', true],
  ])('%s beside %s: %s', (expected, actual, same) => {
    expect(compareFigures({ x: expected }, { x: actual })).toMatchObject([{ name: 'x', same }]);
  });

  it('notices a value that nobody expected in a table of counts', () => {
    expect(compareFigures({ states: { New: 1 } }, { states: { New: 1, Odd: 2 } })).toMatchObject([
      { name: 'states.New', same: true },
      { name: 'states.Odd', same: false },
    ]);
  });
});
